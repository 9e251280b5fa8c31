using System.Collections;
using System.Diagnostics.CodeAnalysis;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>Which rows a question means, and in which order.</summary>
internal static class TrialSelection
{
    /// <summary>The rows that a query asks for, in its order, all pages of them. Empty cells stand last, whichever way it is ordered.</summary>
    /// <exception cref="StudyFileException">The filter or the order names what is not there; the fault says what would be accepted.</exception>
    public static int[] Of(TrialColumns columns, TrialQuery query)
    {
        var order = columns.Find(query.Sort) ?? throw Fault("sort", $"There is no column '{query.Sort}'; {Known(columns)}");
        var rows = Filtered(columns, query.Filter);
        if (order == columns.Number && !query.Descending) return rows;
        var sign = query.Descending ? -1 : 1;
        Array.Sort(rows, (a, b) =>
        {
            var (isEmpty, isOtherEmpty) = (order.IsEmpty(a), order.IsEmpty(b));
            var compared = isEmpty || isOtherEmpty ? isEmpty.CompareTo(isOtherEmpty) : sign * order.Compare(a, b);
            return compared != 0 ? compared : a.CompareTo(b);
        });
        return rows;
    }

    private static int[] Filtered(TrialColumns columns, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [.. Enumerable.Range(0, columns.Count)];
        try
        {
            var filter = Filter.Parse(text, Words(columns));
            var cells = new Row(filter.Names.ToDictionary(n => n, n => Meant(columns, n), StringComparer.Ordinal));
            var rows = new List<int>();
            for (cells.At = 0; cells.At < columns.Count; cells.At++)
                if (filter.Holds(cells)) rows.Add(cells.At);
            return [.. rows];
        }
        catch (FormatException exception)
        {
            throw Fault("filter", exception.Message);
        }
    }

    /// <summary>The states and the choices, unless a column has that name.</summary>
    private static HashSet<string> Words(TrialColumns columns)
    {
        var words = columns.Config.OfType<ChoiceColumn>().Append(columns.State).SelectMany(c => c.Choices)
            .Where(c => c.Kind == ValueKind.Text).Select(c => c.Text).ToHashSet(StringComparer.Ordinal);
        words.RemoveWhere(w => columns.Find(w) is not null);
        return words;
    }

    private static TrialColumn Meant(TrialColumns columns, string name) =>
        columns.Find(name) ?? throw Fault("filter", $"There is no column '{name}'; {Known(columns)} A text stands in quotes.");

    private static string Known(TrialColumns columns) => $"one of {string.Join(", ", columns.Names)} is expected.";

    private static StudyFileException Fault(string field, string message) => new([new(field, message)]);

    /// <summary>The row at <see cref="At"/> as the values of an expression.</summary>
    private sealed class Row(Dictionary<string, TrialColumn> columns) : IReadOnlyDictionary<string, ParameterValue>
    {
        public int At { get; set; }

        public ParameterValue this[string key] => columns[key][At];

        public IEnumerable<string> Keys => columns.Keys;

        public IEnumerable<ParameterValue> Values => columns.Values.Select(c => c[At]);

        public int Count => columns.Count;

        public bool ContainsKey(string key) => columns.ContainsKey(key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out ParameterValue value)
        {
            var isKnown = columns.TryGetValue(key, out var column);
            value = isKnown ? column![At] : default;
            return isKnown;
        }

        public IEnumerator<KeyValuePair<string, ParameterValue>> GetEnumerator() =>
            columns.Select(c => new KeyValuePair<string, ParameterValue>(c.Key, c.Value[At])).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
