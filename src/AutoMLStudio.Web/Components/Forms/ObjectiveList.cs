using System.Text.Json.Nodes;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>The objectives of a study file: none, which leaves them to the evaluator, one object, or a list of several.</summary>
internal static class ObjectiveList
{
    private const string Key = "objective";

    /// <summary>The objectives as objects; one empty object where the file names none. What is no object is shown as an empty one.</summary>
    public static IReadOnlyList<JsonObject> Of(JsonObject study) => study[Key] switch
    {
        JsonArray list => [.. list.Select(o => o as JsonObject ?? [])],
        JsonObject one => [one],
        _ => [[]],
    };

    /// <summary>Where faults of one of the objectives are named.</summary>
    public static string Path(JsonObject study, int place) => study[Key] is JsonArray ? $"{Key}[{place}]" : Key;

    /// <summary>Writes a field of one of the objectives; an empty text takes it out.</summary>
    public static void Set(JsonObject study, int place, string field, string? text)
    {
        var objectives = Copies(study);
        StudyDraft.Set(objectives[place], field, OptionText.Read(text, OptionKind.Text));
        Put(study, objectives);
    }

    /// <summary>One more objective, of a metric.</summary>
    /// <param name="study">The study file.</param>
    /// <param name="first">The objective that the evaluator knows, which becomes the first where the file names none.</param>
    /// <param name="metric">The metric of the new one.</param>
    public static void Add(JsonObject study, JsonObject? first, string metric)
    {
        var objectives = Copies(study);
        if (objectives is [{ Count: 0 }] && first is not null) objectives = [(JsonObject)first.DeepClone()];
        Put(study, [.. objectives, new() { ["metric"] = metric, ["direction"] = "minimize" }]);
    }

    /// <summary>One objective less.</summary>
    public static void Remove(JsonObject study, int place) => Put(study, [.. Copies(study).Where((_, i) => i != place)]);

    /// <summary>Metrics that the study's evaluator is known to report; none for programs.</summary>
    public static IReadOnlyList<string> Metrics(JsonObject study) =>
        OptionText.Of(study["evaluator"] is JsonObject evaluator ? evaluator["type"] : study["evaluator"]) switch
        {
            "network" => Neural.Training.Metrics.Objectives,
            "function" => ["value", "exact"],
            _ => [],
        };

    private static List<JsonObject> Copies(JsonObject study) => [.. Of(study).Select(o => (JsonObject)o.DeepClone())];

    private static void Put(JsonObject study, List<JsonObject> objectives)
    {
        if (objectives is [] or [{ Count: 0 }]) study.Remove(Key);
        else study[Key] = objectives.Count == 1 ? objectives[0] : new JsonArray([.. objectives]);
    }
}
