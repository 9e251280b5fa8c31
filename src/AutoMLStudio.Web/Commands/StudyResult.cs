using System.Globalization;
using System.Text;
using System.Text.Json;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Commands;

/// <summary>Writes what a study has found into a folder.</summary>
internal static class StudyResult
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// Writes study.json, trials.csv and, when the evaluator trains networks and a trial has completed, best.onnx, whose path is the result.
    /// </summary>
    public static async Task<string?> WriteAsync(
        IServiceProvider services, long id, StudyDefinition definition, History history, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "study.json"), definition.Json.ToJsonString(Indented) + "\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "trials.csv"), Table(definition, history), cancellationToken);
        var hasModel = history.Own().Best is not null && typeof(IModelExporter).IsAssignableFrom(definition.Evaluator.Method.InstanceType);
        return hasModel ? await ExportCommand.WriteAsync(services, id, null, Path.Combine(folder, "best.onnx"), cancellationToken) : null;
    }

    private static string Table(StudyDefinition definition, History history)
    {
        var parameters = definition.Space.Parameters.Select(p => p.Name).ToList();
        var table = new StringBuilder();
        var columns = parameters.Prepend("number").Append("state").Concat(definition.Objectives.Select(o => o.Metric))
            .Concat(Outcomes(definition).Select(o => o.Metric)).Concat(definition.Outcomes.Count > 0 ? ["violation"] : [])
            .Append("step").Append("reason");
        table.AppendJoin(',', columns.Select(Quote)).Append('\n');
        foreach (var trial in history.Trials)
        {
            var cells = parameters.Select(p => trial.Configuration.TryGetValue(p, out var value) ? value.ToString() : "")
                .Prepend(trial.Number.ToString(CultureInfo.InvariantCulture))
                .Append(OptionsSchema.SnakeCase(trial.State.ToString()))
                .Concat(definition.Objectives.Select((o, i) => trial.Losses is { } losses ? o.FromLoss(losses[i]).ToString("R", CultureInfo.InvariantCulture) : ""))
                .Concat(Outcomes(definition).Select(o => Text(trial, t => t.Reports[^1].Metrics[o.Metric])))
                .Concat(definition.Outcomes.Count > 0 ? [Text(trial, t => t.Violation)] : [])
                .Append(trial.Step.ToString("R", CultureInfo.InvariantCulture))
                .Append(trial.Reason ?? "");
            table.AppendJoin(',', cells.Select(Quote)).Append('\n');
        }
        return table.ToString();
    }

    /// <summary>The constrained metrics that are no objectives, each once.</summary>
    private static IEnumerable<OutcomeConstraint> Outcomes(StudyDefinition definition) =>
        definition.Outcomes.DistinctBy(o => o.Metric).Where(o => definition.Objectives.All(b => b.Metric != o.Metric));

    private static string Text(Trial trial, Func<Trial, double> value) =>
        trial.Losses is null ? "" : value(trial).ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string cell) => cell.AsSpan().IndexOfAny(",\"\n\r") < 0
        ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
