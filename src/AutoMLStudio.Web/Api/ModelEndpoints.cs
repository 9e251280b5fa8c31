using AutoMLStudio.Neural.Drawing;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Web.Models;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace AutoMLStudio.Web.Api;

/// <summary>Networks and trained models under <c>/api/v1/studies/{id}</c>.</summary>
internal static class ModelEndpoints
{
    /// <summary>Bytes of an uploaded picture.</summary>
    private const int MostPictureBytes = 16 << 20;

    private static readonly string[] PictureTypes = ["image/png", "image/jpeg", "image/bmp"];

    /// <summary>Maps the endpoints into the group of the studies.</summary>
    public static void MapModelApi(this RouteGroupBuilder studies)
    {
        studies.MapGet("/{id:long}/network", (long id, TrialNetworks networks, CancellationToken ct, [AsParameters] NetworkQuery query) =>
                NetworkAsync(id, null, networks, query, ct))
            .WithSummary("The drawn network of the best trial; no content while there is none.");
        studies.MapGet("/{id:long}/trials/{n:int}/network", (long id, int n, TrialNetworks networks, CancellationToken ct,
                [AsParameters] NetworkQuery query) => NetworkAsync(id, n, networks, query, ct))
            .WithSummary("The drawn network of a trial: boxes with shapes and costs, connections, totals.");
        studies.MapGet("/{id:long}/network.svg", (long id, TrialNetworks networks, CancellationToken ct, [AsParameters] NetworkQuery query) =>
                SvgAsync(id, null, networks, query, ct))
            .WithSummary("The same as an SVG file; no content while there is none.");
        studies.MapGet("/{id:long}/trials/{n:int}/network.svg", (long id, int n, TrialNetworks networks, CancellationToken ct,
                [AsParameters] NetworkQuery query) => SvgAsync(id, n, networks, query, ct))
            .WithSummary("The drawn network of a trial as an SVG file.");
        var models = studies.MapGroup("/{id:long}/models/{trial:int}").WithTags("Models").ProducesProblem(StatusCodes.Status409Conflict);
        models.MapGet("", (long id, int trial, IModelQueries queries, CancellationToken ct) => queries.FindAsync(id, Known(trial), ct))
            .WithSummary("The trained model of a trial: inputs, outputs, size, costs, the result of its check.");
        models.MapGet("/evaluation", EvaluationAsync).WithSummary("How it does on data that no training has seen.");
        models.MapGet("/latency", (long id, int trial, IModelQueries queries, CancellationToken ct) => queries.LatencyAsync(id, Known(trial), false, ct))
            .WithSummary("How long one example takes on this machine, on one thread.");
        models.MapGet("/samples", SamplesAsync).WithSummary("Examples that no training has seen.");
        models.MapPost("/predict", PredictAsync).Accepts<byte[]>("application/json", PictureTypes)
            .WithSummary("What the model says of rows (JSON) or of a picture (PNG, JPEG, BMP).");
    }

    private static async Task<IResult> NetworkAsync(
        long id, int? number, TrialNetworks networks, NetworkQuery query, CancellationToken cancellationToken)
    {
        Require.That(number is null or >= 0, "trial", number, "an integer of at least 0");
        var drawn = await networks.DrawAsync(id, number, query.Options(), cancellationToken);
        return drawn is null ? TypedResults.NoContent()
            : new TaggedJson<TrialNetwork>($"network {id} {drawn.Trial} {drawn.Network.Direction} {query.Unfold}", drawn);
    }

    private static async Task<IResult> SvgAsync(
        long id, int? number, TrialNetworks networks, NetworkQuery query, CancellationToken cancellationToken)
    {
        Require.That(number is null or >= 0, "trial", number, "an integer of at least 0");
        var drawn = await networks.DrawAsync(id, number, query.Options(), cancellationToken);
        return drawn is null ? TypedResults.NoContent() : TypedResults.Text(SvgDrawing.Write(drawn.Network), "image/svg+xml");
    }

    private static async Task<IResult> EvaluationAsync(long id, int trial, IModelQueries queries, CancellationToken cancellationToken)
    {
        var evaluation = await queries.EvaluateAsync(id, Known(trial), cancellationToken);
        return TypedResults.Json<ModelEvaluation>(evaluation, Core.Studies.StudyJson.Options);
    }

    private static Task<SamplePage> SamplesAsync(
        long id, int trial, ModelPredictions predictions, CancellationToken cancellationToken, [FromQuery] int page = 0, [FromQuery] int take = 24)
    {
        Require.That(page is >= 0 and <= 1_000_000, "page", page, "an integer from 0 to 1000000");
        Require.That(take is >= 1 and <= 100, "take", take, "an integer from 1 to 100");
        return predictions.SamplesAsync(id, Known(trial), page, take, cancellationToken);
    }

    private static async Task<Predictions> PredictAsync(
        long id, int trial, HttpRequest request, ModelPredictions predictions, CancellationToken cancellationToken, [FromQuery] bool invert = false)
    {
        Known(trial);
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.ToString().ToLowerInvariant() : "";
        if (type == "application/json")
        {
            using var json = new MemoryStream(await BodyAsync(request, ModelInput.MostBytes, cancellationToken));
            return await predictions.PredictRowsAsync(id, trial, json, cancellationToken);
        }
        if (!PictureTypes.Contains(type))
            throw new BadHttpRequestException(
                $"Content-Type '{request.ContentType}' is not accepted: application/json or {string.Join(", ", PictureTypes)} is expected.",
                StatusCodes.Status415UnsupportedMediaType);
        return await predictions.PredictPictureAsync(
            id, trial, await BodyAsync(request, MostPictureBytes, cancellationToken), invert, cancellationToken);
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        BadHttpRequestException TooLong() =>
            new($"The request is too long: at most {most:N0} bytes are accepted.", StatusCodes.Status413PayloadTooLarge);
        if (request.ContentLength > most) throw TooLong();
        using var body = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            body.Write(buffer, 0, read);
            if (body.Length > most) throw TooLong();
        }
        return body.ToArray();
    }

    private static int Known(int trial)
    {
        Require.That(trial >= 0, "trial", trial, "an integer of at least 0");
        return trial;
    }
}

/// <summary>How a network is to be drawn.</summary>
/// <param name="Direction">auto, down or right.</param>
/// <param name="Aspect">Width of the place that it is drawn in, divided by the height.</param>
/// <param name="Unfold">Ids of repeated sequences to draw in full, separated by commas, or <c>all</c>; <c>none</c> folds all of them.</param>
internal sealed record NetworkQuery([FromQuery] string? Direction, [FromQuery] double? Aspect, [FromQuery] string? Unfold)
{
    /// <summary>The options of the drawing.</summary>
    /// <exception cref="Core.Studies.StudyFileException">A value is not accepted.</exception>
    public DrawingOptions Options()
    {
        var names = Enum.GetValues<FlowDirection>().ToDictionary(d => d.ToString().ToLowerInvariant(), StringComparer.Ordinal);
        Require.That(names.ContainsKey(Direction ?? "auto"), "direction", Direction, $"one of {string.Join(", ", names.Keys)}");
        Require.That(Aspect is null or (>= 0.05 and <= 20), "aspect", Aspect, "a number from 0.05 to 20");
        var unfolded = Unfold?.Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return new(names[Direction ?? "auto"], Aspect ?? 1, unfolded);
    }
}
