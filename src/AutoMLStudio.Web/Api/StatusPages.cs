using Microsoft.AspNetCore.Diagnostics;

namespace AutoMLStudio.Web.Api;

/// <summary>A body for answers that have a status and nothing else: problem details for programs, a line for people.</summary>
internal static class StatusPages
{
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
