using System.Runtime.CompilerServices;
using AutoMLStudio.Web.Datasets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AutoMLStudio.Web.Api;

/// <summary>Reads files from the body of a request as they come: the body itself, or the file parts of a form.</summary>
internal static class UploadBody
{
    /// <summary>Bytes of a form beside its files.</summary>
    private const long FormOverhead = 64 << 10;

    /// <summary>Lets the request be as long as the studio accepts, and refuses one that says it is longer before it is read.</summary>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static void Limit(HttpContext http, long mostBytes)
    {
        if (http.Request.ContentLength > mostBytes + FormOverhead) throw TooLarge(mostBytes);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = mostBytes + FormOverhead;
    }

    /// <summary>The answer to what is too large.</summary>
    public static BadHttpRequestException TooLarge(long mostBytes) =>
        new($"The file is too large: at most {mostBytes:N0} bytes are accepted (Studio:MaxUploadBytes).", StatusCodes.Status413PayloadTooLarge);

    /// <summary>True when the form ended within a part. A fault of the disk carries the number that the system gave it, this one none.</summary>
    public static bool BrokeOff(IOException exception) => exception is not BadHttpRequestException && exception.HResult == new IOException().HResult;

    /// <summary>The files of the request, one after the other: each is to be read before the next is asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fileName">Name of the file when the body is the file itself.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BadHttpRequestException">The type of the body or the form is malformed.</exception>
    public static async IAsyncEnumerable<UploadedFile> FilesAsync(
        HttpRequest request, string? fileName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            throw new BadHttpRequestException(
                "The request has no Content-Type: application/octet-stream with the file as the body, or multipart/form-data, is expected.",
                StatusCodes.Status415UnsupportedMediaType);
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(fileName ?? "upload", request.Body);
            yield break;
        }
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 200) throw new BadHttpRequestException("The form has no boundary.");
        var reader = new MultipartReader(boundary, request.Body);
        while (await NextAsync(reader, cancellationToken) is { } section)
        {
            if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
                yield return new(Name(disposition), section.Body);
        }
    }

    private static string Name(ContentDispositionHeaderValue disposition) =>
        (disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName)).Value ?? "upload";

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is IOException && exception is not BadHttpRequestException))
        {
            throw new BadHttpRequestException($"The form is malformed: {exception.Message}", exception);
        }
    }
}
