using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CsvHelper;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>Trials to be written to a file, a batch at a time.</summary>
/// <param name="Parameters">Names of the parameters, in the order of the space.</param>
/// <param name="Metrics">Names of the metrics.</param>
/// <param name="Batches">The trials, in order.</param>
public sealed record TrialFile(
    IReadOnlyList<string> Parameters, IReadOnlyList<string> Metrics, IAsyncEnumerable<IReadOnlyList<TrialView>> Batches)
{
    private static readonly string[] Fixed =
        ["number", "state", "value", "budget", "step", "seconds", "attempt", "started_at", "ended_at", "reason", "imported"];

    /// <summary>The trials one by one.</summary>
    public async IAsyncEnumerable<TrialView> TrialsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in Batches.WithCancellation(cancellationToken))
            foreach (var trial in batch) yield return trial;
    }

    /// <summary>Writes them as CSV with a line of names: what every trial has, then <c>config.</c> and <c>metrics.</c> columns.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken cancellationToken)
    {
        // A program's words must not become a formula in the reader's spreadsheet.
        await using var csv = CsvWriter.Create(stream, new() { Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteRecord([.. Fixed, .. Parameters.Select(p => $"config.{p}"), .. Metrics.Select(m => $"metrics.{m}")]);
        await foreach (var batch in Batches.WithCancellation(cancellationToken))
        {
            foreach (var trial in batch)
            {
                Write(csv, trial);
                await csv.EndRecordAsync(cancellationToken);
            }
        }
        await csv.FlushAsync(cancellationToken);
    }

    private void Write(CsvWriter csv, TrialView trial)
    {
        csv.WriteField(trial.Number);
        csv.WriteField(trial.State.ToString().ToLowerInvariant());
        csv.WriteField(trial.Value);
        csv.WriteField(trial.Budget);
        csv.WriteField(trial.Step);
        csv.WriteField(trial.Seconds);
        csv.WriteField(trial.Attempt);
        csv.WriteField(trial.StartedAt.UtcDateTime);
        csv.WriteField(trial.EndedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        csv.WriteField(trial.Reason);
        csv.WriteField(trial.Imported);
        foreach (var name in Parameters) WriteSetting(csv, trial.Config[name]);
        foreach (var name in Metrics) csv.WriteField(trial.Metrics.TryGetValue(name, out var metric) ? metric : (double?)null);
    }

    private static void WriteSetting(CsvWriter csv, JsonNode? setting)
    {
        if (setting is JsonValue value && value.TryGetValue<double>(out var number)) csv.WriteField(number);
        else csv.WriteField(setting is JsonObject architecture ? architecture["genotype"]?.ToString() : setting?.ToString());
    }
}
