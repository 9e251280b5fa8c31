using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>What a mixed cell is made of, and where each candidate of each edge stands in it.</summary>
internal sealed class MixedCellLayout
{
    private readonly List<Part> _all = [];
    private readonly Dictionary<(int From, string Name), int> _shared = [];

    /// <summary>The layout of a cell over images of a form.</summary>
    public MixedCellLayout(MixedCell cell, WindowForm form)
    {
        (Cell, Form) = (cell, form);
        List<int> states = [~0, ~1];
        var parts = new List<int[]>();
        foreach (var edges in cell.Edges.GroupBy(e => e.Node))
        {
            var first = parts.Count;
            parts.AddRange(edges.Select(edge => cell.Candidates.Select((name, i) => PartOf(edge, name, i, states[edge.From])).ToArray()));
            states.Add(_all.Count);
            _all.Add(new($"n{edges.Key}", new Add(), [.. parts.Skip(first).SelectMany(p => p).Where(p => p >= 0)]));
        }
        if (cell.Nodes > 1) _all.Add(new("out", new Concat(), [.. states.Skip(2)]));
        Parts = parts;
        Edges = [.. cell.Edges];
    }

    /// <summary>The cell.</summary>
    public MixedCell Cell { get; }

    /// <summary>Form of windows.</summary>
    public WindowForm Form { get; }

    /// <summary>Everything, each after what it takes from.</summary>
    public IReadOnlyList<Part> All => _all;

    /// <summary>The edges in the order of the slots.</summary>
    public IReadOnlyList<MixedEdge> Edges { get; }

    /// <summary>For each edge the place of each candidate in <see cref="All"/>; -1 for nothing.</summary>
    public IReadOnlyList<int[]> Parts { get; }

    /// <summary>True for what is the same on every edge that leaves from a state.</summary>
    public bool IsShared(int part) => _shared.ContainsValue(part);

    private int PartOf(MixedEdge edge, string name, int candidate, int input)
    {
        if (name == CellOperations.None) return -1;
        var operation = CellOperations.Make(name, new(Cell.Channels, edge.From < 2 ? Cell.Stride : 1, Form, Cell.Affine));
        var isShared = operation is Identity or PoolNorm or MaxPool or AveragePool;
        if (isShared && _shared.TryGetValue((edge.From, name), out var known)) return known;
        var id = isShared ? $"s{edge.From}c{candidate}" : $"n{edge.Node}{(edge.Side == 0 ? "a" : "b")}s{edge.From}c{candidate}";
        if (isShared) _shared[(edge.From, name)] = _all.Count;
        _all.Add(new(id, operation, input));
        return _all.Count - 1;
    }
}
