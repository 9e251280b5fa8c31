using System.Text.Json;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;
using CsvHelper;

namespace AutoMLStudio.Web.Studies.Imports;

/// <summary>The edge where finished trials are a file: CSV with a line of names, or a JSON list of objects as <c>trials.json</c> is.</summary>
internal static class TrialTableFile
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaximumBytes = 10 << 20;

    /// <summary>Most trials of a file.</summary>
    public const int MaximumRows = 10_000;

    private const int MaximumColumns = 2_000;
    private const int MaximumDepth = 8;

    private static readonly CsvReaderOptions Settings = new()
    {
        Separator = null, HasHeader = false, TrimWhitespace = true, MaxRecordSize = 1 << 20, TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    /// <summary>The table that a text is: JSON when it begins with a bracket or a brace, CSV otherwise.</summary>
    /// <exception cref="StudyFileException">It is neither, or too large.</exception>
    public static TrialTable Parse(string text)
    {
        var start = text.AsSpan().TrimStart().TrimStart('\uFEFF');
        if (start.IsEmpty) throw Fault("The file is empty: a CSV with a line of names, or a JSON list of trials, is expected.");
        var table = start[0] is '[' or '{' ? ParseJson(text) : ParseCsv(text);
        if (table.Columns.Count > MaximumColumns)
            throw Fault($"The file has {table.Columns.Count:N0} columns: at most {MaximumColumns:N0} are accepted.");
        return table.Rows.Count <= MaximumRows ? table
            : throw Fault($"The file has more than {MaximumRows:N0} trials: at most so many are accepted at a time.");
    }

    private static TrialTable ParseCsv(string text)
    {
        try
        {
            // The separator is found out: comma, semicolon, tab or bar.
            using var csv = CsvReader.FromText(text.TrimStart('\uFEFF'), Settings);
            if (!csv.Read()) throw Fault("The file is empty: a line of names is expected first.");
            string[] names = [.. Row(csv).Select((n, i) => n.Length > 0 ? n : $"column {i + 1}")];
            var rows = new List<IReadOnlyList<string?>>();
            while (rows.Count <= MaximumRows && csv.Read())
            {
                if (csv.FieldCount > names.Length)
                    throw Fault($"Row {rows.Count + 1} has {csv.FieldCount} cells: at most {names.Length}, as many as there are names, are expected.");
                rows.Add(Row(csv));
            }
            return new(names, rows);
        }
        catch (CsvFormatException exception)
        {
            throw Fault($"The CSV is malformed at line {exception.LineNumber}: {exception.Message}");
        }
    }

    private static string[] Row(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static TrialTable ParseJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(
                text.Trim().TrimStart('\uFEFF'), new() { MaxDepth = MaximumDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var list = json.RootElement;
            if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("trials", out var inner)) list = inner;
            if (list.ValueKind != JsonValueKind.Array) throw Fault("A list of trials is expected: [{\"x\": 0.5, \"value\": 0.9}, …].");
            return Table(list);
        }
        catch (JsonException exception)
        {
            throw Fault($"The JSON is malformed at line {exception.LineNumber + 1}, character {exception.BytePositionInLine + 1}.");
        }
    }

    private static TrialTable Table(JsonElement list)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<IReadOnlyList<string?>>();
        foreach (var trial in list.EnumerateArray())
        {
            if (rows.Count > MaximumRows) break;
            if (trial.ValueKind != JsonValueKind.Object)
                throw Fault($"Trial {rows.Count + 1} of the list is no object: one of names and values is expected.");
            var cells = new List<string?>();
            foreach (var (name, value) in Flatten(trial))
            {
                var place = columns.TryGetValue(name, out var known) ? known : columns[name] = columns.Count;
                while (cells.Count <= place) cells.Add(null);
                cells[place] = value;
            }
            rows.Add(cells);
        }
        return new([.. columns.Keys], rows);
    }

    /// <summary>
    /// One level of objects and lists becomes columns: <c>config: { x }</c> is <c>config.x</c>, <c>values: [ … ]</c> is <c>values.0</c>, ….
    /// </summary>
    private static IEnumerable<(string Name, string? Value)> Flatten(JsonElement trial)
    {
        foreach (var property in trial.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var inner in property.Value.EnumerateObject()) yield return ($"{property.Name}.{inner.Name}", Cell(inner.Value));
                    break;
                case JsonValueKind.Array:
                    var place = 0;
                    foreach (var item in property.Value.EnumerateArray()) yield return ($"{property.Name}.{place++}", Cell(item));
                    break;
                default:
                    yield return (property.Name, Cell(property.Value));
                    break;
            }
        }
    }

    private static string? Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        // An architecture, whose space the study knows.
        JsonValueKind.Object when value.TryGetProperty("genotype", out var genotype) => genotype.ToString(),
        _ => value.GetRawText(),
    };

    private static StudyFileException Fault(string message) => new([new("", message)]);
}
