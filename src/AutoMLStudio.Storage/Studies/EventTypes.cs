using System.Reflection;
using System.Text.Json.Serialization;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Storage.Studies;

/// <summary>The discriminators of the event family, as the family itself declares them.</summary>
internal static class EventTypes
{
    private static readonly Dictionary<Type, string> Names = typeof(StudyEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    /// <summary>The discriminator of an event, for example <c>trial_started</c>.</summary>
    public static string Of(StudyEvent studyEvent) => Names[studyEvent.GetType()];
}
