using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Evolution;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Motpe;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Benchmarks;

/// <summary>
/// How much of the front of a problem with a known one is found: the volume below (1.1, 1.1) of ZDT1 of Zitzler, Deb and Thiele in six dimensions, at
/// most 0.871.
/// </summary>
internal static class FrontVolume
{
    private const int Dimensions = 6;

    private static readonly int[] Marks = [100, 250];
    private static readonly double[] Reference = [1.1, 1.1];
    private static readonly IReadOnlyList<Objective> Two = [new("f", Direction.Minimize), new("g", Direction.Minimize)];
    private static readonly SearchSpace Space = new([.. Enumerable.Range(0, Dimensions).Select(i => (Parameter)new FloatParameter($"x{i}", 0, 1))]);

    // The process costs a tenth of a second a proposal: it is followed to the first mark alone.
    private static readonly (string Name, int Marks, Func<ulong, ISampler> Make)[] Samplers =
    [
        ("Gaussian process", 1, seed => new GaussianProcessSampler(new(), seed)),
        ("MOTPE", 2, _ => new MotpeSampler(new())), ("TPE", 2, _ => new TpeSampler(new())), ("NSGA-II", 2, _ => new Nsga2Sampler(new())),
        ("random", 2, _ => new RandomSampler()),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
        [new("zdt1", "Hypervolume of the front of ZDT1 after so many trials, one at a time.", Run, 20)];

    private static async IAsyncEnumerable<BenchmarkRow> Run(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TorchRuntime.Configure(Environment.ProcessorCount);
        var last = new Dictionary<string, BenchmarkRow>();
        foreach (var (name, marks, make) in Samplers)
        {
            var volumes = SeedRuns.Of(seeds, seed => Study(make(seed), marks, seed), cancellationToken);
            finished(name);
            for (var i = 0; i < marks; i++)
                yield return last[name] = new($"{name} after {Marks[i]} trials", "volume", [.. volumes.Select(v => v[i])]);
        }
        var gain = last["MOTPE"].LowerQuartile - last["random"].UpperQuartile;
        yield return new($"MOTPE's lower quartile above random's upper one after {Marks[^1]} trials", "volume", [gain], 0, LargerIsBetter: true);
        await Task.CompletedTask;
    }

    private static double[] Study(ISampler sampler, int marks, ulong seed)
    {
        var trials = new List<Trial>();
        for (var n = 0; n < Marks[marks - 1]; n++)
        {
            var configuration = sampler.Suggest(Space, new(Two, trials), Rng.For(seed, n))!;
            trials.Add(new() { Number = n, Configuration = configuration, Budget = 1, State = TrialState.Completed, Losses = Losses(configuration) });
        }
        return [.. Marks.Take(marks).Select(m => Hypervolume.Of([.. trials.Take(m).Select(t => t.Losses!)], Reference))];
    }

    private static double[] Losses(Configuration configuration)
    {
        double[] x = [.. Space.Parameters.Select(p => configuration[p.Name].Number)];
        var g = 1 + 9 * x.Skip(1).Average();
        return [x[0], g * (1 - Math.Sqrt(x[0] / g))];
    }
}
