using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Hubs;
using Microsoft.AspNetCore.SignalR.Client;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class StudyApiTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_study_is_defined_run_and_read_over_http()
    {
        var id = await studio.Client.CreateAsync("""
            name: branin over http
            evaluator: { type: function, function: branin }
            sampler: { type: gp, initial_trials: 5 }
            budget: { trials: 8 }
            parallelism: 2
            """);
        var summary = await studio.UntilAsync(id, StudyState.Completed);
        summary.Finished.ShouldBe(8);
        summary.Progress.ShouldBe(1);

        var trials = await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?sort=value&take=3");
        trials["total"]!.GetValue<int>().ShouldBe(8);
        trials["trials"]!.AsArray().Count.ShouldBe(3);
        trials["trials"]![0]!["value"]!.GetValue<double>().ShouldBe(summary.BestValue!.Value);

        var events = await studio.Client.GetFromJsonAsync<JsonArray>($"/api/v1/studies/{id}/events?after=2&limit=5", Token);
        events!.Select(e => e!["sequence"]!.GetValue<long>()).ShouldBe([3, 4, 5, 6, 7]);
    }

    [Fact]
    public async Task A_study_is_paused_and_resumed_and_loses_no_trial()
    {
        var id = await studio.Client.CreateAsync("""
            name: paused
            evaluator: { type: function, function: forrester, delay: 0.05 }
            sampler: random
            budget: { trials: 40 }
            parallelism: 2
            """);
        await studio.UntilAsync(id, s => s.Finished >= 3);
        (await studio.Client.AskAsync(id, "pause")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var paused = await studio.UntilAsync(id, StudyState.Paused);
        paused.Finished.ShouldBeLessThan(40);
        (await studio.Client.AskAsync(id, "resume")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var done = await studio.UntilAsync(id, StudyState.Completed);
        done.Finished.ShouldBe(40);
        done.Trials.ShouldBe(40);
        done.Failed.ShouldBe(0);
    }

    [Fact]
    public async Task A_cancelled_study_ends_at_once_and_can_be_deleted()
    {
        var id = await studio.Client.CreateAsync("""
            name: cancelled
            evaluator: { type: function, function: forrester, delay: 600 }
            sampler: random
            """);
        await studio.UntilAsync(id, s => s.State == StudyState.Running && s.Trials == 1);
        (await studio.Client.DeleteAsync($"/api/v1/studies/{id}", Token)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await studio.Client.AskAsync(id, "cancel")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await studio.UntilAsync(id, StudyState.Stopped);
        var trials = await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials");
        trials["trials"]![0]!["state"]!.GetValue<string>().ShouldBe("cancelled");
        (await studio.Client.DeleteAsync($"/api/v1/studies/{id}", Token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await studio.Client.GetAsync($"/api/v1/studies/{id}", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_stopped_study_lets_running_trials_finish()
    {
        var id = await studio.Client.CreateAsync("""
            name: stopped
            evaluator: { type: function, function: forrester, delay: 0.1 }
            sampler: random
            budget: { trials: 1000 }
            parallelism: 3
            """);
        await studio.UntilAsync(id, s => s.Finished >= 2);
        await studio.Client.AskAsync(id, "stop");
        var stopped = await studio.UntilAsync(id, StudyState.Stopped);
        stopped.Finished.ShouldBe(stopped.Trials);
        stopped.Failed.ShouldBe(0);
    }

    [Fact]
    public async Task The_hub_tells_watchers_that_a_study_has_changed()
    {
        var id = await studio.Client.CreateAsync("""
            name: watched
            evaluator: { type: function, function: forrester }
            sampler: random
            budget: { trials: 5 }
            """, start: false);
        await using var connection = new HubConnectionBuilder().WithUrl(studio.Address + StudyHub.Path).Build();
        var heard = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.On<long, long>(StudyHub.Changed, (study, sequence) =>
        {
            if (study == id && sequence >= 10) heard.TrySetResult(sequence);
        });
        await connection.StartAsync(Token);
        await connection.InvokeAsync("Watch", id, Token);
        await studio.Client.AskAsync(id, "start");
        (await heard.Task.WaitAsync(TimeSpan.FromSeconds(60), Token)).ShouldBeGreaterThan(0);
    }
}
