using System.Net;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class SearchApiTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_is_read_epoch_by_epoch_with_what_is_derived_in_each()
    {
        var id = await SeededAsync(epochs: 4, skips: 2, found: 3);
        var search = await studio.Client.JsonAsync($"/api/v1/studies/{id}/searches/0");
        search["slots"]!.AsArray().Count.ShouldBe(28);
        search["slots"]![0]!["candidates"]!.AsArray().Count.ShouldBe(8);
        (search["total"]!.GetValue<int>(), search["budget"]!.GetValue<double>(), search["space"]!.GetValue<string>()).ShouldBe((4, 4d, "cell"));
        var epochs = search["epochs"]!.AsArray();
        epochs.Select(e => e!["step"]!.GetValue<double>()).ShouldBe([1, 2, 3, 4]);
        foreach (var slot in epochs[3]!["weights"]!.AsArray()) slot!.AsArray().Sum(w => w!.GetValue<double>()).ShouldBe(1, 1e-4);
        epochs[3]!["metrics"]!["validation_accuracy"]!.GetValue<double>().ShouldBeGreaterThan(0.5);

        // Two edges a node of each cell; the first node of the normal cell takes both inputs as they are.
        var chosen = epochs[3]!["chosen"]!.AsArray().Select(c => c!.AsArray().Select(p => p!.GetValue<int>()).ToArray()).ToList();
        chosen.Sum(c => c.Length).ShouldBe(16);
        chosen[0].Concat(chosen[1]).ShouldBe([3, 3]);
        search["slots"]![0]!["candidates"]![3]!.GetValue<string>().ShouldBe("skip_connect");
    }

    [Fact]
    public async Task Only_the_epochs_since_are_asked_for_and_what_is_known_costs_no_body()
    {
        var id = await SeededAsync(epochs: 5, skips: 0, found: 1);
        var path = $"/api/v1/studies/{id}/searches/0?after=3";
        (await studio.Client.JsonAsync(path))["epochs"]!.AsArray().Select(e => e!["step"]!.GetValue<double>()).ShouldBe([4, 5]);
        using var first = await studio.Client.GetAsync(path, Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await studio.Client.SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task What_was_found_stands_beside_the_trials_that_trained_it()
    {
        var id = await SeededAsync(epochs: 3, skips: 1, found: 3);
        var list = await studio.Client.JsonAsync($"/api/v1/studies/{id}/searches");
        var found = list["searches"]!.AsArray().ShouldHaveSingleItem()!["found"]!.AsArray();
        found.Select(f => f!["trained"]!["trial"]!.GetValue<int>()).ShouldBe([1, 2, 3]);
        found[0]!["genotype"]!.GetValue<string>().ShouldStartWith("Genotype(normal=[('skip_connect', 0)");
        found[0]!["score"]!.GetValue<double>().ShouldBe(0.93, 1e-9);
        found[0]!["trained"]!["metrics"]!["parameters"]!.GetValue<double>().ShouldBe(6510);
        // The study's best is a candidate, never the search.
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}"))["summary"]!["best_trial"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("searches/1", HttpStatusCode.NotFound, "no search")]
    [InlineData("searches/77", HttpStatusCode.NotFound, "no trial 77")]
    [InlineData("searches/0?after=-1", HttpStatusCode.BadRequest, "at least 0")]
    public async Task What_is_no_search_is_refused_in_words(string path, HttpStatusCode status, string words)
    {
        var id = await SeededAsync(epochs: 2, skips: 0, found: 1);
        using var response = await studio.Client.GetAsync($"/api/v1/studies/{id}/{path}", Token);
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain(words);
    }

    private async Task<long> SeededAsync(int epochs, int skips, int found)
    {
        var id = await studio.Client.CreateAsync("""
            name: seeded search
            dataset: glyphs
            evaluator: { type: network, epochs: 6 }
            space: { cell: { type: architecture, space: cell, channels: 4, cells: 3 } }
            sampler: random
            budget: { trials: 20 }
            """, start: false);
        await SearchTwin.WriteAsync(studio.Services, id, epochs, skips, found, Token);
        return id;
    }
}
