using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Surrogates.Importance;
using AutoMLStudio.Web.Security;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AutoMLStudio.Web.Api;

/// <summary>The REST API, <c>/api/v1</c>. Errors are problem details; a malformed study names every faulty field in <c>errors</c>.</summary>
public static class StudyEndpoints
{
    /// <summary>Largest number of events in one answer.</summary>
    public const int MaximumEvents = 10_000;

    /// <summary>Maps the endpoints of studies and methods.</summary>
    public static void MapStudyApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization(Policies.Use).WithTags("Studies").ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/methods", Methods).WithTags("Methods").WithSummary("Every method of the catalogue.");
        var studies = api.MapGroup("/studies");
        studies.MapGet("", SearchAsync).WithSummary("A page of studies, the newest first unless it is sorted otherwise.");
        studies.MapPost("", CreateAsync).Accepts<string>("application/json", "application/yaml")
            .WithSummary("Define a study from JSON or YAML; ?start=true starts it.");
        studies.MapPost("/check", CheckAsync).Accepts<string>("application/json", "application/yaml")
            .WithSummary("Read a study without keeping it: its faults, or its canonical form.");
        studies.MapGet("/{id:long}", FindAsync).WithSummary("One study with its definition.").ProducesProblem(StatusCodes.Status404NotFound);
        studies.MapPatch("/{id:long}", EditAsync).Accepts<StudyEdit>("application/json")
            .WithSummary("Change name, tags, notes or archived; what is left out stays.").ProducesProblem(StatusCodes.Status404NotFound);
        studies.MapPost("/{id:long}/clone", CloneAsync).WithSummary("Define a study with the definition of this one; ?start=true starts it.");
        studies.MapDelete("/{id:long}", DeleteAsync).WithSummary("Delete a study that is not running.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        foreach (var request in Enum.GetValues<StudyRequest>())
        {
            studies.MapPost(
                    $"/{{id:long}}/{request.ToString().ToLowerInvariant()}",
                    (long id, IStudyCommands commands, CancellationToken ct) => RequestAsync(id, request, commands, ct))
                .WithSummary($"{request} the study.").ProducesProblem(StatusCodes.Status409Conflict);
        }
        studies.MapTrialApi();
        studies.MapFrontApi();
        studies.MapModelApi();
        studies.MapTrialRequestApi();
        studies.MapImportApi();
        studies.MapGet("/{id:long}/events", EventsAsync).WithSummary("The events after a sequence number, in order.");
        studies.MapSurrogateApi();
        studies.MapSearchApi();
        studies.MapGet("/{id:long}/bounds", BoundsAsync)
            .WithSummary("What the stopping rules of the study have measured, against their thresholds.");
        studies.MapGet("/{id:long}/runs", RunsAsync).WithSummary("When trials that were paused or tried again held a worker.");
        studies.MapGet("/{id:long}/importance", ImportanceAsync)
            .WithSummary("How much each parameter matters; ?method=fanova or ped_anova, ?objective=METRIC. 204 while too few trials have completed.");
        studies.MapGet("/{id:long}/model.onnx", ModelAsync).WithSummary("The checked ONNX file of the best trial, or of ?trial=N.");
    }

    private static IEnumerable<MethodView> Methods(Catalog catalog) => catalog.Methods.Select(MethodView.Of);

    private static async Task<StudyList> SearchAsync(
        IStudyQueries queries, CancellationToken cancellationToken, [FromQuery] string? search = null, [FromQuery] string? state = null,
        [FromQuery] string? tag = null, [FromQuery] string? method = null, [FromQuery] string? dataset = null, [FromQuery] bool archived = false,
        [FromQuery] string sort = "created", [FromQuery] bool? descending = null, [FromQuery] int skip = 0, [FromQuery] int take = 50)
    {
        Require.That(skip >= 0, "skip", skip, "an integer of at least 0");
        Require.That(take is >= 1 and <= 1000, "take", take, "an integer from 1 to 1000");
        Require.That(StudyList.Orders.Contains(sort), "sort", sort, $"one of {string.Join(", ", StudyList.Orders)}");
        var states = Enum.GetNames<StudyState>();
        var isState = Enum.TryParse<StudyState>(state, ignoreCase: true, out var wanted) && states.Contains(state, StringComparer.OrdinalIgnoreCase);
        Require.That(state is null || isState, "state", state, $"one of {string.Join(", ", states).ToLowerInvariant()}");
        var query = new StudyListQuery(
            search, isState ? wanted : null, tag, method, dataset, archived, sort, descending ?? sort == "created", skip, take);
        return await queries.SearchAsync(query, cancellationToken);
    }

    private static async Task<Ok<StudyDetail>> EditAsync(
        long id, HttpRequest request, IStudyCommands commands, IStudyQueries queries, CancellationToken cancellationToken)
    {
        var edit = StudyEdit.Of(StudyText.Parse(await StudyBody.ReadAsync(request, cancellationToken)));
        await commands.EditAsync(id, edit, cancellationToken);
        return await FindAsync(id, queries, cancellationToken);
    }

    private static async Task<Created<CreatedStudy>> CloneAsync(
        long id, IStudyCommands commands, CancellationToken cancellationToken, [FromQuery] string? name = null, [FromQuery] bool start = false)
    {
        var clone = await commands.CloneAsync(id, name, start, cancellationToken);
        return TypedResults.Created($"/api/v1/studies/{clone}", new CreatedStudy(clone));
    }

    private static async Task<Created<CreatedStudy>> CreateAsync(
        HttpRequest request, IStudyCommands commands, CancellationToken cancellationToken, [FromQuery] bool start = false)
    {
        var id = await commands.CreateAsync(await StudyBody.ReadAsync(request, cancellationToken), start, cancellationToken);
        return TypedResults.Created($"/api/v1/studies/{id}", new CreatedStudy(id));
    }

    private static async Task<StudyCheck> CheckAsync(HttpRequest request, IStudyCommands commands, CancellationToken cancellationToken) =>
        await commands.CheckAsync(await StudyBody.ReadAsync(request, cancellationToken), cancellationToken);

    private static async Task<Ok<StudyDetail>> FindAsync(long id, IStudyQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.FindAsync(id, cancellationToken) ?? throw Require.Missing(id));

    private static async Task<NoContent> DeleteAsync(long id, IStudyCommands commands, CancellationToken cancellationToken)
    {
        await commands.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted> RequestAsync(long id, StudyRequest request, IStudyCommands commands, CancellationToken cancellationToken)
    {
        await commands.RequestAsync(id, request, cancellationToken);
        return TypedResults.Accepted($"/api/v1/studies/{id}");
    }

    private static async Task<IReadOnlyList<StudyEvent>> EventsAsync(
        long id, StudyQueries queries, CancellationToken cancellationToken, [FromQuery] long after = 0, [FromQuery] int limit = 1000)
    {
        Require.That(after >= 0, "after", after, "an integer of at least 0");
        Require.That(limit is >= 1 and <= MaximumEvents, "limit", limit, $"an integer from 1 to {MaximumEvents}");
        return await queries.EventsAsync(id, after, limit, cancellationToken) ?? throw Require.Missing(id);
    }

    private static async Task<IResult> BoundsAsync(long id, StoppingMeasures measures, CancellationToken cancellationToken)
    {
        var bounds = await measures.FindAsync(id, cancellationToken) ?? throw Require.Missing(id);
        return new TaggedJson<StudyBounds>($"bounds-{id}-{bounds.Sequence}", bounds);
    }

    private static async Task<IResult> RunsAsync(long id, TrialRuns runs, CancellationToken cancellationToken)
    {
        var found = await runs.FindAsync(id, cancellationToken) ?? throw Require.Missing(id);
        return new TaggedJson<StudyRuns>($"runs-{id}-{found.Sequence}", found);
    }

    private static async Task<IResult> ImportanceAsync(
        long id, IStudyQueries queries, StudyImportances importances, CancellationToken cancellationToken, [FromQuery] string method = "fanova",
        [FromQuery] string? objective = null)
    {
        Require.That(method is "fanova" or "ped_anova", "method", method, "fanova or ped_anova");
        var study = await queries.SummaryAsync(id, cancellationToken) ?? throw Require.Missing(id);
        var metrics = study.Objectives.Select(o => o.Metric).ToList();
        Require.That(objective is null || metrics.Contains(objective), "objective", objective, $"one of {string.Join(", ", metrics)}");
        var kind = method == "fanova" ? ImportanceMethod.Fanova : ImportanceMethod.PedAnova;
        var view = await importances.FindAsync(id, kind, Math.Max(0, metrics.IndexOf(objective!)), cancellationToken);
        return view is null ? TypedResults.NoContent() : new TaggedJson<ImportanceView>($"{id}-{view.Method}-{objective}-{view.Trials}", view);
    }

    private static async Task<FileStreamHttpResult> ModelAsync(
        long id, StudyModels models, BlobStore blobs, CancellationToken cancellationToken, [FromQuery] int? trial = null)
    {
        Require.That(trial is null or >= 0, "trial", trial, "an integer of at least 0");
        var artifact = await models.GetAsync(id, trial, cancellationToken);
        return TypedResults.File(
            blobs.OpenRead(artifact.Sha256), "application/octet-stream", $"study-{id}-trial-{artifact.TrialNumber}.onnx",
            entityTag: new($"\"{artifact.Sha256}\""));
    }
}

/// <summary>Identity of a new study.</summary>
public sealed record CreatedStudy(long Id);
