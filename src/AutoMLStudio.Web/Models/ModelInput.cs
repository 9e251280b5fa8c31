using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Web.Models;

/// <summary>
/// Reads <c>{"rows": […]}</c>: each row is an array of the model's numbers, or, for a table, an object of cells by name of the field.
/// </summary>
internal static class ModelInput
{
    /// <summary>Rows in one request.</summary>
    public const int MostRows = 256;

    /// <summary>Bytes of a request.</summary>
    public const int MostBytes = 16 << 20;

    /// <summary>The rows as examples, one after another.</summary>
    /// <exception cref="StudyFileException">The text is malformed or a row has a fault.</exception>
    public static async Task<float[]> ReadAsync(
        Stream json, OnnxModel model, IReadOnlyList<TableField> fields, CancellationToken cancellationToken)
    {
        using var document = await ParseAsync(json, cancellationToken);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("rows", out var rows)
            || rows.ValueKind != JsonValueKind.Array)
            throw Fault("rows", "It is missing: an object with an array 'rows' is expected.");
        if (rows.GetArrayLength() is < 1 or > MostRows)
            throw Fault("rows", $"There are {rows.GetArrayLength()} rows: 1 to {MostRows} are expected.");
        var (examples, faults) = (new List<float>(), new List<Fault>());
        var number = 0;
        foreach (var row in rows.EnumerateArray())
        {
            var place = $"rows[{number++}]";
            var (values, wrong) = row.ValueKind == JsonValueKind.Object && fields.Count > 0
                ? TableField.Encode(fields, Cells(row, place), model.ColumnNames.Count, place)
                : Numbers(row, model, fields, place);
            examples.AddRange(values);
            faults.AddRange(wrong);
            if (faults.Count > 20) break;
        }
        return faults.Count == 0 ? [.. examples] : throw new StudyFileException(faults);
    }

    private static async Task<JsonDocument> ParseAsync(Stream json, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(json, cancellationToken: cancellationToken);
        }
        catch (JsonException exception)
        {
            throw Fault("body", $"It is no JSON: {exception.Message}");
        }
    }

    /// <summary>Cells as texts; an array or an object as a cell is left for the field to refuse.</summary>
    private static Dictionary<string, string?> Cells(JsonElement row, string place)
    {
        var cells = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            foreach (var cell in row.EnumerateObject())
                cells[cell.Name] = cell.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => cell.Value.GetString(),
                    _ => cell.Value.GetRawText(),
                };
        }
        catch (InvalidOperationException)
        {
            throw Fault(place, "An escape such as \\ud800 in it is half a character; both halves are expected.");
        }
        return cells;
    }

    private static (float[], IReadOnlyList<Fault>) Numbers(JsonElement row, OnnxModel model, IReadOnlyList<TableField> fields, string place)
    {
        var expected = $"an array of {model.Input.Elements} numbers ({model.Input})"
            + (fields.Count > 0 ? $" or an object of the fields {string.Join(", ", fields.Take(12).Select(f => f.Name))}" : "");
        if (row.ValueKind != JsonValueKind.Array) return ([], [new(place, $"It is no row: {expected} is expected.")]);
        if (row.GetArrayLength() != model.Input.Elements)
            return ([], [new(place, $"It has {row.GetArrayLength()} values: {expected} is expected.")]);
        var values = new float[row.GetArrayLength()];
        var i = 0;
        foreach (var value in row.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out values[i]) || !float.IsFinite(values[i]))
                return ([], [new($"{place}[{i}]", $"'{Shown(value.GetRawText())}' is not accepted: a finite number is expected.")]);
            i++;
        }
        return (values, []);
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static StudyFileException Fault(string field, string message) => new([new(field, message)]);
}
