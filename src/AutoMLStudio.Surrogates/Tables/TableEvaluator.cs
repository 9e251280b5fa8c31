using System.Runtime.CompilerServices;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.Tables;

/// <summary>
/// Looks results up instead of training: in a CSV of evaluations, or in LCBench's surrogate, which reports every epoch. For comparing searches on real
/// problems in seconds.
/// </summary>
/// <remarks>Of several rows of one configuration, one is drawn, named by study seed and trial, as a training with another seed would be.</remarks>
public sealed class TableEvaluator : IEvaluator, IDisposable
{
    private readonly MethodContext _context;
    private readonly CsvTable? _table;
    private readonly LcbenchSurrogate? _surrogate;

    /// <summary>An evaluator of the table that the options name.</summary>
    /// <exception cref="ArgumentException">The table cannot be read, or an objective is no metric of it; the message says how.</exception>
    public TableEvaluator(TableOptions options, MethodContext context)
    {
        if (options.Faults(null).FirstOrDefault() is { } fault) throw new ArgumentException(fault);
        _context = context;
        if (Directory.Exists(options.Path)) _surrogate = new(options.Path, options.Task!);
        else _table = CsvTable.Read(options.Path, options.Metrics);
        if (_table is not null && context.Metrics.FirstOrDefault(m => !_table.Metrics.Contains(m)) is { } unknown)
            throw new ArgumentException(
                $"The table has no metric '{unknown}': one of {string.Join(", ", _table.Metrics)} is expected as the objective or in outcomes.");
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var report in _surrogate is null ? [Row(trial)] : Epochs(_surrogate, trial))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return report;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _surrogate?.Dispose();

    private Report Row(Trial trial)
    {
        var rows = _table!.Find(trial.Configuration)
            ?? throw new TrialFailedException($"The table has no row for {trial.Configuration}; it has {_table.Count:N0} configurations.");
        var row = rows[rows.Count == 1 ? 0 : Rng.For(_context.Seed, trial.Number).Next(rows.Count)];
        return new(trial.Budget, _table.Metrics.Zip(row).ToDictionary(m => m.First, m => m.Second, StringComparer.Ordinal));
    }

    private static IEnumerable<Report> Epochs(LcbenchSurrogate surrogate, Trial trial)
    {
        int[] epochs = [.. Enumerable.Range(1, LcbenchSurrogate.Epochs).Where(e => e > trial.Step && e < Math.Ceiling(trial.Budget) + 1)];
        var (before, first) = (0.0, true);
        foreach (var (epoch, metrics) in epochs.Zip(surrogate.Predict(trial.Configuration, epochs)))
        {
            var time = metrics[LcbenchSurrogate.Time];
            // The time of an epoch is the growth of the total; the first after a pause has an epoch's share of it.
            var seconds = first ? time / epoch : time - before;
            (before, first) = (time, false);
            yield return new(epoch, metrics, Math.Max(seconds, 0));
        }
    }
}
