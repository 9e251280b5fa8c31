using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Hosting;
using AutoMLStudio.Web.Security;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Api;

/// <summary>Datasets in the REST API.</summary>
public static class DatasetEndpoints
{
    /// <summary>Maps the endpoints of datasets.</summary>
    public static void MapDatasetApi(this IEndpointRouteBuilder app)
    {
        var datasets = app.MapGroup("/api/v1/datasets").RequireAuthorization(Policies.Use).WithTags("Datasets")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        datasets.MapGet("", (IDatasets all, CancellationToken ct) => all.ListAsync(ct)).WithSummary("All datasets, uploaded and built-in.");
        datasets.MapPost("", UploadAsync).Accepts<byte[]>("application/octet-stream", "multipart/form-data")
            .WithSummary("Upload a dataset: the file as the body (?file= its name), or one or more file parts of a form; ?name= names it.")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        datasets.MapGet("/{name}", FindAsync).WithSummary("One dataset with its profile.").ProducesProblem(StatusCodes.Status404NotFound);
        datasets.MapGet("/{name}/samples.png", SamplesAsync).WithSummary("Sample pictures of all classes in one sheet.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        datasets.MapGet("/{name}/file", FileAsync).WithSummary("The uploaded file.").ProducesProblem(StatusCodes.Status404NotFound);
        datasets.MapPost("/{name}/rename", RenameAsync).WithSummary("Give an unused dataset another name: ?to=NAME.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        datasets.MapDelete("/{name}", DeleteAsync).WithSummary("Delete a dataset that no study refers to.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Created<CreatedDataset>> UploadAsync(
        HttpContext http, DatasetUploads uploads, IOptions<StudioOptions> options, [FromQuery] string? name = null, [FromQuery] string? file = null)
    {
        var most = options.Value.MaxUploadBytes;
        UploadBody.Limit(http, most);
        try
        {
            var added = await uploads.AddAsync(UploadBody.FilesAsync(http.Request, file, http.RequestAborted), name, http.RequestAborted);
            return TypedResults.Created($"/api/v1/datasets/{added}", new CreatedDataset(added));
        }
        catch (InvalidDataException)
        {
            throw UploadBody.TooLarge(most);
        }
        catch (IOException exception) when (UploadBody.BrokeOff(exception))
        {
            throw new BadHttpRequestException("The form is malformed: it ends within a file.", exception);
        }
    }

    private static async Task<DatasetDetail> FindAsync(string name, IDatasets datasets, CancellationToken cancellationToken) =>
        await datasets.FindAsync(name, cancellationToken) ?? throw Missing(name);

    private static async Task<FileStreamHttpResult> SamplesAsync(
        string name, HttpContext http, DatasetLibrary library, CancellationToken cancellationToken)
    {
        var detail = await library.FindAsync(name, cancellationToken) ?? throw Missing(name);
        if (detail.Profile.Images is not { } images || await library.SamplesAsync(name, cancellationToken) is not { } png)
            throw new StudyRequestException($"The dataset '{name}' has no sample pictures.", isMissing: true);
        // The page asks for it by its hash: another dataset of the same name has another address.
        http.Response.Headers.CacheControl = http.Request.Query.ContainsKey("v") ? "private, max-age=31536000, immutable" : "private, no-cache";
        return TypedResults.File(png, "image/png", entityTag: new($"\"{images.Samples.Sha256}\""));
    }

    private static async Task<FileStreamHttpResult> FileAsync(
        string name, DatasetLibrary library, BlobStore blobs, CancellationToken cancellationToken)
    {
        var row = await library.RowAsync(name, cancellationToken) ?? throw Missing(name);
        if (!blobs.Contains(row.Sha256))
            throw new StudyRequestException($"The file of the dataset '{name}' is not in this machine's blob folder.", isMissing: true);
        return TypedResults.File(
            blobs.OpenRead(row.Sha256), "application/octet-stream", row.FileName, entityTag: new($"\"{row.Sha256}\""), enableRangeProcessing: true);
    }

    private static async Task<NoContent> RenameAsync(string name, [FromQuery] string to, IDatasets datasets, CancellationToken cancellationToken)
    {
        await datasets.RenameAsync(name, to, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(string name, IDatasets datasets, CancellationToken cancellationToken)
    {
        await datasets.DeleteAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static StudyRequestException Missing(string name) => new($"There is no dataset '{name}'.", isMissing: true);
}

/// <summary>Name of a new dataset.</summary>
public sealed record CreatedDataset(string Name);
