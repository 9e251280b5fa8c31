using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Studies;
using Spectre.Console;

namespace AutoMLStudio.Web.Commands;

/// <summary>Tells how a study of the command line goes.</summary>
internal interface IStudyPrinter : IDisposable
{
    /// <summary>Texts as they are: a terminal is no page.</summary>
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Something happened.</summary>
    void Print(StudyEvent studyEvent, History history);

    /// <summary>The study has ended; <paramref name="model"/> is the path of the ONNX file, if one was written.</summary>
    void Finish(History history, string? model);
}

/// <summary>One JSON object a line, for programs.</summary>
internal sealed class JsonPrinter(StudyDefinition definition) : IStudyPrinter
{
    private string? _ending;

    public void Print(StudyEvent studyEvent, History history)
    {
        if (studyEvent is StudyStateChanged changed) _ending = changed.Reason;
        if (studyEvent is not TrialEnded { State: not TrialState.Paused } ended) return;
        var trial = history[ended.Number];
        var line = new JsonObject
        {
            ["event"] = "trial",
            ["number"] = trial.Number,
            ["state"] = OptionsSchema.SnakeCase(ended.State.ToString()),
            ["value"] = Value(trial),
            ["config"] = trial.Configuration.ToJson(),
            ["budget"] = trial.Step,
            ["seconds"] = Math.Round((ended.At - trial.StartedAt).TotalSeconds, 3),
        };
        if (definition.Outcomes.Count > 0 && trial.Losses is not null) Judge(line, trial);
        if (ended.Reason is { } reason) line["reason"] = reason;
        Write(line);
    }

    public void Finish(History history, string? model)
    {
        var line = new JsonObject
        {
            ["event"] = "study",
            ["state"] = OptionsSchema.SnakeCase(history.State.ToString()),
            ["trials"] = history.Trials.Count,
            ["best"] = history.Best is { } best ? Best(best) : null,
            ["seconds"] = Math.Round(history.RunningTime.TotalSeconds, 3),
        };
        if (history.State == StudyState.Failed && _ending is { } reason) line["reason"] = reason;
        if (model is not null) line["model"] = model;
        Write(line);
    }

    public void Dispose() => Console.Out.Flush();

    private JsonObject Best(Trial best)
    {
        var json = new JsonObject { ["number"] = best.Number, ["value"] = Value(best), ["config"] = best.Configuration.ToJson() };
        if (definition.Outcomes.Count > 0) Judge(json, best);
        return json;
    }

    /// <summary>Whether a trial keeps the outcome constraints, and by how much it breaks each.</summary>
    private void Judge(JsonObject json, Trial trial)
    {
        json["feasible"] = trial.IsFeasible;
        json["violations"] = new JsonObject(definition.Outcomes.Zip(trial.Violations)
            .Select(p => KeyValuePair.Create<string, JsonNode?>(p.First.ToString(), JsonValue.Create(p.Second))));
    }

    private JsonValue? Value(Trial trial) => trial.Loss is { } loss ? JsonValue.Create(definition.Objectives[0].FromLoss(loss)) : null;

    private static void Write(JsonObject line) => Console.Out.WriteLine(line.ToJsonString(IStudyPrinter.Readable));
}

/// <summary>A progress bar and a summary, for people.</summary>
internal sealed class ProgressPrinter : IStudyPrinter
{
    private readonly StudyDefinition _definition;
    private readonly StudyProgress _progress = new();
    private readonly Action<History> _report;
    private string? _ending;

    public ProgressPrinter(StudyDefinition definition) => (_definition, _report) = (definition, _progress.Add(definition));

    public void Print(StudyEvent studyEvent, History history)
    {
        if (studyEvent is StudyStateChanged changed) _ending = changed.Reason;
        if (studyEvent is TrialEnded or StudyStateChanged or TrialReported) _report(history);
    }

    public void Finish(History history, string? model)
    {
        var objective = _definition.Objectives[0];
        Console.WriteLine(
            $"{_definition.Name}: {history.State.ToString().ToLowerInvariant()} after {history.Trials.Count} trials in "
            + $"{StudyProgress.Time(history.RunningTime)}.");
        if (history.Best is { IsFeasible: false, Violation: var violation })
            Console.WriteLine(
                $"No trial keeps {string.Join(" and ", _definition.Outcomes)}; the one that breaks that least, by {violation:G3} in all, follows.");
        if (history.Best is { } best)
            Console.WriteLine(
                $"{(best.IsFeasible ? "Best" : "Nearest")}: {objective.Metric} = {objective.FromLoss(best.Loss!.Value):G6} (trial {best.Number}) with "
                + best.Configuration.ToJson().ToJsonString(IStudyPrinter.Readable));
        else if (history.Trials.LastOrDefault(t => t.Reason is not null) is { Reason: var last })
            Console.WriteLine($"No trial has a value; the last reason: {last}");
        if (history.State == StudyState.Failed && _ending is not null) Console.WriteLine(_ending);
        if (model is not null) Console.WriteLine($"Model: {model}");
    }

    public void Dispose() => _progress.Dispose();
}
