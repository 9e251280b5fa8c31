namespace AutoMLStudio.Web.Security;

/// <summary>What protects a person whose browser also shows other sites.</summary>
public static class RequestGuards
{
    /// <summary>Refuses requests that change something, or open a web socket, and come from another site's page.</summary>
    /// <remarks>
    /// Blazor's forms carry antiforgery tokens; the API has none to ask for, so it asks the browser where the request comes from. A web socket begins
    /// with a GET, but
    /// browsers let any page open one to anywhere and read what it brings.
    /// </remarks>
    public static Task RefuseOtherSites(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        var isSafe = (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)) && !OpensSocket(context.Request);
        if (isSafe || !IsFromOtherSite(context.Request)) return next(context);
        const string Reason = "Requests that change something and web sockets are accepted from the studio's own pages and from programs only.";
        return Results.Problem(Reason, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    }

    /// <summary>Says what pages may load: the studio's own files and nothing else.</summary>
    public static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        // The pages of the API reference and of the job dashboard bring scripts inside the page.
        var hasInlineScripts = IsUnder(context, "/scalar") || IsUnder(context, "/jobs");
        var script = hasInlineScripts ? "script-src 'self' 'unsafe-inline'" : "script-src 'self'";
        var policy =
            $"default-src 'self'; {script}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        // At the last moment: what answers an error begins by clearing the headers.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static bool IsUnder(HttpContext context, string path) =>
        context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    private static bool OpensSocket(HttpRequest request) => string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsFromOtherSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is not ("same-origin" or "none");
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Authority != request.Host.Value);
    }
}
