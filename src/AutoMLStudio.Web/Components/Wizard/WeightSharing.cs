using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>Samplers that search by shared weights, and the studies that they fit.</summary>
internal static class WeightSharing
{
    /// <summary>Why a sampler does not fit a study, for <see cref="Texts"/>; null when it does.</summary>
    /// <param name="sampler">Any sampler.</param>
    /// <param name="file">The study as it is written.</param>
    /// <param name="study">The same, read; null while it has faults.</param>
    public static string? WhyNot(Method sampler, JsonObject file, StudyDefinition? study)
    {
        if (sampler.OnlyEvaluator is not { } evaluator) return null;
        if (OptionText.Of(file["evaluator"] is JsonObject part ? part["type"] : file["evaluator"]) != evaluator)
            return Texts.Of("For networks only: it trains one on a dataset.");
        if (StudyShape.GoalOf(file) != StudyGoal.Architecture)
            return Texts.Of("For architectures only: let the study look for the architecture and nothing beside it.");
        return study is null || Searches(sampler, study) ? null : Texts.Of("Not for the architectures that are chosen: choose another set of them.");
    }

    /// <summary>True when an evaluator may not take the place of the one that the study's sampler works with.</summary>
    public static bool Excludes(JsonObject file, Catalog catalog, string evaluator)
    {
        var key = OptionText.Of(file["sampler"] is JsonObject part ? part["type"] : file["sampler"]);
        return catalog.Find(MethodKind.Sampler, key)?.OnlyEvaluator is { } only && only != evaluator;
    }

    // A sampler refuses a space that it cannot search when it is made.
    private static bool Searches(Method sampler, StudyDefinition study)
    {
        try
        {
            sampler.Make(Activator.CreateInstance(sampler.OptionsType)!, study.Context());
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
