using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class TrialRequestTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seeds_are_tried_first_and_a_copy_after_the_end_when_the_study_is_resumed()
    {
        var id = await studio.Client.CreateAsync("""
            name: seeded
            evaluator: { type: function, function: branin }
            sampler: random
            budget: { trials: 3 }
            """, start: false);
        (await EnqueueAsync(id, """{"config":{"x1":3.1416,"x2":2.275}}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        await studio.Client.AskAsync(id, "start");
        await studio.UntilAsync(id, StudyState.Completed);
        (await ConfigAsync(id, 0)).ShouldBe("""{"x1":3.1416,"x2":2.275}""");

        (await studio.Client.AskAsync(id, "resume")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await EnqueueAsync(id, """{"config":{"x1":0,"x2":1},"parent":2}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await studio.Client.GetFromJsonAsync<JsonArray>($"/api/v1/studies/{id}/queue", Token))!.Count.ShouldBe(1);
        (await studio.Client.AskAsync(id, "resume")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await studio.UntilAsync(id, s => s.State == StudyState.Completed && s.Finished == 4);
        var last = await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials/3");
        (last["parent"]!.GetValue<int>(), last["trial"]!["config"]!.ToJsonString()).ShouldBe((2, """{"x1":0,"x2":1}"""));
        (await studio.Client.GetFromJsonAsync<JsonArray>($"/api/v1/studies/{id}/queue", Token))!.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_line_contains_what_a_line_cannot_hold()
    {
        var id = await studio.Client.CreateAsync("name: lines\nevaluator: { type: function, function: branin }\n", start: false);
        (await studio.Client.GetFromJsonAsync<JsonArray>($"/api/v1/studies/{id}/log?contains=%00", Token))!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"config":{"x1":99,"x2":1}}""", "'x1' is 99")]
    [InlineData("""{"config":{"x1":1}}""", "'x2' is missing")]
    [InlineData("""{"config":{"x1":1,"x2":1,"x3":1}}""", "'x3' is no parameter")]
    [InlineData("""{"config":{"x1":[1],"x2":1}}""", "a number, a text")]
    [InlineData("""{"config":{"x1":1,"x2":1},"parent":7}""", "the number of a trial")]
    [InlineData("""{"x1":1,"x2":1}""", "is missing: an object")]
    public async Task A_configuration_that_does_not_fit_is_refused_with_the_reason(string body, string reason)
    {
        var id = await studio.Client.CreateAsync("name: refusing\nevaluator: { type: function, function: branin }\n", start: false);
        using var response = await EnqueueAsync(id, body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain(reason);
    }

    [Fact]
    public async Task A_running_trial_is_stopped_a_failed_one_tried_again_and_what_they_wrote_is_kept()
    {
        var folder = Directory.CreateTempSubdirectory("requests-").FullName;
        var command = $"echo trying; if [ -e {folder}/go ]; then echo '{{\"value\": 2}}'; exit 0; fi; "
            + "if [ $STUDIO_TRIAL = 1 ]; then echo '{\"step\": 1, \"value\": 1}'; sleep 60; fi; echo no luck >&2; exit 3";
        var id = await studio.Client.CreateAsync(new JsonObject
        {
            ["name"] = "requests",
            ["evaluator"] = new JsonObject { ["type"] = "command", ["command"] = command },
            ["objective"] = new JsonObject { ["metric"] = "value", ["direction"] = "maximize" },
            ["space"] = new JsonObject { ["x"] = new JsonObject { ["type"] = "float", ["low"] = 0, ["high"] = 1 } },
            ["sampler"] = new JsonObject { ["type"] = "random" },
            ["scheduler"] = new JsonObject { ["type"] = "full", ["max_budget"] = 2 },
            ["budget"] = new JsonObject { ["trials"] = 2 },
        }.ToJsonString());
        await UntilTrialAsync(id, 1, t => t["step"]!.GetValue<double>() == 1);
        (await AskAsync(id, 1, "retry")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await AskAsync(id, 1, "stop")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await studio.UntilAsync(id, StudyState.Completed);
        var stopped = (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials/1"))["trial"]!;
        (stopped["state"]!.GetValue<string>(), stopped["value"]!.GetValue<double>()).ShouldBe(("stopped", 1));

        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "", Token);
        (await AskAsync(id, 0, "retry")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await studio.Client.AskAsync(id, "resume");
        await UntilTrialAsync(id, 0, t => t["state"]!.GetValue<string>() == "completed");
        await studio.UntilAsync(id, StudyState.Completed);
        (await AskAsync(id, 9, "stop")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Directory.Delete(folder, recursive: true);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body) =>
        client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);

    private Task<HttpResponseMessage> EnqueueAsync(long id, string body) => PostAsync(studio.Client, $"/api/v1/studies/{id}/trials", body);

    private Task<HttpResponseMessage> AskAsync(long id, int number, string wish) =>
        studio.Client.PostAsync($"/api/v1/studies/{id}/trials/{number}/{wish}", null, Token);

    private async Task<string> ConfigAsync(long id, int number) =>
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials/{number}"))["trial"]!["config"]!.ToJsonString();

    /// <summary>Waits, change by change of the study, until a trial is as it should be.</summary>
    private async Task UntilTrialAsync(long id, int number, Func<JsonNode, bool> isReached)
    {
        await studio.UntilAsync(id, s => s.Trials > number);
        while (true)
        {
            var trial = (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials/{number}"))["trial"]!;
            if (isReached(trial)) return;
            var sequence = (await studio.Client.JsonAsync($"/api/v1/studies/{id}"))["summary"]!["sequence"]!.GetValue<long>();
            if (sequence == trial["sequence"]!.GetValue<long>()) await studio.UntilAsync(id, s => s.Sequence > sequence);
        }
    }
}
