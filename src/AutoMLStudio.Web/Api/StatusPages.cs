using Microsoft.AspNetCore.Diagnostics;

namespace AutoMLStudio.Web.Api;

/// <summary>A body for the API's answers that have a status and nothing else.</summary>
internal static class StatusPages
{
    /// <summary>True where programs ask, which want problem details; people want a page.</summary>
    public static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);

    public static Task WriteAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var detail = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}.",
            StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not possible at {http.Request.Path}.",
            _ => null,
        };
        return Results.Problem(detail, statusCode: http.Response.StatusCode).ExecuteAsync(http);
    }
}
