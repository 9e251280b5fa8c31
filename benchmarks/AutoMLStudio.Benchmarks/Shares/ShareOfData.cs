using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.Environments;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Benchmarks.Shares;

/// <summary>
/// What searches pay that may train on parts of the data, against those that may not: until the configuration that a method would name has, trained on
/// all data, an error within a tenth of the best that is known.
/// </summary>
internal static class ShareOfData
{
    /// <summary>A method that has not come there after so many full trainings counts with them.</summary>
    private const int GivenUp = 60;

    /// <summary>Evaluations of all data after which Entropy Search is compared with expected improvement.</summary>
    private const int Compared = 20;

    /// <summary>Steps of the grid whose best error is the one that is known.</summary>
    private const int GridSteps = 21;

    private static readonly (string Name, Func<MethodContext, ISampler> Sampler)[] Methods =
    [
        // As published: no trial only verifies what the model names.
        ("FABOLAS", c => new FabolasSampler(new() { VerifyEvery = 0 }, c)),
        ("multi-task", c => new MultiTaskSampler(new() { VerifyEvery = 0 }, c)),
        ("FABOLAS, defaults", c => new FabolasSampler(new(), c)),
        ("GP, EI", c => new GaussianProcessSampler(new() { Acquisition = AcquisitionKind.Ei }, c.Seed)),
        ("GP, Entropy Search", c => new GaussianProcessSampler(new() { Acquisition = AcquisitionKind.EntropySearch }, c.Seed)),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("fabolas", $"Full trainings' worth of cost until a kernel classifier of {KernelClassifier.Points} points is within a tenth of the best known error.",
            RunAsync),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TorchRuntime.Configure(Environment.ProcessorCount);
        using var problem = new KernelClassifier();
        // Of all points their order does not matter.
        var full = new ConcurrentDictionary<Configuration, double>();
        double Full(Configuration c) => full.GetOrAdd(c, _ => problem.Error(c, 1, 0));
        var best = SeedRuns.Of(GridSteps * GridSteps, i => Full(GridPoint((int)i - 1)), cancellationToken).Min();
        finished($"grid: {100 * best:F2} %");
        var runs = new Dictionary<string, Run[]>();
        foreach (var (name, sampler) in Methods)
        {
            runs[name] = SeedRuns.Of(seeds, seed => Search(problem, Full, sampler, 1.1 * best, seed), cancellationToken);
            finished($"{name}: {string.Join(", ", runs[name].Select(r => $"{r.Cost:F2}"))} trainings");
        }
        yield return new("error of the best of the grid", "%", [100 * best]);
        foreach (var (name, own) in runs)
        {
            yield return new($"{name}, cost until within a tenth of it", "trainings", [.. own.Select(r => r.Cost)]);
            yield return new($"{name}, evaluations until then", "", [.. own.Select(r => (double)r.Evaluations)]);
        }
        double Median(string name) => new BenchmarkRow("", "", [.. runs[name].Select(r => r.Cost)]).Median;
        yield return new("expected improvement over FABOLAS, medians", "×", [Median("GP, EI") / Median("FABOLAS")], 10, LargerIsBetter: true);
        yield return new("multi-task over FABOLAS, medians", "×", [Median("multi-task") / Median("FABOLAS")], 1, LargerIsBetter: true);
        yield return new("expected improvement over multi-task, medians", "×", [Median("GP, EI") / Median("multi-task")], 1, LargerIsBetter: true);
        double[] Errors(string name) => [.. runs[name].Select(r => 100 * r.ErrorThen)];
        var improvement = new BenchmarkRow($"GP, EI, error after {Compared} full evaluations", "%", Errors("GP, EI"));
        yield return improvement;
        yield return new($"GP, Entropy Search, error after {Compared} full evaluations", "%", Errors("GP, Entropy Search"), improvement.Median);
        await Task.CompletedTask;
    }

    /// <summary>One study, until the goal and the comparison are both behind it.</summary>
    private static Run Search(KernelClassifier problem, Func<Configuration, double> full, Func<MethodContext, ISampler> make, double goal, ulong seed)
    {
        var context = new MethodContext(KernelClassifier.Space, SimpleRegret.Loss, 1, seed);
        var sampler = make(context);
        var divides = sampler is FabolasSampler or MultiTaskSampler;
        var (cost, evaluations, then, whole) = (0.0, 0, double.NaN, KernelClassifier.Cost(1));
        int? reached = null;
        var study = new VirtualStudy(KernelClassifier.Space, sampler, new FullBudgetScheduler(context), (_, configuration, _, budget) =>
            (budget < 1 ? problem.Error(configuration, budget, seed) : full(configuration), KernelClassifier.Cost(budget) / whole), seed);
        study.Run((time, _, _) =>
        {
            evaluations++;
            var error = full(Incumbent(study.History, sampler, seed));
            if (evaluations == Compared) then = error;
            if (reached is null) cost = time;
            if (reached is null && error <= goal) reached = evaluations;
            return reached is null ? time < GivenUp : !divides && evaluations < Compared;
        });
        return new(cost, reached ?? evaluations, then);
    }

    /// <summary>What a method would name: the model's choice for all data where it divides them ([Klein2017], §5), the best trial where it does not.</summary>
    private static Configuration Incumbent(History history, ISampler sampler, ulong seed) =>
        sampler is FabolasSampler or MultiTaskSampler
            && ((IModelView)sampler).Fit(KernelClassifier.Space, history, Rng.For(seed, history.NextNumber)) is { } model ? model.Incumbent
            : history.Trials.GroupBy(t => t.Budget).MaxBy(g => g.Key)!.MinBy(t => t.Loss)!.Configuration;

    private static Configuration GridPoint(int index)
    {
        double At(int step) => -10 + 20.0 * step / (GridSteps - 1);
        return new([new("log_c", At(index / GridSteps)), new("log_gamma", At(index % GridSteps))]);
    }

    /// <summary>How a study went.</summary>
    /// <param name="Cost">Full trainings' worth of cost until the goal.</param>
    /// <param name="Evaluations">Evaluations until then.</param>
    /// <param name="ErrorThen">The incumbent's error at the comparison; NaN where it was not reached.</param>
    private sealed record Run(double Cost, int Evaluations, double ErrorThen);
}
