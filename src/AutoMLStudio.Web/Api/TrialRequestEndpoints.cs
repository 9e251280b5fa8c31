using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AutoMLStudio.Web.Api;

/// <summary>What programs may ask of single trials, and what these say.</summary>
internal static class TrialRequestEndpoints
{
    /// <summary>Largest number of lines in one answer.</summary>
    private const int MaximumLines = 10_000;

    /// <summary>Maps the endpoints below a study.</summary>
    public static void MapTrialRequestApi(this IEndpointRouteBuilder studies)
    {
        studies.MapPost("/{id:long}/trials", EnqueueAsync).Accepts<EnqueueBody>("application/json")
            .WithSummary("Put a configuration into the study's queue: it is tried before the sampler is asked, or when the study is resumed.");
        studies.MapGet("/{id:long}/queue", QueueAsync).WithSummary("The configurations that wait to be tried.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        studies.MapDelete("/{id:long}/queue/{entry:long}", WithdrawAsync).WithSummary("Take a configuration out of the queue.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        studies.MapGet("/{id:long}/trials/{number:int}", FindAsync).WithSummary("One trial.").ProducesProblem(StatusCodes.Status404NotFound);
        foreach (var wish in new[] { TrialWish.Stop, TrialWish.Retry })
        {
            studies.MapPost(
                    $"/{{id:long}}/trials/{{number:int}}/{wish.ToString().ToLowerInvariant()}",
                    (long id, int number, ITrialCommands commands, CancellationToken ct) => AskAsync(id, number, wish, commands, ct))
                .WithSummary(wish == TrialWish.Stop ? "End a running trial; it keeps the value of its last report."
                    : "Try a failed or cancelled trial again.")
                .ProducesProblem(StatusCodes.Status409Conflict);
        }
        studies.MapGet("/{id:long}/log", LogAsync).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Lines that trials wrote, after a line's identity; of ?trial=N, or with ?contains=text.");
    }

    private static async Task<Created<EnqueuedView>> EnqueueAsync(
        long id, HttpRequest request, ITrialCommands commands, CancellationToken cancellationToken)
    {
        var body = StudyText.Parse(await StudyBody.ReadAsync(request, cancellationToken)) as JsonObject;
        if (body?["config"] is not JsonObject config)
            throw new StudyFileException([new("config", "is missing: an object of parameters and values is expected.")]);
        int? parent = body["parent"] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<int>(out var number) => number,
            _ => throw new StudyFileException([new("parent", "is not accepted: the number of a trial is expected.")]),
        };
        var entry = await commands.EnqueueAsync(id, config, parent, cancellationToken);
        return TypedResults.Created($"/api/v1/studies/{id}/queue", new EnqueuedView(entry));
    }

    private static async Task<IReadOnlyList<WaitingTrial>> QueueAsync(
        long id, IStudyQueries studies, ITrialQueries queries, CancellationToken cancellationToken)
    {
        if (await studies.SummaryAsync(id, cancellationToken) is null) throw Require.Missing(id);
        return await queries.WaitingAsync(id, cancellationToken);
    }

    private static async Task<NoContent> WithdrawAsync(long id, long entry, ITrialCommands commands, CancellationToken cancellationToken)
    {
        await commands.WithdrawAsync(id, entry, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TrialDetail>> FindAsync(long id, int number, ITrialQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.FindAsync(id, number, cancellationToken)
            ?? throw new StudyRequestException($"Study {id} has no trial {number}.", isMissing: true));

    private static async Task<Accepted> AskAsync(
        long id, int number, TrialWish wish, ITrialCommands commands, CancellationToken cancellationToken)
    {
        await commands.AskAsync(id, number, wish, cancellationToken);
        return TypedResults.Accepted($"/api/v1/studies/{id}/trials/{number}");
    }

    private static async Task<IReadOnlyList<LogLineView>> LogAsync(
        long id, IStudyQueries studies, ITrialQueries queries, CancellationToken cancellationToken, [FromQuery] int? trial = null,
        [FromQuery] long after = 0, [FromQuery] string? contains = null, [FromQuery] int limit = 1000)
    {
        Require.That(after >= 0, "after", after, "an integer of at least 0");
        Require.That(limit is >= 1 and <= MaximumLines, "limit", limit, $"an integer from 1 to {MaximumLines}");
        if (await studies.SummaryAsync(id, cancellationToken) is null) throw Require.Missing(id);
        return await queries.LogAsync(id, trial, after, contains, limit, cancellationToken);
    }
}

/// <summary>A configuration to try.</summary>
/// <param name="Config">A value for each active parameter.</param>
/// <param name="Parent">The trial that it was changed from.</param>
public sealed record EnqueueBody(JsonObject Config, int? Parent);

/// <summary>Identity of a configuration in its study's queue.</summary>
/// <param name="Id">The identity.</param>
public sealed record EnqueuedView(long Id);
