using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Api;

/// <summary>What tests ask of the API.</summary>
internal static class ApiClient
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> PostStudyAsync(
        this HttpClient client, string text, string query = "", string type = "application/yaml") =>
        client.PostAsync($"/api/v1/studies{query}", new StringContent(text, Encoding.UTF8, type), Token);

    public static async Task<long> CreateAsync(this HttpClient client, string text, bool start = true)
    {
        using var response = await client.PostStudyAsync(text, $"?start={(start ? "true" : "false")}");
        var body = await response.Content.ReadAsStringAsync(Token);
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonNode.Parse(body)!["id"]!.GetValue<long>();
    }

    public static async Task<JsonObject> JsonAsync(this HttpClient client, string path) => (await client.GetFromJsonAsync<JsonObject>(path, Token))!;

    public static async Task<HttpResponseMessage> AskAsync(this HttpClient client, long id, string request) =>
        await client.PostAsync($"/api/v1/studies/{id}/{request}", null, Token);

    /// <summary>Waits until what the feed tells of a study satisfies <paramref name="isReached"/>.</summary>
    public static async Task<StudySummary> UntilAsync(this StudioFixture studio, long id, Func<StudySummary, bool> isReached)
    {
        var reached = new TaskCompletionSource<StudySummary>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queries = studio.Services.GetRequiredService<IStudyQueries>();
        async Task LookAsync()
        {
            var summary = (await queries.FindAsync(id, Token))!.Summary;
            if (isReached(summary)) reached.TrySetResult(summary);
        }
        using var subscription = studio.Services.GetRequiredService<StudyFeed>().Subscribe(id, _ => LookAsync());
        await LookAsync();
        return await reached.Task.WaitAsync(TimeSpan.FromMinutes(2), Token);
    }

    public static Task<StudySummary> UntilAsync(this StudioFixture studio, long id, StudyState state) => studio.UntilAsync(id, s => s.State == state);
}
