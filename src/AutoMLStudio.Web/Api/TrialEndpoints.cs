using System.Globalization;
using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Columns;
using Microsoft.AspNetCore.Mvc;

namespace AutoMLStudio.Web.Api;

/// <summary>The trials of a study: pages, columns, learning curves and files.</summary>
internal static class TrialEndpoints
{
    /// <summary>Maps the endpoints below a study.</summary>
    public static void MapTrialApi(this IEndpointRouteBuilder studies)
    {
        studies.MapGet("/{id:long}/trials", TrialsAsync)
            .WithSummary("A page of trials. sort: any column (number, value, state, …, config.NAME, metrics.NAME); filter: an expression such as "
                + "state = completed and learning_rate < 1e-3.");
        studies.MapGet("/{id:long}/trials.csv", CsvAsync).WithSummary("All trials that sort and filter ask for, as CSV.");
        studies.MapGet("/{id:long}/trials.json", JsonAsync).WithSummary("All trials that sort and filter ask for, as JSON.");
        studies.MapGet("/{id:long}/columns", ColumnsAsync)
            .WithSummary("The trials touched since a sequence number, column by column; a sample of more than 20,000.");
        studies.MapGet("/{id:long}/curves", CurvesAsync).WithSummary("Learning curves: of ?trials=1,2, or of the best and a sample of the rest.");
    }

    private static async Task<TrialPage> TrialsAsync(
        long id, StudyTables tables, CancellationToken cancellationToken, [FromQuery] int skip = 0, [FromQuery] int take = 100,
        [FromQuery] string sort = "number", [FromQuery] bool descending = false, [FromQuery] string? filter = null)
    {
        Require.That(skip >= 0, "skip", skip, "an integer of at least 0");
        Require.That(take is >= 1 and <= 1000, "take", take, "an integer from 1 to 1000");
        return await tables.TrialsAsync(id, new(skip, take, sort, descending, filter), cancellationToken) ?? throw Require.Missing(id);
    }

    private static async Task<IResult> CsvAsync(
        long id, StudyTables tables, CancellationToken cancellationToken, [FromQuery] string sort = "number", [FromQuery] bool descending = false,
        [FromQuery] string? filter = null)
    {
        var file = await tables.FileAsync(id, new(Sort: sort, Descending: descending, Filter: filter), cancellationToken)
            ?? throw Require.Missing(id);
        return TypedResults.Stream(stream => file.WriteCsvAsync(stream, cancellationToken), "text/csv; charset=utf-8", $"study-{id}-trials.csv");
    }

    private static async Task<IResult> JsonAsync(
        long id, StudyTables tables, CancellationToken cancellationToken, [FromQuery] string sort = "number", [FromQuery] bool descending = false,
        [FromQuery] string? filter = null)
    {
        var file = await tables.FileAsync(id, new(Sort: sort, Descending: descending, Filter: filter), cancellationToken)
            ?? throw Require.Missing(id);
        return TypedResults.Stream(
            stream => JsonSerializer.SerializeAsync(stream, file.TrialsAsync(cancellationToken), StudyJson.Options, cancellationToken),
            "application/json", $"study-{id}-trials.json");
    }

    private static async Task<IResult> ColumnsAsync(
        long id, StudyTables tables, CancellationToken cancellationToken, [FromQuery] long after = 0)
    {
        Require.That(after >= 0, "after", after, "an integer of at least 0");
        var columns = await tables.ColumnsAsync(id, after, cancellationToken) ?? throw Require.Missing(id);
        return new TaggedJson<StudyColumns>(
            $"columns-{id}-{after}-{columns.Sequence}-{JsonSerializer.Serialize(columns.Summary, StudyJson.Options)}", columns);
    }

    private static async Task<IResult> CurvesAsync(
        long id, StudyTables tables, CancellationToken cancellationToken, [FromQuery] string? metric = null, [FromQuery] int limit = 200,
        [FromQuery] string? trials = null)
    {
        Require.That(limit is >= 1 and <= StudyTables.MaximumCurves, "limit", limit, $"an integer from 1 to {StudyTables.MaximumCurves}");
        var curves = await tables.CurvesAsync(id, metric, limit, Numbers(trials), cancellationToken) ?? throw Require.Missing(id);
        return new TaggedJson<StudyCurves>($"curves-{id}-{curves.Metric}-{limit}-{trials}-{curves.Sequence}", curves);
    }

    private static List<int>? Numbers(string? trials)
    {
        if (string.IsNullOrEmpty(trials)) return null;
        var numbers = new List<int>();
        foreach (var text in trials.Split(','))
        {
            var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            Require.That(isNumber, "trials", trials, "numbers of trials with commas between them, such as 3,17");
            numbers.Add(number);
        }
        return numbers;
    }
}
