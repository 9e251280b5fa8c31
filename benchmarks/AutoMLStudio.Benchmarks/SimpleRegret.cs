using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Benchmarks;

/// <summary>How far the best of the first trials is above a known minimum, one trial at a time.</summary>
internal static class SimpleRegret
{
    /// <summary>The loss that samplers are told of.</summary>
    public static readonly Objective[] Loss = [new("loss", Direction.Minimize)];

    /// <summary>A row for each of <paramref name="marks"/> (a number of trials, in rising order, and what the regret is meant to be then).</summary>
    public static IEnumerable<BenchmarkRow> Measure(
        TestFunction function, string title, Func<ulong, ISampler> make, (int Trials, double? Target)[] marks, int seeds, Action<string> finished,
        CancellationToken cancellationToken)
    {
        var studies = SeedRuns.Of(seeds, seed => Study(function, function.Space, make(seed), seed, marks[^1].Trials), cancellationToken);
        finished(title);
        return marks.Select(m => new BenchmarkRow(
            $"{title} after {m.Trials} trials", "regret", [.. studies.Select(losses => losses.Take(m.Trials).Min() - function.Optimum)], m.Target));
    }

    /// <summary>A completed trial of the function.</summary>
    public static Trial Completed(int number, Configuration configuration, TestFunction function) =>
        new()
        {
            Number = number, Configuration = configuration, Budget = 1, State = TrialState.Completed, Losses = [function.Evaluate(configuration)],
        };

    /// <summary>The losses of a study, one trial at a time.</summary>
    /// <param name="function">What is minimised.</param>
    /// <param name="space">Where: its own space, or another with its parameters.</param>
    /// <param name="sampler">Proposes.</param>
    /// <param name="seed">Seed of the study.</param>
    /// <param name="count">How many trials.</param>
    public static List<double> Study(TestFunction function, SearchSpace space, ISampler sampler, ulong seed, int count)
    {
        var trials = new List<Trial>();
        for (var i = 0; i < count; i++)
        {
            var configuration = sampler.Suggest(space, new History(Loss, trials), Rng.For(seed, i))!;
            trials.Add(Completed(i, configuration, function));
        }
        return [.. trials.Select(t => t.Loss!.Value)];
    }
}
