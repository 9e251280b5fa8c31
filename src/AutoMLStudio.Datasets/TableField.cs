using System.Globalization;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Datasets;

/// <summary>A column of the file that a table was read from, as a person fills it in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">Place of its first encoded column.</param>
/// <param name="Choices">What it may be, each with an encoded column of its own; empty for a number.</param>
/// <param name="IsWhole">True for a number that has no fraction anywhere in the data.</param>
/// <param name="Low">Smallest in the data; null for a choice.</param>
/// <param name="High">Largest in the data; null for a choice.</param>
/// <param name="Typical">Median, or the most frequent choice.</param>
/// <param name="MissingColumn">Place of the encoded column that says that it is missing; null when it must not be.</param>
/// <param name="OtherColumn">Place of the encoded column for all other choices; null when there are none.</param>
public sealed record TableField(
    string Name, int First, IReadOnlyList<string> Choices, bool IsWhole, double? Low, double? High, string Typical, int? MissingColumn, int? OtherColumn)
{
    /// <summary>Encodes a cell.</summary>
    /// <param name="cell">A number with a decimal point, or a choice; null or empty where it is missing.</param>
    /// <param name="row">The encoded row, which this field's columns are written to; zero before.</param>
    /// <returns>What is wrong with the cell; null for nothing.</returns>
    public string? Encode(string? cell, Span<float> row)
    {
        if (string.IsNullOrWhiteSpace(cell))
        {
            if (MissingColumn is not { } missing) return $"It is missing: {Expected} is expected.";
            row[missing] = 1;
            // What training put in place of a missing number.
            if (Choices.Count == 0) row[First] = float.Parse(Typical, CultureInfo.InvariantCulture);
            return null;
        }
        if (Choices.Count == 0)
        {
            var isNumber = float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number);
            row[First] = isNumber ? number : 0;
            return isNumber ? null : $"'{Shown(cell)}' is not accepted: {Expected} is expected.";
        }
        var choice = Choices.ToList().IndexOf(cell);
        if (choice < 0 && OtherColumn is null) return $"'{Shown(cell)}' is not accepted: {Expected} is expected.";
        row[choice < 0 ? OtherColumn!.Value : First + choice] = 1;
        return null;
    }

    /// <summary>The cell that a row of the table came from; empty where it was missing, <c>other</c> for a choice that has no column of its own.</summary>
    public string Decode(ReadOnlySpan<float> row)
    {
        if (MissingColumn is { } missing && row[missing] == 1) return "";
        if (Choices.Count == 0) return row[First].ToString("R", CultureInfo.InvariantCulture);
        var hot = row.Slice(First, Choices.Count).IndexOf(1f);
        return hot < 0 ? "other" : Choices[hot];
    }

    /// <summary>Fields for encoded columns of which only the names are known: a number each.</summary>
    public static IReadOnlyList<TableField> Plain(IReadOnlyList<string> columns) =>
        [.. columns.Select((name, i) => new TableField(name, i, [], false, null, null, "0", null, null))];

    private string Expected => Choices.Count == 0 ? "a number" + (Low is null ? "" : $" ({(float?)Low:R} to {(float?)High:R} in the data)")
        : $"one of {string.Join(", ", Choices.Take(12))}{(Choices.Count > 12 ? ", …" : "")}";

    private static string Shown(string cell) => cell.Length <= 40 ? cell : cell[..40] + "…";

    /// <summary>The fields of a table, in the order of its columns.</summary>
    public static IReadOnlyList<TableField> Of(Dataset table)
    {
        var fields = new List<TableField>();
        for (var at = 0; at < table.ColumnNames.Count;)
        {
            var (field, columns) = Choice(table, at) ?? Number(table, at);
            fields.Add(field);
            at += columns;
        }
        return fields;
    }

    /// <summary>Encodes a row.</summary>
    /// <param name="fields">The table's fields.</param>
    /// <param name="cells">Cells by name of the field.</param>
    /// <param name="columns">Encoded columns in all.</param>
    /// <param name="place">What faults call the row, for example <c>rows[0]</c>.</param>
    /// <returns>The row, and what is wrong: one fault a field.</returns>
    public static (float[] Row, IReadOnlyList<Fault> Faults) Encode(
        IReadOnlyList<TableField> fields, IReadOnlyDictionary<string, string?> cells, int columns, string place)
    {
        var (row, faults) = (new float[columns], new List<Fault>());
        foreach (var unknown in cells.Keys.Where(k => fields.All(f => f.Name != k)).Take(5))
            faults.Add(new(place, $"There is no field '{Shown(unknown)}': {string.Join(", ", fields.Take(12).Select(f => f.Name))} are expected."));
        foreach (var field in fields)
            if (field.Encode(cells.GetValueOrDefault(field.Name), row) is { } fault) faults.Add(new($"{place}.{field.Name}", fault));
        return (row, faults);
    }

    /// <summary>One-hot columns of a category, as the encoder of tables names them; the data must bear that out.</summary>
    private static (TableField, int)? Choice(Dataset table, int at)
    {
        var names = table.ColumnNames;
        var sign = names[at].IndexOf('=', StringComparison.Ordinal);
        if (sign <= 0) return null;
        var name = names[at][..sign];
        var count = 1;
        while (at + count < names.Count && names[at + count].StartsWith($"{name}=", StringComparison.Ordinal)) count++;
        var choices = Enumerable.Range(at, count).Select(c => names[c][(sign + 1)..]).ToList();
        int? Extra(string what) => at + count < names.Count && names[at + count] == $"{name} {what}" ? at + count++ : null;
        var (other, missing) = (Extra("other"), Extra("missing"));
        var sums = new int[count];
        for (var i = 0; i < table.Count; i++)
        {
            var cells = table.Example(i).Slice(at, count);
            var hot = cells.IndexOf(1f);
            if (hot < 0 || cells.IndexOfAnyExcept(0f) != hot || cells[(hot + 1)..].IndexOfAnyExcept(0f) >= 0) return null;
            sums[hot]++;
        }
        var most = Enumerable.Range(0, choices.Count).MaxBy(c => sums[c]);
        return (new(name, at, choices, false, null, null, choices[most], missing, other), count);
    }

    private static (TableField, int) Number(Dataset table, int at)
    {
        var name = table.ColumnNames[at];
        int? missing = at + 1 < table.ColumnNames.Count && table.ColumnNames[at + 1] == $"{name} missing" ? at + 1 : null;
        var values = Enumerable.Range(0, table.Count).Select(i => table.Example(i)[at]).Order().ToArray();
        var whole = values.All(v => v == MathF.Floor(v));
        // Where numbers are missing, their median stands: the middle of the rest, and so nearly of all.
        var typical = missing is { } flag
            ? Enumerable.Range(0, table.Count).Where(i => table.Example(i)[flag] == 1).Select(i => table.Example(i)[at]).FirstOrDefault(values[values.Length / 2])
            : values[values.Length / 2];
        return (new(name, at, [], whole, values[0], values[^1], typical.ToString("R", CultureInfo.InvariantCulture), missing, null), missing is null ? 1 : 2);
    }
}
