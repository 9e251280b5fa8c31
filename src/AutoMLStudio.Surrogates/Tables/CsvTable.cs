using System.Collections.Concurrent;
using System.Globalization;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Surrogates.Tables;

/// <summary>
/// A table of evaluations made once and for all, so that a search can be measured in milliseconds. Numeric parameters are ordinal, their values being
/// those of the table; texts are categorical. Several rows of one configuration are repetitions of it.
/// </summary>
internal sealed class CsvTable
{
    private const int MaximumRows = 5_000_000;
    private static readonly ConcurrentDictionary<(string Path, DateTime Written, string Metrics), CsvTable> Known = new();

    private readonly Dictionary<Configuration, List<double[]>> _rows = [];

    private CsvTable(SearchSpace space, IReadOnlyList<string> metrics) => (Space, Metrics) = (space, metrics);

    /// <summary>Every combination of the values that occur.</summary>
    public SearchSpace Space { get; }

    /// <summary>Names of the results.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Number of different configurations.</summary>
    public int Count => _rows.Count;

    /// <summary>The table in a file; read once while the file stays as it is.</summary>
    /// <exception cref="InvalidDataException">It is no such table; the message says what is wrong in which line.</exception>
    public static CsvTable Read(string path, IReadOnlyList<string> metrics) =>
        Known.GetOrAdd((path, File.GetLastWriteTimeUtc(path), string.Join('\n', metrics)), _ => Parse(File.ReadLines(path), metrics));

    /// <summary>The repetitions of a configuration, a value a metric; null when the table does not hold it.</summary>
    public IReadOnlyList<double[]>? Find(Configuration configuration) => _rows.GetValueOrDefault(configuration);

    private static CsvTable Parse(IEnumerable<string> lines, IReadOnlyList<string> metrics)
    {
        var cells = lines.Where(l => l.Length > 0).Take(MaximumRows + 1).Select(l => l.Split(',')).ToList();
        if (cells.Count < 2) throw new InvalidDataException("path names a file without rows: a header and at least one row are expected.");
        var header = cells[0];
        foreach (var metric in metrics.Where(m => !header.Contains(m)))
            throw new InvalidDataException($"metrics names '{metric}', which is no column: {string.Join(", ", header)} are.");
        if (metrics.Count == 0 || metrics.Count == header.Length)
            throw new InvalidDataException($"metrics has {metrics.Count} of the {header.Length} columns: at least one result and one parameter are expected.");
        for (var i = 1; i < cells.Count; i++)
            if (cells[i].Length != header.Length)
                throw new InvalidDataException($"path: row {i} has {cells[i].Length} cells and the header {header.Length}.");
        int[] results = [.. metrics.Select(m => Array.IndexOf(header, m))];
        int[] inputs = [.. Enumerable.Range(0, header.Length).Where(i => !results.Contains(i))];
        var parameters = inputs.Select(i => Parameter(header[i], [.. cells.Skip(1).Select(row => row[i]).Distinct()])).ToList();
        var table = new CsvTable(new(parameters), metrics);
        for (var i = 1; i < cells.Count; i++) table.Add(i, cells[i], inputs, results, parameters);
        return table;
    }

    private void Add(int number, string[] row, int[] inputs, int[] results, List<ChoiceParameter> parameters)
    {
        var configuration = new Configuration(inputs.Zip(parameters, (i, p) => KeyValuePair.Create(p.Name, Value(row[i], p.Ordered))));
        double[] values = [.. results.Select(i => Number(row[i])
            ?? throw new InvalidDataException($"path: row {number} has '{row[i]}' as a result: a number is expected."))];
        if (!_rows.TryGetValue(configuration, out var repetitions)) _rows[configuration] = repetitions = [];
        repetitions.Add(values);
    }

    private static ChoiceParameter Parameter(string name, List<string> texts)
    {
        var numbers = texts.Select(Number).ToList();
        return numbers.TrueForAll(n => n is not null)
            ? new(name, [.. numbers.Select(n => n!.Value).Distinct().Order().Select(n => (ParameterValue)n)], Ordered: true)
            : new(name, [.. texts.Order(StringComparer.Ordinal).Select(t => (ParameterValue)t)]);
    }

    private static ParameterValue Value(string text, bool isNumber) => isNumber ? Number(text)!.Value : text;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
