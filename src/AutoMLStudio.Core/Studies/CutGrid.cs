using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>An axis of a cut: a parameter and its values, in order.</summary>
public sealed record CutAxis(string Parameter, IReadOnlyList<ParameterValue> Values);

/// <summary>The configurations of a cut.</summary>
/// <param name="Axes">One or two.</param>
/// <param name="At">The configuration the cut goes through.</param>
/// <param name="Cells">
/// One a combination of the axes' values, the second axis running fastest. Where a value switches other parameters on, these are in the middle of
/// their range. Null where the axes' own conditions leave one of them inactive.
/// </param>
public sealed record CutGrid(IReadOnlyList<CutAxis> Axes, Configuration At, IReadOnlyList<Configuration?> Cells)
{
    /// <summary>
    /// The cut through a space that a request asks for; null when an axis is no parameter with a scale, or is inactive at every cell.
    /// </summary>
    /// <param name="space">The space.</param>
    /// <param name="incumbent">Has the values that are not given.</param>
    /// <param name="request">What is asked for.</param>
    public static CutGrid? Of(SearchSpace space, Configuration incumbent, CutRequest request)
    {
        int[] dimensions = [.. request.Parameters.Select(name => IndexOf(space, name))];
        if (dimensions.Any(d => d < 0 || space.Parameters[d] is ArchitectureParameter)) return null;
        var unit = space.Encode(incumbent);
        foreach (var (name, value) in request.Given ?? Configuration.Empty)
            if (IndexOf(space, name) is >= 0 and var d) unit[d] = space.Parameters[d].ToUnit(value);
        var resolution = Math.Clamp(request.Resolution, 2, 1_000);
        List<CutAxis> axes = [.. dimensions.Select(d => new CutAxis(space.Parameters[d].Name, space.Parameters[d].Grid(resolution)))];
        List<Configuration?> cells = [.. Combinations(axes).Select(values => Cell(space, unit, dimensions, values))];
        return cells.TrueForAll(c => c is null) ? null : new(axes, space.Decode(unit), cells);
    }

    private static IEnumerable<IReadOnlyList<ParameterValue>> Combinations(List<CutAxis> axes) => axes.Count == 1
        ? axes[0].Values.Select(v => (IReadOnlyList<ParameterValue>)[v])
        : axes[0].Values.SelectMany(_ => axes[1].Values, (v, w) => (IReadOnlyList<ParameterValue>)[v, w]);

    private static Configuration? Cell(SearchSpace space, double[] at, int[] dimensions, IReadOnlyList<ParameterValue> values)
    {
        var unit = (double[])at.Clone();
        for (var i = 0; i < dimensions.Length; i++) unit[dimensions[i]] = space.Parameters[dimensions[i]].ToUnit(values[i]);
        var cell = space.Decode(unit);
        return dimensions.All(d => cell.ContainsKey(space.Parameters[d].Name)) ? cell : null;
    }

    private static int IndexOf(SearchSpace space, string name)
    {
        for (var d = 0; d < space.Dimension; d++)
            if (space.Parameters[d].Name == name) return d;
        return -1;
    }
}
