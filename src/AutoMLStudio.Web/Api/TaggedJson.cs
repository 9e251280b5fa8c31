using System.Security.Cryptography;
using System.Text;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Api;

/// <summary>A JSON answer that the browser may keep but must ask about: unchanged, it costs no body.</summary>
/// <param name="tag">Names the content: equal tags, equal content.</param>
/// <param name="make">Makes the content; asked only when the browser does not have it.</param>
/// <param name="keeping">How long it may be kept unasked, as a cache directive; null for not at all.</param>
public sealed class TaggedJson<T>(string tag, Func<Task<T>> make, string? keeping = null) : IResult
{
    /// <summary>An answer that is there already.</summary>
    public TaggedJson(string tag, T value) : this(tag, () => Task.FromResult(value))
    {
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var quoted = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tag)))[..16]}\"";
        httpContext.Response.Headers.ETag = quoted;
        httpContext.Response.Headers.CacheControl = keeping ?? "private, no-cache";
        var isKnown = httpContext.Request.Headers.IfNoneMatch.Contains(quoted);
        await (isKnown ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Json(await make(), StudyJson.Options))
            .ExecuteAsync(httpContext);
    }
}
