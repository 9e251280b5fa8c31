using AutoMLStudio.Core.Options;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>Members of enumerations as study files spell them.</summary>
internal static class Names
{
    public static string Of<T>(T value)
        where T : struct, Enum => OptionsSchema.SnakeCase($"{value}");

    /// <summary>Null for a text that names none.</summary>
    public static T? Parse<T>(string? text)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => Of(v!.Value) == text);
}
