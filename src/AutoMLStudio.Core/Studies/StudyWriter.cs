using System.Text.Json.Nodes;
using AutoMLStudio.Core.Options;

namespace AutoMLStudio.Core.Studies;

/// <summary>Writes the canonical study file.</summary>
internal static class StudyWriter
{
    /// <summary>
    /// The study as one JSON object: what was left out stands there with its default, methods keep the options that were given, fields stand in the
    /// documented order. Reading it gives the same study.
    /// </summary>
    public static JsonObject Canonical(StudyDefinition definition, JsonObject given)
    {
        var json = new JsonObject { ["name"] = definition.Name };
        if (definition.Dataset is { } dataset) json["dataset"] = dataset;
        var objectives = definition.Objectives.Select(Objective).ToArray();
        json["objective"] = objectives.Length == 1 ? objectives[0] : new JsonArray([.. objectives]);
        if (definition.Outcomes.Count > 0) json["outcomes"] = new JsonArray([.. definition.Outcomes.Select(Outcome)]);
        json["evaluator"] = Method(definition.Evaluator, given["evaluator"]);
        json["space"] = definition.Space.ToJson();
        if (definition.Space.Constraints.Count > 0)
            json["constraints"] = new JsonArray([.. definition.Space.Constraints.Select(c => JsonValue.Create(c.Text))]);
        json["sampler"] = Method(definition.Sampler, given["sampler"]);
        json["scheduler"] = Method(definition.Scheduler, given["scheduler"]);
        json["budget"] = Budget(definition.Budget, given["budget"] as JsonObject);
        json["parallelism"] = definition.Parallelism;
        json["seed"] = definition.Seed;
        if (definition.Retries > 0) json["retries"] = definition.Retries;
        if (definition.Queue is { } queue) json["queue"] = queue;
        if (definition.Duplicates == Duplicates.Repeat) json["duplicates"] = "repeat";
        if (definition.WarmStart is { } start) json["warm_start"] = new JsonObject { ["study"] = start.Study };
        return json;
    }

    private static JsonObject Objective(Objective objective) =>
        new() { ["metric"] = objective.Metric, ["direction"] = OptionsSchema.SnakeCase(objective.Direction.ToString()) };

    private static JsonObject Outcome(OutcomeConstraint outcome) =>
        new() { ["metric"] = outcome.Metric, [OptionsSchema.SnakeCase(outcome.Side.ToString())] = outcome.Bound };

    private static JsonObject Method(Choice choice, JsonNode? given)
    {
        var json = new JsonObject { ["type"] = choice.Method.Key };
        if (given is not JsonObject options) return json;
        foreach (var (key, value) in options)
            if (key != "type") json[key] = value?.DeepClone();
        return json;
    }

    private static JsonObject Budget(StudyBudget budget, JsonObject? given)
    {
        var json = new JsonObject();
        if (budget.Trials is { } trials) json["trials"] = trials;
        if (budget.Time is { } time) json["time"] = $"{time.TotalSeconds:R}s";
        if (budget.Resource is { } resource) json["resource"] = resource;
        if (budget.NoImprovement is { } none) json["no_improvement"] = none;
        foreach (var rule in budget.Rules ?? []) json[rule.Method.Key] = given?[rule.Method.Key]?.DeepClone();
        return json;
    }
}
