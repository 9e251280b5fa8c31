using System.Text;
using AutoMLStudio.Web.Studies;
using Microsoft.Net.Http.Headers;

namespace AutoMLStudio.Web.Api;

/// <summary>Reads a study file from the body of a request: its type and size are checked before its text is.</summary>
internal static class StudyBody
{
    private static readonly string[] Accepted = ["application/json", "application/yaml", "application/x-yaml", "text/yaml"];

    /// <summary>The text.</summary>
    /// <exception cref="BadHttpRequestException">The type, the size or the encoding is not accepted.</exception>
    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // A form of another site can send text/plain without asking first, but not these.
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.ToString() : "";
        if (!Accepted.Contains(type, StringComparer.OrdinalIgnoreCase))
            throw new BadHttpRequestException(
                $"Content-Type '{request.ContentType}' is not accepted: application/json or application/yaml is expected.",
                StatusCodes.Status415UnsupportedMediaType);
        if (request.ContentLength > StudyText.MaximumLength) throw TooLong();
        using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var buffer = new char[Math.Min(request.ContentLength ?? StudyText.MaximumLength, StudyText.MaximumLength) + 1];
        try
        {
            var length = await reader.ReadBlockAsync(buffer, cancellationToken);
            return length <= StudyText.MaximumLength ? new string(buffer, 0, length) : throw TooLong();
        }
        catch (DecoderFallbackException exception)
        {
            throw new BadHttpRequestException("The study is not in UTF-8.", exception);
        }
    }

    private static BadHttpRequestException TooLong() =>
        new($"The study is too long: at most {StudyText.MaximumLength:N0} bytes are accepted.", StatusCodes.Status413PayloadTooLarge);
}
