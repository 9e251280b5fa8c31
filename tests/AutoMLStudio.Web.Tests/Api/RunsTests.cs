using System.Net;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class RunsTests(StudioFixture studio)
{
    [Fact]
    public async Task Paused_trials_hold_no_worker_so_that_no_more_run_at_a_time_than_the_study_allows()
    {
        var id = await studio.Client.CreateAsync("""
            name: brackets
            evaluator: { type: function, function: counting_ones, dimension: 4, budget: 9 }
            sampler: random
            scheduler: { type: hyperband, eta: 3, min_budget: 1 }
            budget: { trials: 14 }
            parallelism: 2
            seed: 3
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        var answer = await studio.Client.JsonAsync($"/api/v1/studies/{id}/runs");
        int[] numbers = [.. answer["number"]!.AsArray().Select(n => n!.GetValue<int>())];
        long[] from = [.. answer["from"]!.AsArray().Select(n => n!.GetValue<long>())];
        long[] to = [.. answer["to"]!.AsArray().Select(n => n!.GetValue<long>())];

        // Nine trials in the first bracket are compared at one unit, and five in the second at three: each of them waits there.
        numbers.Distinct().ShouldBe(Enumerable.Range(0, 14), ignoreOrder: true);
        numbers.CountBy(n => n).ShouldContain(c => c.Value == 3);
        numbers.CountBy(n => n).ShouldContain(c => c.Value == 1);
        for (var i = 0; i < numbers.Length; i++)
        {
            to[i].ShouldBeGreaterThanOrEqualTo(from[i]);
            Enumerable.Range(0, numbers.Length).Count(j => from[j] <= from[i] && from[i] < to[j]).ShouldBeLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public async Task Trials_that_ran_in_one_go_are_left_out()
    {
        var id = await studio.Client.CreateAsync("""
            name: once
            evaluator: { type: function, function: branin }
            sampler: random
            budget: { trials: 3 }
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}/runs"))["number"]!.AsArray().ShouldBeEmpty();
        var missing = await studio.Client.GetAsync("/api/v1/studies/987654/runs", TestContext.Current.CancellationToken);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
