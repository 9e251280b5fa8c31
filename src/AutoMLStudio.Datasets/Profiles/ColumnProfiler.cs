using System.Globalization;
using AutoMLStudio.Datasets.Readers;

namespace AutoMLStudio.Datasets.Profiles;

/// <summary>Finds out about one column while it is read; memory does not grow with the rows.</summary>
/// <param name="head">Which column.</param>
/// <param name="mostDistinct">Different values that are counted one by one.</param>
internal sealed class ColumnProfiler(ColumnHead head, int mostDistinct) : ITableColumn
{
    /// <summary>First cells that are kept as they were written.</summary>
    public const int HeadRows = 20;

    /// <summary>Values that are named in the result.</summary>
    private const int MostTop = 12;

    /// <summary>A number of at most this many values is shown value by value.</summary>
    private const int FewNumbers = 12;

    private const int LongestCell = 80;

    private readonly Moments _moments = new();
    private readonly GrowingHistogram _histogram = new();
    private readonly Dictionary<string, long> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<double, long> _numbers = [];
    private readonly List<string> _head = [];
    private long _count, _missing, _firstTextLine;
    private string? _firstText;
    private bool _textsOverflow, _numbersOverflow;

    /// <summary>Cells taken in.</summary>
    public long Count => _count;

    /// <summary>Cells without a value.</summary>
    public long Missing => _missing;

    /// <summary>True when every value is a number and there is one.</summary>
    public bool IsNumeric => _moments.Count > 0 && _moments.Count == _count - _missing;

    /// <summary>How often each number occurs, as long as there are not too many.</summary>
    public IReadOnlyDictionary<double, long>? NumberCounts => IsNumeric && !_numbersOverflow ? _numbers : null;

    /// <summary>How often each text occurs, as long as there are not too many.</summary>
    public IReadOnlyDictionary<string, long>? TextCounts => IsNumeric || _textsOverflow ? null : _texts;

    /// <summary>Name in the header.</summary>
    public string Name => head.Name;

    /// <inheritdoc/>
    public void Add(string cell, long line)
    {
        var isMissing = Cell.IsMissing(cell);
        if (_count++ < HeadRows) _head.Add(isMissing ? "" : Cut(cell));
        if (isMissing)
        {
            _missing++;
            return;
        }
        if (Cell.TryNumber(cell, head.DecimalComma, out var number)) AddNumber(Cell.Single(number, head, line), number);
        else if (_firstText is null) (_firstText, _firstTextLine) = (cell, line);
        CountText(cell);
    }

    /// <inheritdoc/>
    public void Add(double value, long line)
    {
        var isMissing = !double.IsFinite(value);
        if (_count++ < HeadRows) _head.Add(isMissing ? "" : value.ToString("R", CultureInfo.InvariantCulture));
        if (isMissing) _missing++;
        else AddNumber(Cell.Single(value, head, line), value);
    }

    /// <summary>What was found.</summary>
    /// <exception cref="DatasetException">A few cells of a column of numbers are none: no study could read it.</exception>
    public ColumnProfile Profile()
    {
        if (!IsNumeric && Cell.SlipFault(head, _moments.Count, _count - _missing, _firstText ?? "", _firstTextLine) is { } slip) throw slip;
        var present = _count - _missing;
        if (present == 0) return new(Cut(head.Name), ColumnType.Empty, _missing, 0, true, null, [], [], _head);
        if (IsNumeric)
        {
            var few = !_numbersOverflow && _numbers.Count <= FewNumbers;
            return new(
                Cut(head.Name), ColumnType.Number, _missing, _numbers.Count, !_numbersOverflow, _moments.Summary, few ? [] : _histogram.Bins(),
                few ? [.. _numbers.OrderBy(n => n.Key).Select(n => new ValueCount(Text(n.Key), n.Value))] : [], _head);
        }
        // Values that hardly repeat tell nothing as categories.
        var type = _textsOverflow || _texts.Count > Math.Max(20, present / 2) ? ColumnType.Text : ColumnType.Category;
        var top = _texts.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Take(MostTop);
        return new(
            Cut(head.Name), type, _missing, _texts.Count, !_textsOverflow, null, [],
            type == ColumnType.Category ? [.. top.Select(t => new ValueCount(Cut(t.Key), t.Value))] : [], _head);
    }

    /// <summary>A number as it is written for a person.</summary>
    internal static string Text(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture);

    private static string Cut(string text) => (text.Length <= LongestCell ? text : text[..LongestCell] + "…").ReplaceLineEndings(" ");

    // What is counted is what training sees, a number in single precision; what is summed is what stands in the file.
    private void AddNumber(float single, double value)
    {
        _moments.Add(value);
        _histogram.Add(value);
        if (_numbers.TryGetValue(single, out var known)) _numbers[single] = known + 1;
        else if (_numbers.Count < mostDistinct) _numbers[single] = 1;
        else _numbersOverflow = true;
    }

    private void CountText(string cell)
    {
        // A column of numbers has its own count; texts matter from the first one that is no number.
        if (_firstText is null && _texts.Count >= TableColumn.MostTexts) return;
        if (_texts.TryGetValue(cell, out var known)) _texts[cell] = known + 1;
        else if (_texts.Count < Math.Min(mostDistinct, TableColumn.MostTexts)) _texts[cell] = 1;
        else _textsOverflow = true;
    }
}
