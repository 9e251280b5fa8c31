using System.Text.Json.Nodes;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>The outcome constraints of a study file: none, one object, or a list.</summary>
internal static class OutcomeList
{
    /// <summary>The sides of a bound as a study file names them.</summary>
    public static readonly string[] Sides = ["at_most", "at_least"];

    private const string Key = "outcomes";

    /// <summary>The constraints as objects; what is no object is shown as an empty one.</summary>
    public static IReadOnlyList<JsonObject> Of(JsonObject study) => study[Key] switch
    {
        JsonArray list => [.. list.Select(o => o as JsonObject ?? [])],
        JsonObject one => [one],
        _ => [],
    };

    /// <summary>Where faults of one of them are named.</summary>
    public static string Path(JsonObject study, int place) => study[Key] is JsonArray ? $"{Key}[{place}]" : Key;

    /// <summary>Which side of its bound one of them allows.</summary>
    public static string SideOf(JsonObject outcome) => outcome.ContainsKey(Sides[1]) ? Sides[1] : Sides[0];

    /// <summary>Writes one of them. A bound that is not given stays as an empty one, so that the side is kept.</summary>
    public static void Set(JsonObject study, int place, string? metric, string side, JsonNode? bound)
    {
        var outcomes = Copies(study);
        outcomes[place] = new() { ["metric"] = metric ?? "", [side] = bound?.DeepClone() };
        Put(study, outcomes);
    }

    /// <summary>One more, of a metric.</summary>
    public static void Add(JsonObject study, string metric) => Put(study, [.. Copies(study), new() { ["metric"] = metric, [Sides[0]] = null }]);

    /// <summary>One less.</summary>
    public static void Remove(JsonObject study, int place) => Put(study, [.. Copies(study).Where((_, i) => i != place)]);

    /// <summary>What was typed as a bound.</summary>
    public static JsonNode? Bound(string? text) => OptionText.Read(text, OptionKind.Number);

    /// <summary>Metrics that may be constrained.</summary>
    public static IReadOnlyList<string> Metrics(JsonObject study)
    {
        var metrics = ObjectiveList.Metrics(study);
        var evaluator = study["evaluator"] as JsonObject;
        // Branin's function is the one that is meant when none is named.
        var isBranin = OptionText.Of(evaluator is null ? study["evaluator"] : evaluator["type"]) == "function"
            && OptionText.Of(evaluator?["function"]) is "branin" or "";
        return isBranin ? [Core.Evaluation.FunctionEvaluator.DiskMetric, .. metrics] : metrics;
    }

    private static List<JsonObject> Copies(JsonObject study) => [.. Of(study).Select(o => (JsonObject)o.DeepClone())];

    private static void Put(JsonObject study, List<JsonObject> outcomes)
    {
        if (outcomes.Count == 0) study.Remove(Key);
        else study[Key] = new JsonArray([.. outcomes]);
    }
}
