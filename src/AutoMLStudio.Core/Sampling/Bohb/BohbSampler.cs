using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling.Bohb;

/// <summary>
/// BOHB's model [Falkner2018] (Algorithm 2): kernel density estimates l of the good and g of the other trials at the largest budget with enough of
/// them; of draws near good trials, the one whose l / g is largest is tried. With the scheduler <c>hyperband</c> this is BOHB.
/// </summary>
/// <remarks>
/// N trials at a budget are split as in the authors' HpBandSter: max(n, ⌊qN⌋) good ones, then max(n, ⌊(1 − q)N⌋) others, n being the smallest number
/// of points; a budget has enough at 2n trials. Failed trials rank last; running ones are not looked at. Deviations: a categorical kernel
/// knows all choices, not only those seen, and gets no wider than flat; ordinal parameters, which the reference refuses, have the kernel of
/// [Wang1981]; draws that break a constraint or were tried are left out. A parameter that was inactive takes a value of another trial of its set
/// that had it, or a random one. With schedulers that compare nothing, completed trials come before stopped ones, the furthest first. Trials that
/// break outcome constraints rank behind all others, by how much they do, as in Optuna's TPE [Akiba2019].
/// </remarks>
/// <param name="options">Options.</param>
public sealed class BohbSampler(BohbOptions options) : ISampler, IModelView
{
    private readonly RandomSampler _random = new();

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        foreach (var architecture in space.Parameters.OfType<ArchitectureParameter>()) architecture.FromUnit(0);
        // Line 1 comes first: a random trial costs no model.
        return rng.NextDouble() < options.RandomFraction || Model(space, history, rng) is not { } model
            ? _random.Suggest(space, history, rng) : Propose(model, space, history, rng);
    }

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history)
    {
        var needed = 2 * Least(space);
        if (history.AtLargestFidelity(needed) is { } slice) return new(Ranked(slice).Count, needed);
        return new(history.CountAt(history.Fidelities[0]), needed);
    }

    /// <inheritdoc/>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng)
    {
        foreach (var architecture in space.Parameters.OfType<ArchitectureParameter>()) architecture.FromUnit(0);
        // In the order of Suggest, so that the proposal is the same; a trial that ignores the model is proposed beside it.
        var proposal = rng.NextDouble() < options.RandomFraction ? _random.Suggest(space, history, rng) : null;
        if (Model(space, history, rng) is not { } model) return null;
        var pair = new DensityPair(
            "Kernel densities over all parameters", true, new BohbDensity(space, model.Good), new BohbDensity(space, model.Bad),
            [.. model.GoodTrials.Select(t => t.Number)], model.Others);
        return new FittedDensities(space, pair, model.GoodTrials[0].Configuration, proposal ?? Propose(model, space, history, rng));
    }

    /// <summary>The two densities; null while no budget has enough trials.</summary>
    internal BohbModel? Model(SearchSpace space, History history, Rng rng)
    {
        var least = Least(space);
        if (history.AtLargestFidelity(2 * least) is not { } slice) return null;
        var ranked = Ranked(slice);
        var good = Math.Max(least, (int)(options.TopPercent / 100 * ranked.Count));
        var bad = Math.Max(least, (int)((100 - options.TopPercent) / 100 * ranked.Count));
        if (ranked.Count < 2 * least) return null;
        var goodPoints = Points(space, ranked.Take(good), rng);
        var badPoints = Points(space, ranked.Skip(good).Take(bad), rng);
        return new(
            goodPoints, new(space.Parameters, goodPoints, options.MinBandwidth), new(space.Parameters, badPoints, options.MinBandwidth),
            [.. ranked.Take(good)], badPoints.Length);
    }

    private Configuration? Propose(BohbModel model, SearchSpace space, History history, Rng rng)
    {
        var tried = history.Tried;
        var (best, largest) = ((Configuration?)null, double.NegativeInfinity);
        for (var draw = 0; draw < options.Candidates; draw++)
        {
            var near = model.GoodPoints[rng.Next(model.GoodPoints.Length)];
            var point = model.Good.SampleNear(near, options.BandwidthFactor, rng);
            var worth = Math.Max(model.Good.At(point), BohbDensity.Least) / Math.Max(model.Bad.At(point), BohbDensity.Least);
            if (worth <= largest) continue;
            var candidate = Configuration(space, point);
            if (space.SatisfiesConstraints(candidate) && !tried.Contains(candidate)) (best, largest) = (candidate, worth);
        }
        return best ?? _random.Suggest(space, history, rng);
    }

    private int Least(SearchSpace space) => Math.Max(options.MinPoints ?? 0, space.Dimension + 1);

    private static List<Trial> Ranked(History slice) =>
        [.. slice.Trials.Where(t => t.Loss is not null && t.State is TrialState.Completed or TrialState.Stopped)
            .OrderBy(t => t.Violation).ThenByDescending(t => t.State == TrialState.Completed)
            .ThenByDescending(t => t.State == TrialState.Completed ? 0 : t.Step)
            .ThenBy(t => t.Loss).Concat(slice.Trials.Where(t => t.State == TrialState.Failed))];

    private static double[][] Points(SearchSpace space, IEnumerable<Trial> trials, Rng rng)
    {
        double[][] points = [.. trials.Select(t => space.Parameters.Select(
            p => t.Configuration.TryGetValue(p.Name, out var value) ? KernelDensity.Encode(p, value) : double.NaN).ToArray())];
        for (var d = 0; d < space.Dimension; d++)
        {
            var known = points.Select(x => x[d]).Where(x => !double.IsNaN(x)).ToArray();
            if (known.Length == points.Length) continue;
            var parameter = space.Parameters[d];
            foreach (var point in points.Where(x => double.IsNaN(x[d])))
                point[d] = known.Length > 0 ? known[rng.Next(known.Length)] : KernelDensity.Encode(parameter, parameter.FromUnit(rng.NextDouble()));
        }
        return points;
    }

    /// <summary>The configuration of a point; parameters that are inactive in it drop out.</summary>
    private static Configuration Configuration(SearchSpace space, double[] point)
    {
        var values = new Dictionary<string, ParameterValue>(space.Dimension, StringComparer.Ordinal);
        for (var d = 0; d < point.Length; d++)
        {
            var parameter = space.Parameters[d];
            if (parameter.When?.Holds(values) ?? true) values[parameter.Name] = KernelDensity.Decode(parameter, point[d]);
        }
        return new(values);
    }
}

/// <summary>What the next trial is decided by.</summary>
/// <param name="GoodPoints">The good trials' coordinates.</param>
/// <param name="Good">l.</param>
/// <param name="Bad">g.</param>
/// <param name="GoodTrials">The good trials, the best first.</param>
/// <param name="Others">How many trials g is of.</param>
internal sealed record BohbModel(double[][] GoodPoints, KernelDensity Good, KernelDensity Bad, IReadOnlyList<Trial> GoodTrials, int Others);
