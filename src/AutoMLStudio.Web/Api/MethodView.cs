using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Options;

namespace AutoMLStudio.Web.Api;

/// <summary>A method as the API and <c>studio methods --json</c> show it.</summary>
/// <param name="Key">How a study file names it.</param>
/// <param name="Title">What a person calls it.</param>
/// <param name="Family">Group in lists.</param>
/// <param name="Kind">hpo, nas, scheduler, evaluator, stopping or space.</param>
/// <param name="Paper">Key in REFERENCES.md; null for what needs no source.</param>
/// <param name="Summary">What it does and when to choose it.</param>
/// <param name="Options">Its options.</param>
public sealed record MethodView(
    string Key, string Title, string Family, string Kind, string? Paper, string Summary, IReadOnlyList<OptionView> Options)
{
    /// <summary>The view of a method.</summary>
    public static MethodView Of(Method method) => new(
        method.Key, method.Title, method.Family, KindOf(method), method.Paper, method.Summary,
        [.. OptionsSchema.Of(method.OptionsType).Select(OptionView.Of)]);

    private static string KindOf(Method method) => method.Kind switch
    {
        // What trains networks itself searches architectures alone; all else searches whatever the space holds.
        MethodKind.Sampler => method.OnlyEvaluator == "network" ? "nas" : "hpo",
        MethodKind.Scheduler => "scheduler",
        MethodKind.Evaluator => "evaluator",
        MethodKind.StoppingRule => "stopping",
        _ => "space",
    };
}

/// <summary>An option of a method.</summary>
/// <param name="Key">Name in a study file.</param>
/// <param name="Title">Name for a person.</param>
/// <param name="Description">What it does.</param>
/// <param name="Accepts">What it accepts, in words.</param>
/// <param name="Default">The default; null for none.</param>
public sealed record OptionView(string Key, string Title, string Description, string Accepts, JsonNode? Default)
{
    /// <summary>The view of an option.</summary>
    public static OptionView Of(OptionField field) => new(field.Key, field.Title, field.Description, field.Domain, field.Default?.DeepClone());
}
