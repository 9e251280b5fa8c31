using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>Looks for the points of highest worth: quasi-random candidates and some around the incumbent, then local searches from the most
/// promising.</summary>
/// <param name="Candidates">Quasi-random points.</param>
/// <param name="Searches">Local searches: from the best candidate, from the incumbent, and from candidates drawn with probability in proportion to
/// their worth [Akiba2019].</param>
internal sealed record AcquisitionSearch(int Candidates, int Searches)
{
    /// <summary>Points around the incumbent and their standard deviation ([Snoek2012], in the authors' program).</summary>
    private const int Neighbours = 10;
    private const double NeighbourDeviation = 1e-3;

    /// <summary>Draws without a valid point before a constraint is taken to leave no more.</summary>
    private const int DrawsPerCandidate = 20;

    /// <summary>Points to propose, best first: the ends of the local searches, then the candidates. Empty when constraints left no
    /// candidate.</summary>
    public IReadOnlyList<SearchPoint> Rank(
        SpaceEncoding encoding, AcquisitionFunction function, Hyperparameters parameters, SearchPoint incumbent, Rng rng)
    {
        List<SearchPoint> candidates = [.. Cover(encoding, rng.Split(0)), .. Around(encoding, incumbent, rng.Split(1))];
        var worths = function.Values([.. candidates.Select(c => c.Input)]);
        var order = Enumerable.Range(0, worths.Length).OrderByDescending(i => worths[i]).ToList();
        var local = new LocalSearch(encoding, function, parameters);
        var starts = new List<SearchPoint> { incumbent };
        starts.AddRange(Draw(worths, order, function.Acquisition.IsLogarithm, rng.Split(2)).Select(i => candidates[i]));
        var ends = starts.Select(local.From).OrderByDescending(e => e.Worth).Select(e => e.Point);
        return [.. ends, .. order.Select(i => candidates[i])];
    }

    private IEnumerable<SearchPoint> Cover(SpaceEncoding encoding, Rng rng)
    {
        var sequence = new Sobol(encoding.Space.Dimension, rng);
        return Enumerable.Range(0, Candidates * (encoding.Space.Constraints.Count == 0 ? 1 : DrawsPerCandidate))
            .Select(i => encoding.At(sequence.Point(i))).OfType<SearchPoint>().Take(Candidates);
    }

    private static IEnumerable<SearchPoint> Around(SpaceEncoding encoding, SearchPoint incumbent, Rng rng) => Enumerable.Range(0, Neighbours)
        .Select(_ => encoding.At([.. incumbent.Unit.Select(u => Math.Clamp(u + NeighbourDeviation * rng.NextGaussian(), 0, 1))]))
        .OfType<SearchPoint>();

    /// <summary>The best candidate and others by roulette, each at most once.</summary>
    private List<int> Draw(double[] worths, List<int> order, bool isLogarithm, Rng rng)
    {
        if (order.Count == 0) return [];
        var best = worths[order[0]];
        var unit = isLogarithm ? 1 : Math.Max(Deviation(worths), double.Epsilon);
        // The largest of ln p + Gumbel noise is a draw in proportion to p; the next largest are draws without putting back.
        var others = order.Skip(1).OrderByDescending(i => (worths[i] - best) / unit - Math.Log(-Math.Log(rng.NextDouble() + 0.5 / (1L << 53))));
        return [order[0], .. others.Take(Searches - 2)];
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
