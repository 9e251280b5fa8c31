using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>
/// Evaluates a built-in function. Metrics: <c>value</c>, what the search sees, <c>exact</c>, the loss without noise, where the two differ, and, for
/// Branin's function where outcomes name it, <c>disk</c>. Noise
/// is named by study seed, trial and step, so that a trial evaluated again gives the same values.
/// </summary>
public sealed class FunctionEvaluator : IEvaluator
{
    /// <summary>The metric that the search sees.</summary>
    public const string Metric = "value";

    /// <summary>The metric without noise.</summary>
    public const string ExactMetric = "exact";

    /// <summary>
    /// Of Branin's function where outcomes constrain it: the square of the distance from (2.5, 7.5). Up to 50, a disk, it leaves one of the three minima
    /// [Gelbart2014].
    /// </summary>
    public const string DiskMetric = "disk";

    private readonly FunctionOptions _options;
    private readonly ulong _seed;
    private readonly TestFunction _function;
    private readonly bool _hasDisk;

    /// <summary>An evaluator of the function that the options name.</summary>
    /// <exception cref="ArgumentException">The space lacks a coordinate of the function, or an objective is no metric of it.</exception>
    public FunctionEvaluator(FunctionOptions options, MethodContext context)
    {
        _options = options;
        _seed = context.Seed;
        _function = TestFunction.Make(options.Function, options.Dimension);
        if (_function.WhyNotOver(context.Space) is { } fault) throw new ArgumentException(fault);
        string[] metrics = HasExact ? [Metric, ExactMetric] : [Metric];
        if (context.Objectives.FirstOrDefault(o => !metrics.Contains(o.Metric)) is { } unknown)
            throw new ArgumentException(
                $"The function reports no metric '{unknown.Metric}': {string.Join(" or ", metrics)} is expected as the objective.");
        if (options.Function == TestFunctionKey.Branin) metrics = [.. metrics, DiskMetric];
        if (context.Outcomes.FirstOrDefault(o => !metrics.Contains(o.Metric)) is { } outcome)
            throw new ArgumentException(
                $"The function reports no metric '{outcome.Metric}': {string.Join(" or ", metrics)} is expected in outcomes.");
        _hasDisk = context.Outcomes.Any(o => o.Metric == DiskMetric);
    }

    private bool HasExact => _options.Noise > 0 || _function.IsSampled;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var step in Steps(trial))
        {
            await Task.Delay(TimeSpan.FromSeconds(_options.Delay), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            yield return At(trial, step);
        }
    }

    /// <summary>The trial's budget at the end; for counting ones every multiple of the interval before it.</summary>
    private IEnumerable<double> Steps(Trial trial)
    {
        var interval = _function.IsSampled ? _options.Interval : trial.Budget;
        for (var k = Math.Floor(trial.Step / interval) + 1; k * interval < trial.Budget; k++) yield return k * interval;
        if (trial.Step < trial.Budget) yield return trial.Budget;
    }

    private Report At(Trial trial, double step)
    {
        var exact = _function.Evaluate(trial.Configuration);
        var value = _function.IsSampled ? CountedOnes(trial, step) : exact;
        if (_options.Noise > 0) value += _options.Noise * Rng.For(_seed, trial.Number, BitConverter.DoubleToInt64Bits(step)).NextGaussian();
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal) { [Metric] = value };
        if (HasExact) metrics[ExactMetric] = exact;
        if (_hasDisk) metrics[DiskMetric] = Formulas.Disk(_function.Coordinates(trial.Configuration));
        return new(step, metrics);
    }

    /// <summary>
    /// −(Σ categorical + Σ mean of b Bernoulli(xⱼ)) after b units: unit u always tosses the same coins, whatever the trial is resumed from.
    /// </summary>
    private double CountedOnes(Trial trial, double step)
    {
        var x = _function.Coordinates(trial.Configuration);
        var half = x.Length / 2;
        var units = (int)Math.Ceiling(step);
        long heads = 0;
        for (var unit = 1; unit <= units; unit++)
        {
            var coins = Rng.For(_seed, trial.Number, unit);
            for (var j = half; j < x.Length; j++)
                if (coins.NextDouble() < x[j]) heads++;
        }
        return -(x[..half].Sum() + (double)heads / units);
    }
}
