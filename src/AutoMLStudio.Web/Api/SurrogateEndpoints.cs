using AutoMLStudio.Web.Surrogates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AutoMLStudio.Web.Api;

/// <summary>The model a sampler decides by, over one or two parameters, now or at any earlier moment.</summary>
internal static class SurrogateEndpoints
{
    private const string Given = "at.";

    /// <summary>What a model said in the past it says for ever; an hour's keeping lets a new version of the studio be seen.</summary>
    private const string Immutable = "private, max-age=3600, immutable";

    /// <summary>Maps the endpoints of one study's model.</summary>
    public static void MapSurrogateApi(this RouteGroupBuilder studies)
    {
        var surrogate = studies.MapGroup("/{id:long}/surrogate").ProducesProblem(StatusCodes.Status404NotFound);
        surrogate.MapGet("", CutAsync).Produces<SurrogateCut>().WithSummary(
            "The sampler's model over ?parameter= and ?and=, after the event ?sequence=; others at the incumbent's values or at ?at.NAME=.");
        surrogate.MapGet("/iterations", IterationsAsync).WithSummary("The moments to look back at: one an ended trial with a value.");
        surrogate.MapGet("/diagnostics", DiagnosticsAsync).Produces<SurrogateDiagnostics>()
            .WithSummary("What the model says of itself: length-scales, noise, calibration.");
        surrogate.MapGet("/minimum", MinimumAsync).Produces<SurrogateMinimum>()
            .WithSummary("Where the model believes the best value to lie, before and after the proposal is evaluated.");
    }

    private static async Task<IResult> CutAsync(
        long id, HttpRequest request, SurrogateQueries queries, CancellationToken cancellationToken, [FromQuery] string? parameter = null,
        [FromQuery] string? and = null, [FromQuery] long? sequence = null)
    {
        var moment = await MomentAsync(queries, id, sequence, cancellationToken);
        var given = request.Query.Where(q => q.Key.StartsWith(Given, StringComparison.Ordinal))
            .Select(q => KeyValuePair.Create(q.Key[Given.Length..], q.Value.ToString()));
        var look = SurrogateQueries.Look(moment, parameter, and, given);
        var tag = $"cut {id} {moment.Sequence} {string.Join(' ', look.Request.Parameters)} {look.Request.Given}";
        return new TaggedJson<SurrogateCut>(tag, () => queries.CutAsync(look, cancellationToken), moment.IsPast ? Immutable : null);
    }

    private static async Task<IResult> DiagnosticsAsync(
        long id, SurrogateQueries queries, CancellationToken cancellationToken, [FromQuery] long? sequence = null)
    {
        var moment = await MomentAsync(queries, id, sequence, cancellationToken);
        return new TaggedJson<SurrogateDiagnostics>(
            $"diagnostics {id} {moment.Sequence}", () => queries.DiagnosticsAsync(moment, cancellationToken),
            moment.IsPast ? Immutable : null);
    }

    private static async Task<IResult> MinimumAsync(
        long id, SurrogateQueries queries, CancellationToken cancellationToken, [FromQuery] long? sequence = null)
    {
        var moment = await MomentAsync(queries, id, sequence, cancellationToken);
        return new TaggedJson<SurrogateMinimum>(
            $"minimum {id} {moment.Sequence}", () => queries.MinimumAsync(moment, cancellationToken), moment.IsPast ? Immutable : null);
    }

    private static async Task<Ok<SurrogateIterations>> IterationsAsync(
        long id, SurrogateQueries queries, CancellationToken cancellationToken, [FromQuery] long after = 0)
    {
        Require.That(after >= 0, "after", after, "an integer of at least 0");
        return TypedResults.Ok(await queries.IterationsAsync(id, after, cancellationToken) ?? throw Require.Missing(id));
    }

    private static async Task<SurrogateMoment> MomentAsync(SurrogateQueries queries, long id, long? sequence, CancellationToken cancellationToken)
    {
        Require.That(sequence is null or >= 0, "sequence", sequence, "an integer of at least 0");
        return await queries.AtAsync(id, sequence, cancellationToken) ?? throw Require.Missing(id);
    }
}
