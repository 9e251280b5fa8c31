using System.Runtime.InteropServices;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>One thing that is known of every trial of a study, a cell a trial.</summary>
/// <param name="name">Name in filters, orders and files.</param>
internal abstract class TrialColumn(string name)
{
    /// <summary>Name in filters, orders and files.</summary>
    public string Name { get; } = name;

    /// <summary>The cell as a value of an expression; NaN where it is empty.</summary>
    public abstract ParameterValue this[int row] { get; }

    /// <summary>True where nothing is known.</summary>
    public abstract bool IsEmpty(int row);

    /// <summary>Order of two cells that are not empty.</summary>
    public abstract int Compare(int left, int right);

    /// <summary>The cells of these rows in the form that goes to the browser.</summary>
    public abstract Array Take(IReadOnlyList<int> rows);

    /// <summary>Makes cells up to <paramref name="count"/>, empty ones.</summary>
    public abstract void Grow(int count);
}

/// <summary>Numbers; NaN for none.</summary>
internal sealed class NumberColumn(string name) : TrialColumn(name)
{
    private readonly List<double> _cells = [];

    /// <inheritdoc/>
    public override ParameterValue this[int row] => _cells[row];

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<double> Cells => CollectionsMarshal.AsSpan(_cells);

    public void Set(int row, double? value) => _cells[row] = value ?? double.NaN;

    /// <inheritdoc/>
    public override bool IsEmpty(int row) => double.IsNaN(_cells[row]);

    /// <inheritdoc/>
    public override int Compare(int left, int right) => _cells[left].CompareTo(_cells[right]);

    /// <inheritdoc/>
    public override Array Take(IReadOnlyList<int> rows) => Numbers(rows);

    /// <summary>The numbers of these rows; null where there is none that JSON can say.</summary>
    public double?[] Numbers(IReadOnlyList<int> rows)
    {
        var taken = new double?[rows.Count];
        for (var i = 0; i < taken.Length; i++) taken[i] = double.IsFinite(_cells[rows[i]]) ? _cells[rows[i]] : null;
        return taken;
    }

    /// <inheritdoc/>
    public override void Grow(int count) => Filled.Grow(_cells, count, double.NaN);
}

/// <summary>Texts, seldom equal ones.</summary>
internal sealed class TextColumn(string name) : TrialColumn(name)
{
    private readonly List<string?> _cells = [];

    /// <inheritdoc/>
    public override ParameterValue this[int row] => _cells[row] ?? (ParameterValue)double.NaN;

    public string? TextAt(int row) => _cells[row];

    public void Set(int row, string? value) => _cells[row] = value;

    /// <inheritdoc/>
    public override bool IsEmpty(int row) => _cells[row] is null;

    /// <inheritdoc/>
    public override int Compare(int left, int right) => string.CompareOrdinal(_cells[left], _cells[right]);

    /// <inheritdoc/>
    public override Array Take(IReadOnlyList<int> rows) => Texts(rows);

    public string?[] Texts(IReadOnlyList<int> rows) => [.. rows.Select(r => _cells[r])];

    /// <inheritdoc/>
    public override void Grow(int count) => Filled.Grow(_cells, count, null);
}

/// <summary>One of a list of values, kept as its place in the list.</summary>
internal sealed class ChoiceColumn(string name, IReadOnlyList<ParameterValue> choices) : TrialColumn(name)
{
    private const short None = -1;

    private readonly List<short> _cells = [];
    private readonly Dictionary<ParameterValue, short> _places = choices.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => (short)p.i);

    /// <summary>The values there are.</summary>
    public IReadOnlyList<ParameterValue> Choices { get; } = choices;

    /// <inheritdoc/>
    public override ParameterValue this[int row] => _cells[row] == None ? double.NaN : Choices[_cells[row]];

    /// <summary>Place in the list; negative for none.</summary>
    public int PlaceAt(int row) => _cells[row];

    public void Set(int row, ParameterValue? value) =>
        _cells[row] = value is { } known && _places.TryGetValue(known, out var place) ? place : None;

    /// <inheritdoc/>
    public override bool IsEmpty(int row) => _cells[row] == None;

    /// <inheritdoc/>
    public override int Compare(int left, int right) => _cells[left].CompareTo(_cells[right]);

    /// <inheritdoc/>
    public override Array Take(IReadOnlyList<int> rows)
    {
        var taken = new short?[rows.Count];
        for (var i = 0; i < taken.Length; i++) taken[i] = IsEmpty(rows[i]) ? null : _cells[rows[i]];
        return taken;
    }

    /// <inheritdoc/>
    public override void Grow(int count) => Filled.Grow(_cells, count, None);
}

/// <summary>Lists that grow by empty cells.</summary>
file static class Filled
{
    public static void Grow<T>(List<T> cells, int count, T empty)
    {
        if (count <= cells.Count) return;
        var from = cells.Count;
        CollectionsMarshal.SetCount(cells, count);
        CollectionsMarshal.AsSpan(cells)[from..].Fill(empty);
    }
}
