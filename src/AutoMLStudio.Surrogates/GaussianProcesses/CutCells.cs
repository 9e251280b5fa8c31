using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The cells of a cut that hold a configuration.</summary>
internal sealed class CutCells
{
    private readonly int _count;
    private readonly int[] _places;

    /// <summary>Those of a grid.</summary>
    public CutCells(CutGrid grid)
    {
        _count = grid.Cells.Count;
        _places = [.. Enumerable.Range(0, _count).Where(i => grid.Cells[i] is not null)];
        Shown = [.. _places.Select(i => grid.Cells[i]!)];
    }

    /// <summary>The configurations, in order.</summary>
    public IReadOnlyList<Configuration> Shown { get; }

    /// <summary>Values by position among the shown ones, spread over all cells; null where there is none or it is not finite.</summary>
    public double?[] Spread(Func<int, double> value)
    {
        var values = new double?[_count];
        for (var k = 0; k < _places.Length; k++) values[_places[k]] = value(k) is var v && double.IsFinite(v) ? v : null;
        return values;
    }
}
