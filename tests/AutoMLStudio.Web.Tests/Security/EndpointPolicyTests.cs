using System.Net;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Security;

[Collection(StudioCollection.Name)]
public sealed class EndpointPolicyTests(StudioFixture studio)
{
    private static readonly string[] Known = [Policies.Use, Policies.Administer, Policies.Public];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_endpoint_names_a_policy()
    {
        var endpoints = studio.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .ToList();
        endpoints.Count.ShouldBeGreaterThan(20);
        var open = endpoints.Where(e => !e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => Known.Contains(a.Policy))
            || e.Metadata.GetMetadata<IAllowAnonymous>() is not null);
        // Of a build that is not published: files without an endpoint of their own. It names no policy, so it is denied to everybody.
        open.Select(e => e.RoutePattern.RawText).Where(r => r != "{**path:file}").ShouldBeEmpty();
    }

    [Fact]
    public void Only_files_and_health_are_public()
    {
        var endpoints = studio.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();
        var programs = endpoints.Where(e => e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy == Policies.Public))
            .Select(e => e.RoutePattern.RawText!.TrimStart('/'))
            .Where(r => !r.Contains('.', StringComparison.Ordinal) && r is not ("health" or "{**path:file}"));
        programs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_for_another_host_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/studies");
        request.Headers.Host = "evil.example";
        (await studio.Client.SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_change_asked_for_by_another_site_is_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/studies/1/start");
        request.Headers.TryAddWithoutValidation(header, value);
        (await studio.Client.SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/hubs/studies")]
    [InlineData("/_blazor")]
    public async Task A_web_socket_of_another_site_is_refused(string path)
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        socket.Options.CollectHttpResponseDetails = true;
        var address = new Uri(studio.Address.Replace("http", "ws", StringComparison.Ordinal) + path);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(address, Token));
        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_web_socket_of_the_studios_own_page_is_opened()
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", studio.Address);
        await socket.ConnectAsync(new Uri(studio.Address.Replace("http", "ws", StringComparison.Ordinal) + "/hubs/studies"), Token);
        socket.State.ShouldBe(System.Net.WebSockets.WebSocketState.Open);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/api/v1/studies/999999", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/studies/1/trials?take=x", HttpStatusCode.BadRequest)]
    public async Task Answers_say_what_they_may_load(string path, HttpStatusCode status)
    {
        using var response = await studio.Client.GetAsync(path, Token);
        response.StatusCode.ShouldBe(status);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self'; ");
    }

    [Theory]
    [InlineData("/app.css", "text/css")]
    [InlineData("/health", "text/plain")]
    [InlineData("/openapi/v1.json", "application/json")]
    public async Task Files_of_the_studio_are_served(string path, string type)
    {
        using var response = await studio.Client.GetAsync(path, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }
}
