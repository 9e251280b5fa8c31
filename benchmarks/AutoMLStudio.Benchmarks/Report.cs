using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace AutoMLStudio.Benchmarks;

/// <summary>Writes figures as a table or as lines of JSON; progress goes to standard error.</summary>
internal static class Report
{
    /// <summary>Runs the benchmarks and writes what they measure; gives the figures that miss their targets.</summary>
    public static async Task<IReadOnlyList<BenchmarkRow>> WriteAsync(IEnumerable<Benchmark> benchmarks, int? seeds, bool json, CancellationToken cancellationToken)
    {
        var missed = new List<BenchmarkRow>();
        foreach (var benchmark in benchmarks)
        {
            await Console.Error.WriteLineAsync($"{benchmark.Key}: {benchmark.Description}");
            var rows = new List<BenchmarkRow>();
            await foreach (var row in benchmark.Run(seeds ?? benchmark.Seeds, part => Console.Error.WriteLine($"  {part}"), cancellationToken))
            {
                rows.Add(row);
                if (json) Console.Out.WriteLine(Line(benchmark, row));
            }
            if (!json) Table(benchmark, rows);
            missed.AddRange(rows.Where(r => !r.Holds));
        }
        return missed;
    }

    private static string Line(Benchmark benchmark, BenchmarkRow row) => JsonSerializer.Serialize(new
    {
        benchmark = benchmark.Key,
        name = row.Name,
        unit = row.Unit,
        median = row.Median,
        lower_quartile = row.LowerQuartile,
        upper_quartile = row.UpperQuartile,
        mean = row.Mean,
        standard_error = row.StandardError,
        seeds = row.Values.Count,
        target = row.Target,
        holds = row.Holds,
        values = row.Values,
        machine = Machine.Description,
    });

    private static void Table(Benchmark benchmark, List<BenchmarkRow> rows)
    {
        var table = new Table().Title(Markup.Escape(benchmark.Description)).Caption(Markup.Escape(Machine.Description));
        foreach (var column in new[] { "figure", "unit", "median", "quartiles", "mean", "seeds", "target" }) table.AddColumn(column);
        foreach (var row in rows)
        {
            var quartiles = $"{Text(row.LowerQuartile)} to {Text(row.UpperQuartile)}";
            var target = row.Target is { } t ? $"{(row.LargerIsBetter ? "≥" : "≤")} {Text(t)}{(row.ByMean ? " + 2 s.e." : "")}{(row.Holds ? "" : " missed")}" : "";
            string[] cells = [row.Name, row.Unit, Text(row.Median), quartiles, $"{Text(row.Mean)} ± {Text(row.StandardError)}", $"{row.Values.Count}", target];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }
        // A file has no width of its own: wide enough for every name.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 180;
        AnsiConsole.Write(table);
    }

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
