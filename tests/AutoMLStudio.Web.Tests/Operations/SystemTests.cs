using System.Net;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Operations;

[Collection(StudioCollection.Name)]
public sealed class SystemTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_system_names_its_machine_versions_tables_and_queues()
    {
        var system = await studio.Client.JsonAsync("/api/v1/system");
        system["machine"]!["cores"]!.GetValue<int>().ShouldBe(Environment.ProcessorCount);
        system["machine"]!["torch_threads"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(1);
        system["machine"]!["backend"]!.GetValue<string>().ShouldBe("cpu");
        Names(system["versions"]!).ShouldBe(
            ["AutoML Studio", ".NET", "PostgreSQL", "TorchSharp", "libtorch", "ONNX Runtime", "Hangfire"], ignoreOrder: true);
        Names(system["database"]!["tables"]!).ShouldContain("trials");
        system["database"]!["pending_migrations"]!.AsArray().ShouldBeEmpty();
        system["database"]!["bytes"]!.GetValue<long>().ShouldBeGreaterThan(1_000_000);
        Names(system["queues"]!).ShouldContain("studies");
        (await ServerAsync())["workers"]!.GetValue<int>().ShouldBe(4);
    }

    [Fact]
    public async Task A_drained_server_ends_what_it_has_begun_and_takes_nothing_until_it_may()
    {
        var begun = await studio.Client.CreateAsync(Study("begun before the drain", delay: 0.3));
        await studio.UntilAsync(begun, s => s.Finished >= 1);
        var id = (await ServerAsync())["id"]!.GetValue<string>();
        (await AskAsync(id, "drain")).ShouldBe(HttpStatusCode.NoContent);
        try
        {
            await UntilDrainAsync("closed");
            var queued = await studio.Client.CreateAsync(Study("asked for meanwhile", delay: 0));
            (await studio.UntilAsync(begun, StudyState.Completed)).Finished.ShouldBe(12);
            (await studio.Services.GetRequiredService<IStudyQueries>().FindAsync(queued, Token))!.Summary.State.ShouldBe(StudyState.Queued);
            (await AskAsync(id, "undrain")).ShouldBe(HttpStatusCode.NoContent);
            await studio.UntilAsync(queued, StudyState.Completed);
        }
        finally
        {
            await AskAsync(id, "undrain");
        }
        await UntilDrainAsync("open");
    }

    [Fact]
    public async Task A_server_that_does_not_exist_cannot_be_drained() => (await AskAsync("nobody:1:2", "drain")).ShouldBe(HttpStatusCode.NotFound);

    private static string Study(string name, double delay) => FormattableString.Invariant($$"""
        name: {{name}}
        evaluator: { type: function, function: forrester, delay: {{delay}} }
        sampler: random
        budget: { trials: 12 }
        """);

    private static IEnumerable<string> Names(JsonNode list) => list.AsArray().Select(i => i!["name"]!.GetValue<string>());

    private async Task<HttpStatusCode> AskAsync(string id, string request)
    {
        using var response = await studio.Client.PostAsync($"/api/v1/system/servers/{Uri.EscapeDataString(id)}/{request}", null, Token);
        return response.StatusCode;
    }

    private async Task UntilDrainAsync(string state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await ServerAsync())["drain"]!.GetValue<string>() != state) await timer.WaitForNextTickAsync(Token);
    }

    // The servers of other tests' processes, killed ones among them, are listed as well.
    private async Task<JsonNode> ServerAsync() => (await studio.Client.JsonAsync("/api/v1/system"))["servers"]!.AsArray()
        .Single(s => s!["id"]!.GetValue<string>().Contains($":{Environment.ProcessId}:", StringComparison.Ordinal))!;
}
