using System.Security.Cryptography;
using System.Text;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Api;

/// <summary>A JSON answer that the browser may keep but must ask about: unchanged, it costs no body.</summary>
/// <param name="tag">Names the content: equal tags, equal content.</param>
/// <param name="value">The content.</param>
public sealed class TaggedJson<T>(string tag, T value) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var quoted = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tag)))[..16]}\"";
        httpContext.Response.Headers.ETag = quoted;
        httpContext.Response.Headers.CacheControl = "private, no-cache";
        var isKnown = httpContext.Request.Headers.IfNoneMatch.Contains(quoted);
        return (isKnown ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Json(value, StudyJson.Options)).ExecuteAsync(httpContext);
    }
}
