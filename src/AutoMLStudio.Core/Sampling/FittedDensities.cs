using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>
/// The two densities as people look at them. Unless a cut gives values of other parameters, these are integrated out. Otherwise the densities along
/// the axes are conditional on the others, so that each integrates to one, and their ratio is that of the densities themselves, which decides
/// ([Bergstra2011], Eq. 19); parameters that a value of an axis switches are integrated out. With an estimator a parameter the others do not matter.
/// </summary>
/// <param name="space">The space.</param>
/// <param name="pair">The densities.</param>
/// <param name="incumbent">The best trial's configuration.</param>
/// <param name="proposal">What the sampler tries next.</param>
internal sealed class FittedDensities(SearchSpace space, DensityPair pair, Configuration incumbent, Configuration? proposal) : IFittedModel
{
    /// <summary>Values of a parameter at which its densities are compared.</summary>
    private const int Compared = 101;

    /// <inheritdoc/>
    public Configuration Incumbent => incumbent;

    /// <inheritdoc/>
    public Configuration? Proposal => proposal;

    /// <inheritdoc/>
    public IReadOnlyCollection<int> Good => pair.GoodTrials;

    /// <inheritdoc/>
    public ModelCut? Cut(CutRequest request)
    {
        if (CutGrid.Of(space, incumbent, request) is not { } grid) return null;
        var axes = grid.Axes.Select(a => a.Parameter).ToHashSet(StringComparer.Ordinal);
        var held = pair.IsJoint && request.Given is { Count: > 0 } ? Held(grid, axes) : new(StringComparer.Ordinal);
        // The same at every cell, because only what is active everywhere is held.
        var others = Point(grid.Cells.First(c => c is not null)!, held);
        var (goodOthers, badOthers) = (pair.Good.LogDensity(others), pair.Bad.LogDensity(others));
        held.UnionWith(axes);
        var (good, bad, ratio) = (new double?[grid.Cells.Count], new double?[grid.Cells.Count], new double?[grid.Cells.Count]);
        for (var i = 0; i < grid.Cells.Count; i++)
        {
            if (grid.Cells[i] is not { } cell) continue;
            var point = Point(cell, held);
            var (l, g) = (pair.Good.LogDensity(point), pair.Bad.LogDensity(point));
            (good[i], bad[i]) = (Math.Exp(l - goodOthers), Math.Exp(g - badOthers));
            if (space.SatisfiesConstraints(cell) && double.IsFinite(l - g)) ratio[i] = l - g;
        }
        return new(grid,
        [
            new("good", "l(x), the good trials", FieldRole.Density, good), new("bad", "g(x), all others", FieldRole.Density, bad),
            new("acquisition", "log l/g", FieldRole.Acquisition, ratio),
        ]);
    }

    /// <inheritdoc/>
    public ModelDiagnostics Diagnose()
    {
        var (good, bad) = (pair.GoodTrials.Count, pair.Others);
        var facts = new Dictionary<string, double>(StringComparer.Ordinal) { ["points"] = good + bad, ["good"] = good, ["bad"] = bad };
        var divergences = space.Parameters.Select((p, d) => KeyValuePair.Create(p.Name, Divergence(p, d)));
        return new(pair.Kind, facts, [new("divergence", [.. divergences])], null, []);
    }

    /// <summary>
    /// How much the good trials differ from the others in one parameter: the Jensen–Shannon divergence [Lin1991] of the two densities in bits, 0 for
    /// the same, 1 for no overlap, over up to <see cref="Compared"/> values.
    /// </summary>
    private double Divergence(Parameter parameter, int dimension)
    {
        var units = parameter.Grid(Compared).Select(parameter.ToUnit).ToList();
        var (p, q) = (Normalized(pair.Good, units, dimension), Normalized(pair.Bad, units, dimension));
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            var middle = (p[i] + q[i]) / 2;
            if (p[i] > 0) sum += p[i] * Math.Log2(p[i] / middle) / 2;
            if (q[i] > 0) sum += q[i] * Math.Log2(q[i] / middle) / 2;
        }
        return Math.Clamp(sum, 0, 1);
    }

    private double[] Normalized(IDensity densities, List<double> units, int dimension)
    {
        var point = new double[space.Dimension];
        Array.Fill(point, double.NaN);
        double[] values = [.. units.Select(u =>
        {
            point[dimension] = u;
            return Math.Exp(densities.LogDensity(point));
        })];
        var total = values.Sum();
        return [.. values.Select(v => v / total)];
    }

    private HashSet<string> Held(CutGrid grid, HashSet<string> axes)
    {
        var cells = grid.Cells.OfType<Configuration>().ToList();
        return space.Parameters.Select(p => p.Name).Where(n => !axes.Contains(n) && cells.TrueForAll(c => c.ContainsKey(n)))
            .ToHashSet(StringComparer.Ordinal);
    }

    private double[] Point(Configuration cell, HashSet<string> names) =>
        [.. space.Parameters.Select(p => names.Contains(p.Name) ? p.ToUnit(cell[p.Name]) : double.NaN)];
}
