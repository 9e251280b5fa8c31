using System.Text;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Imports;
using Microsoft.AspNetCore.Mvc;

namespace AutoMLStudio.Web.Api;

/// <summary>Finished trials from files.</summary>
internal static class ImportEndpoints
{
    /// <summary>Maps the endpoints below the studies.</summary>
    public static void MapImportApi(this IEndpointRouteBuilder studies)
    {
        studies.MapPost("/{id:long}/import", ImportAsync).Accepts<byte[]>("application/octet-stream", "multipart/form-data", "text/csv")
            .WithSummary("Import finished trials from CSV or JSON into a study that is not running; ?file= names the file, ?dry=true only tells what "
                + "it holds, ?skip=true leaves faulty rows out.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        studies.MapPost("/import/check", CheckAsync).Accepts<byte[]>("multipart/form-data")
            .WithSummary("What a file of trials holds for a study that is not kept yet: two file parts, the study and the trials.")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<TrialImport> ImportAsync(
        long id, HttpContext http, StudyImports imports, [FromQuery] string? file = null, [FromQuery] bool dry = false, [FromQuery] bool skip = false)
    {
        var files = await FilesAsync(http, file);
        if (files is not [var (name, text)]) throw new BadHttpRequestException($"The form has {files.Count} files: one is expected.");
        return dry ? await imports.PreviewAsync(id, name, text, http.RequestAborted)
            : await imports.ImportAsync(id, name, text, skip, http.RequestAborted);
    }

    private static async Task<TrialImport> CheckAsync(HttpContext http, StudyImports imports)
    {
        var files = await FilesAsync(http, null);
        if (files is not [var (_, study), var (name, text)])
            throw new BadHttpRequestException($"The form has {files.Count} files: two are expected, the study and the trials.");
        return await imports.PreviewAsync(study, name, text, http.RequestAborted);
    }

    private static async Task<List<(string Name, string Text)>> FilesAsync(HttpContext http, string? name)
    {
        const int most = TrialTableFile.MaximumBytes;
        UploadBody.Limit(http, most + StudyText.MaximumLength);
        var files = new List<(string, string)>();
        try
        {
            await foreach (var file in UploadBody.FilesAsync(http.Request, name, http.RequestAborted))
            {
                if (files.Count == 2) throw new BadHttpRequestException("The form has more than two files.");
                files.Add((file.Name, await TextAsync(file, most, http.RequestAborted)));
            }
        }
        catch (IOException exception) when (UploadBody.BrokeOff(exception))
        {
            throw new BadHttpRequestException("The form is malformed: it ends within a file.", exception);
        }
        return files;
    }

    private static async Task<string> TextAsync(UploadedFile file, int most, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await file.Content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (content.Length + read > most) throw TooLarge(most);
            content.Write(buffer, 0, read);
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content.GetBuffer(), 0, (int)content.Length);
        }
        catch (DecoderFallbackException exception)
        {
            throw new BadHttpRequestException("The file is not in UTF-8.", exception);
        }
    }

    private static BadHttpRequestException TooLarge(int most) =>
        new($"The file is too large: at most {most:N0} bytes are accepted.", StatusCodes.Status413PayloadTooLarge);
}
