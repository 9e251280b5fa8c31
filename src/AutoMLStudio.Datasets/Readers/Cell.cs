using System.Globalization;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>Where a column stands, for what reads it.</summary>
/// <param name="File">What messages call the file.</param>
/// <param name="Name">Name in the header.</param>
/// <param name="DecimalComma">True where fields are separated by semicolons, so that a comma may be the decimal sign.</param>
/// <param name="Unit">What its cells are counted in: line or row.</param>
internal sealed record ColumnHead(string File, string Name, bool DecimalComma, string Unit)
{
    /// <summary>A fault in this column at this line.</summary>
    public DatasetException Fault(long line, string what) => new($"{File} {Unit} {line}, column '{TableReader.Shown(Name)}': {what}.");

    /// <summary>A fault of this column as a whole.</summary>
    public DatasetException Fault(string what) => new($"{File}, column '{TableReader.Shown(Name)}': {what}.");
}

/// <summary>Takes in one column of a table from its first row to its last.</summary>
internal interface ITableColumn
{
    /// <summary>Takes in one more cell as it was written.</summary>
    /// <exception cref="DatasetException">A number is too large.</exception>
    void Add(string cell, long line);

    /// <summary>Takes in one more cell that the file holds as a number; NaN and the infinities are no value.</summary>
    /// <exception cref="DatasetException">The number is too large.</exception>
    void Add(double value, long line);
}

/// <summary>What a cell says.</summary>
internal static class Cell
{
    private const double NumericShare = 0.95;
    private static readonly HashSet<string> MissingMarks = new(StringComparer.OrdinalIgnoreCase) { "", "?", "NA", "N/A", "NaN", "null" };

    /// <summary>True for what people write where they have no value.</summary>
    public static bool IsMissing(string cell) => MissingMarks.Contains(cell);

    /// <summary>A finite number with a decimal point, or a comma where the fields are separated by semicolons.</summary>
    public static bool TryNumber(string cell, bool decimalComma, out double number) =>
        (Parse(cell, out number) || (decimalComma && Parse(cell.Replace(',', '.'), out number))) && double.IsFinite(number);

    /// <summary>The number in single precision.</summary>
    /// <exception cref="DatasetException">It is too large.</exception>
    public static float Single(double number, ColumnHead head, long line)
    {
        var value = (float)number;
        return float.IsFinite(value) ? value : throw head.Fault(
            line, $"'{number.ToString("0.####e0", CultureInfo.InvariantCulture)}' is too large; a number between ±3.4e38 is expected");
    }

    /// <summary>The fault of a column of numbers in which a few cells are none: a slip of the pen rather than a category; null for others.</summary>
    /// <param name="head">Which column.</param>
    /// <param name="numeric">Cells that are numbers.</param>
    /// <param name="present">Cells that hold a value.</param>
    /// <param name="first">The first value that is no number.</param>
    /// <param name="line">Where it stands.</param>
    public static DatasetException? SlipFault(ColumnHead head, long numeric, long present, string first, long line)
    {
        if (numeric < 20 || numeric == present || numeric < NumericShare * present) return null;
        var what = $"'{TableReader.Shown(first)}' is not a number, as {numeric} of {present} values of the column are";
        return head.Fault(line, $"{what}; a number is expected, or nothing, '?' or 'NA' where it is not known");
    }

    private static bool Parse(string cell, out double number) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
