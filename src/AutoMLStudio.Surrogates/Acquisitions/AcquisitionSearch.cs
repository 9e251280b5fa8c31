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

    /// <summary>Candidates for a worth without a slope: seven in ten anywhere, the others around the incumbent (the search of [Klein2017], in the
    /// authors' program).</summary>
    private const int Spread = 350, Near = 150;
    private const double NearDeviation = 0.1;

    /// <summary>Draws without a valid point before a constraint is taken to leave no more.</summary>
    private const int DrawsPerCandidate = 20;

    /// <summary>Points to propose, best first: the ends of the local searches, then the candidates. Empty when constraints left no
    /// candidate.</summary>
    public IReadOnlyList<SearchPoint> Rank(
        SpaceEncoding encoding, IAcquisitionFunction function, Hyperparameters parameters, IReadOnlyList<SearchPoint> incumbents, Rng rng)
    {
        if (!function.IsSmooth) return Best(encoding, function, incumbents[0], rng);
        List<SearchPoint> candidates =
            [.. Cover(encoding, Candidates, rng.Split(0)), .. Around(encoding, incumbents, Neighbours, NeighbourDeviation, rng.Split(1))];
        var worths = function.Values([.. candidates.Select(c => c.Input)]);
        var order = Enumerable.Range(0, worths.Length).OrderByDescending(i => worths[i]).ToList();
        var local = new LocalSearch(encoding, function, parameters);
        var starts = new List<SearchPoint> { incumbents[0] };
        starts.AddRange(Draw(worths, order, function.IsLogarithm, rng.Split(2)).Select(i => candidates[i]));
        var ends = starts.Select(local.From).OrderByDescending(e => e.Worth).Select(e => e.Point);
        return [.. ends, .. order.Select(i => candidates[i])];
    }

    /// <summary>Quasi-random points, constraints obeyed.</summary>
    public static IEnumerable<SearchPoint> Cover(SpaceEncoding encoding, int count, Rng rng)
    {
        var sequence = new Sobol(encoding.Space.Dimension, rng);
        return Enumerable.Range(0, count * (encoding.Space.Constraints.Count == 0 ? 1 : DrawsPerCandidate))
            .Select(i => encoding.At(sequence.Point(i))).OfType<SearchPoint>().Take(count);
    }

    /// <summary>Points normally distributed about one, or about several in turn, constraints obeyed.</summary>
    public static IEnumerable<SearchPoint> Around(
        SpaceEncoding encoding, IReadOnlyList<SearchPoint> incumbents, int count, double deviation, Rng rng) =>
        Enumerable.Range(0, count).Select(i => encoding.At([.. incumbents[i * incumbents.Count / count].Unit.Select(u => Math.Clamp(u + deviation * rng.NextGaussian(), 0, 1))]))
            .OfType<SearchPoint>();

    /// <summary>Candidates for a worth that has no slope: some anywhere, some around the incumbent.</summary>
    public static IEnumerable<SearchPoint> Mixed(SpaceEncoding encoding, SearchPoint incumbent, Rng rng) =>
        Cover(encoding, Spread, rng.Split(0)).Concat(Around(encoding, [incumbent], Near, NearDeviation, rng.Split(1)));

    /// <summary>Candidates in order of their worth: the points alone, where a worth has no slope to climb.</summary>
    private static List<SearchPoint> Best(SpaceEncoding encoding, IAcquisitionFunction function, SearchPoint incumbent, Rng rng)
    {
        List<SearchPoint> candidates = [.. Mixed(encoding, incumbent, rng)];
        var worths = function.Values([.. candidates.Select(c => c.Input)]);
        return [.. Enumerable.Range(0, worths.Length).OrderByDescending(i => worths[i]).Select(i => candidates[i])];
    }

    /// <summary>The best candidate and others by roulette, each at most once.</summary>
    private List<int> Draw(double[] worths, List<int> order, bool isLogarithm, Rng rng)
    {
        if (order.Count == 0) return [];
        var best = worths[order[0]];
        var unit = isLogarithm ? 1 : Math.Max(Deviation(worths), double.Epsilon);
        return [order[0], .. Roulette.Draw(order.Skip(1), i => (worths[i] - best) / unit, Searches - 2, rng)];
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
