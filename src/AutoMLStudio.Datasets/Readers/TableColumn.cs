namespace AutoMLStudio.Datasets.Readers;

/// <summary>
/// One column while it is read. Keeps eight bytes a cell: each cell as a number, and as the index of its text as long as there are few texts; which
/// of the two counts shows at the end.
/// </summary>
internal sealed class TableColumn(ColumnHead head) : ITableColumn
{
    /// <summary>Texts remembered; further ones share the index <see cref="Rare"/>.</summary>
    public const int MostTexts = Limits.Classes;

    /// <summary>Index of a text that came after <see cref="MostTexts"/> others.</summary>
    public const int Rare = -2;

    private const int MissingCode = -1;

    private readonly List<float> _numbers = [];
    private readonly List<int> _codes = [];
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
    private int _numeric;
    private long _firstTextLine;
    private string _firstText = "";

    /// <summary>Name in the header.</summary>
    public string Name => head.Name;

    /// <summary>Cells read.</summary>
    public int Count => _numbers.Count;

    /// <summary>Cells that hold no value.</summary>
    public int Missing { get; private set; }

    /// <summary>Line of the first cell that holds no value.</summary>
    public long FirstMissingLine { get; private set; }

    /// <summary>True when every value is a number and there is one.</summary>
    public bool IsNumeric => _numeric > 0 && _numeric == Count - Missing;

    /// <summary>Cells as numbers; NaN where there is none.</summary>
    public IReadOnlyList<float> Numbers => _numbers;

    /// <summary>Cells as indices into <see cref="Texts"/>; negative where missing or rare.</summary>
    public IReadOnlyList<int> Codes => _codes;

    /// <summary>The texts in order of appearance.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Where the column says something that is not a number: its first such line and value.</summary>
    public (long Line, string Value) FirstText => (_firstTextLine, _firstText);

    /// <inheritdoc/>
    public void Add(string cell, long line)
    {
        var value = float.NaN;
        var code = MissingCode;
        if (Cell.IsMissing(cell))
        {
            if (Missing++ == 0) FirstMissingLine = line;
        }
        else
        {
            if (Cell.TryNumber(cell, head.DecimalComma, out var number))
            {
                _numeric++;
                value = Cell.Single(number, head, line);
            }
            else if (_numeric == Count - Missing)
            {
                (_firstTextLine, _firstText) = (line, cell);
            }
            code = CodeOf(cell);
        }
        _numbers.Add(value);
        _codes.Add(code);
    }

    /// <inheritdoc/>
    public void Add(double value, long line)
    {
        if (double.IsFinite(value)) _numeric++;
        else if (Missing++ == 0) FirstMissingLine = line;
        _numbers.Add(double.IsFinite(value) ? Cell.Single(value, head, line) : float.NaN);
        _codes.Add(double.IsFinite(value) ? Rare : MissingCode);
    }

    /// <summary>The fault of a column of numbers in which a few cells are none: a slip of the pen rather than a category.</summary>
    public DatasetException? SlipFault()
    {
        return IsNumeric ? null : Cell.SlipFault(head, _numeric, Count - Missing, _firstText, _firstTextLine);
    }

    /// <summary>A fault in this column at this line.</summary>
    public DatasetException Fault(long line, string what) => head.Fault(line, what);

    /// <summary>A fault of this column as a whole.</summary>
    public DatasetException Fault(string what) => head.Fault(what);

    private int CodeOf(string cell)
    {
        if (_codeOf.TryGetValue(cell, out var code)) return code;
        if (_texts.Count == MostTexts) return Rare;
        _texts.Add(cell);
        return _codeOf[cell] = _texts.Count - 1;
    }
}
