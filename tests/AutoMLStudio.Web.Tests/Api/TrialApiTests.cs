using System.Net;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class TrialApiTests(StudioFixture studio)
{
    private const string Study = """
        name: columns
        evaluator: { type: function, function: forrester }
        space:
          x1: { type: float, low: 0, high: 1 }
          kind: { type: categorical, choices: [plain, odd] }
          more: { type: int, low: 1, high: 9, when: { kind: odd } }
        sampler: random
        budget: { trials: 30 }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_hold_the_trials_touched_since_and_unchanged_ones_cost_no_body()
    {
        var (id, summary) = await RunAsync();
        var all = await studio.Client.JsonAsync($"/api/v1/studies/{id}/columns");
        all["sequence"]!.GetValue<long>().ShouldBe(summary.Sequence);
        all["total"]!.GetValue<int>().ShouldBe(30);
        Numbers(all["number"]).ShouldBe(Enumerable.Range(0, 30).Select(n => (double?)n));
        all["state"]!.AsArray().ShouldAllBe(s => s!.GetValue<string>() == "completed");
        Numbers(all["value"]).Min().ShouldBe(summary.BestValue);
        all["metrics"]!.AsArray().Select(m => m!.GetValue<string>()).ShouldBe([summary.Metric]);
        Numbers(all["values"]![summary.Metric]).ShouldBe(Numbers(all["value"]));
        var kinds = Numbers(all["config"]!["kind"]);
        kinds.ShouldAllBe(k => k == 0 || k == 1);
        Numbers(all["config"]!["more"]).Select(m => m is null).ShouldBe(kinds.Select(k => k == 0));
        var last = await studio.Client.JsonAsync($"/api/v1/studies/{id}/columns?after={summary.Sequence - 2}");
        Numbers(last["number"]).ShouldBe([29.0]);

        using var first = await studio.Client.GetAsync($"/api/v1/studies/{id}/columns", Token);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/studies/{id}/columns");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await studio.Client.SendAsync(again, Token);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Trials_are_filtered_ordered_and_downloaded()
    {
        var (id, _) = await RunAsync();
        var filter = Uri.EscapeDataString("kind = odd and config.more >= 5");
        var page = await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?filter={filter}&sort=config.more&descending=true&take=100");
        var trials = page["trials"]!.AsArray();
        trials.Count.ShouldBe(page["total"]!.GetValue<int>());
        var more = trials.Select(t => t!["config"]!["more"]!.GetValue<double>()).ToList();
        more.ShouldAllBe(m => m >= 5);
        more.ShouldBe(more.OrderDescending());
        var empty = await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?sort=more&take=100");
        empty["trials"]!.AsArray().Select(t => t!["config"]!["more"] is null).ShouldBeInOrder();

        var csv = (await studio.Client.GetStringAsync($"/api/v1/studies/{id}/trials.csv?filter={filter}", Token)).TrimEnd().Split("\r\n");
        csv[0].ShouldStartWith("number,state,value,budget,step,seconds,attempt,started_at,ended_at,reason,imported,config.x1,config.kind,config.more,metrics.");
        csv.Length.ShouldBe(trials.Count + 1);
        var json = JsonNode.Parse(await studio.Client.GetStringAsync($"/api/v1/studies/{id}/trials.json?filter={filter}", Token))!.AsArray();
        json.Count.ShouldBe(trials.Count);
    }

    [Theory]
    [InlineData("filter", "valu < 3", "There is no column 'valu'; one of number, state, value,")]
    [InlineData("filter", "value <", "ends where a value is expected")]
    [InlineData("filter", "value", "neither true nor false")]
    [InlineData("sort", "config.y", "There is no column 'config.y'")]
    [InlineData("take", "0", "from 1 to 1000")]
    public async Task A_bad_question_names_its_field(string field, string value, string fault)
    {
        var (id, _) = await RunAsync();
        using var response = await studio.Client.GetAsync($"/api/v1/studies/{id}/trials?{field}={Uri.EscapeDataString(value)}", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        problem["errors"]![field]![0]!.GetValue<string>().ShouldContain(fault);
    }

    [Fact]
    public async Task Curves_hold_every_report_of_the_trials_asked_for()
    {
        var (id, summary) = await RunAsync();
        var curves = await studio.Client.JsonAsync($"/api/v1/studies/{id}/curves?trials=7,3,99,3");
        curves["metric"]!.GetValue<string>().ShouldBe(summary.Metric);
        Numbers(curves["number"]).ShouldBe([3.0, 7.0]);
        Numbers(curves["steps"]![0]).ShouldBe([1.0]);
        var best = await studio.Client.JsonAsync($"/api/v1/studies/{id}/curves?limit=10");
        Numbers(best["number"]).ShouldContain((double)summary.BestTrial!.Value);
        using var bad = await studio.Client.GetAsync($"/api/v1/studies/{id}/curves?metric=speed", Token);
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static List<double?> Numbers(JsonNode? array) => [.. array!.AsArray().Select(n => n?.GetValue<double>())];

    private async Task<(long Id, Web.Studies.StudySummary Summary)> RunAsync()
    {
        var id = await studio.Client.CreateAsync(Study);
        return (id, await studio.UntilAsync(id, StudyState.Completed));
    }
}
