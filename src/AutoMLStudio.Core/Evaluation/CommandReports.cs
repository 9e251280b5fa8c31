using System.Text.Json;
using System.Text.RegularExpressions;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>What a line of output says.</summary>
/// <param name="Report">A report to hand on; null when the line is kept back or repeats what is known.</param>
/// <param name="Fault">Why the trial fails; null when it does not.</param>
internal sealed record Reading(Report? Report = null, string? Fault = null);

/// <summary>
/// Makes reports of the lines that a program prints. The report at the trial's budget is kept back until the program has ended, because the result
/// may still follow it, or a failure. Steps that were reported before the trial was resumed are passed over, and so are those beyond the budget.
/// </summary>
internal sealed partial class CommandReports(IReadOnlyList<Objective> objectives, Trial trial, TimeProvider time)
{
    private const string StepKey = "step";

    private double _step = trial.Step;
    private long _since = time.GetTimestamp();

    /// <summary>The report at the budget; null while there is none.</summary>
    public Report? Last { get; private set; }

    /// <summary>True once a report was handed on.</summary>
    public bool HasReported { get; private set; }

    /// <summary>Null when the line is no report.</summary>
    public Reading? Read(string line)
    {
        if (MetricsOf(line) is not { } metrics || !objectives.All(o => metrics.ContainsKey(o.Metric))) return null;
        double? step = metrics.Remove(StepKey, out var given) ? given : null;
        if (step is <= 0 or double.NaN or double.PositiveInfinity)
            return new(Fault: $"The command reported step {step:R}: a number above 0 is expected.");
        if (step <= trial.Step || step > trial.Budget) return new();
        if (objectives.FirstOrDefault(o => !double.IsFinite(metrics[o.Metric])) is { } odd)
            return new(Fault: $"The command reported {metrics[odd.Metric]} as {odd.Metric}{(step is null ? "" : $" at step {step:R}")}.");
        if (step is null || step == trial.Budget)
        {
            Last = new(trial.Budget, metrics, Seconds() + (Last?.Seconds ?? 0));
            return new();
        }
        if (step <= _step) return new(Fault: $"The command reported step {step:R} after step {_step:R}: steps must grow.");
        (_step, HasReported) = (step.Value, true);
        return new(new Report(step.Value, metrics, Seconds()));
    }

    private double Seconds()
    {
        var now = time.GetTimestamp();
        var seconds = time.GetElapsedTime(_since, now).TotalSeconds;
        _since = now;
        return seconds;
    }

    /// <summary>The numbers of a JSON object by name; null when the line is none.</summary>
    private static Dictionary<string, double>? MetricsOf(string line)
    {
        if (!line.AsSpan().TrimStart().StartsWith('{')) return null;
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(NotANumber().Replace(line, "\"$0\""));
            foreach (var property in json.RootElement.EnumerateObject())
                if (NumberOf(property.Value) is { } number) metrics[property.Name] = number;
        }
        catch (JsonException)
        {
            return null;
        }
        return metrics;
    }

    private static double? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    /// <summary>What Python's json module writes for numbers that JSON has no word for, where a value stands.</summary>
    [GeneratedRegex(@"(?<=[:\[,]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotANumber();
}
