using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class OutcomeTests(StudioFixture studio)
{
    [Fact]
    public async Task The_best_of_a_constrained_study_is_its_best_feasible_trial_wherever_it_stands()
    {
        var id = await CreateAsync("{ metric: disk, at_most: 20 }", 60);
        var trials = (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?take=100"))["trials"]!.AsArray();
        var feasible = trials.Where(t => Metric(t!, "disk") <= 20).ToList();
        feasible.Count.ShouldBeInRange(3, 40);
        trials.ShouldAllBe(t => Math.Abs(t!["violation"]!.GetValue<double>() - Math.Max(0, Metric(t!, "disk") - 20)) < 1e-12);
        var best = feasible.MinBy(t => Metric(t!, "value"))!;
        trials.Min(t => Metric(t!, "value")).ShouldBeLessThan(Metric(best, "value"));

        var summary = (await studio.Client.JsonAsync($"/api/v1/studies/{id}"))["summary"]!;
        (Number(summary["best_trial"]), summary["best_is_feasible"]!.GetValue<bool>()).ShouldBe((Number(best["number"]), true));
        summary["outcomes"]!.ToJsonString().ShouldBe("""[{"metric":"disk","side":"at_most","bound":20}]""");
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?filter=feasible%20%3D%201"))["total"]!.GetValue<int>().ShouldBe(feasible.Count);
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?sort=violation&descending=true&take=1"))["trials"]![0]!["violation"]!.GetValue<double>()
            .ShouldBe(trials.Max(t => t!["violation"]!.GetValue<double>()));
        var columns = await studio.Client.JsonAsync($"/api/v1/studies/{id}/columns");
        columns["violation"]!.AsArray().Count(v => v!.GetValue<double>() == 0).ShouldBe(feasible.Count);

        // The line of a list goes through feasible trials alone: it ends at the best of them.
        var listed = (await studio.Client.JsonAsync("/api/v1/studies"))["studies"]!.AsArray().Single(s => s!["id"]!.GetValue<long>() == id)!;
        listed["sparkline"]!.AsArray()[^1]!.GetValue<double>().ShouldBe(Metric(best, "value"));
    }

    [Fact]
    public async Task A_study_none_of_whose_trials_is_feasible_says_so()
    {
        var id = await CreateAsync("{ metric: value, at_most: -1 }", 5);
        var trials = (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials"))["trials"]!.AsArray();
        var summary = (await studio.Client.JsonAsync($"/api/v1/studies/{id}"))["summary"]!;
        summary["best_is_feasible"]!.GetValue<bool>().ShouldBeFalse();
        Number(summary["best_trial"]).ShouldBe(Number(trials.MinBy(t => t!["violation"]!.GetValue<double>())!["number"]));
        var listed = (await studio.Client.JsonAsync("/api/v1/studies"))["studies"]!.AsArray().Single(s => s!["id"]!.GetValue<long>() == id)!;
        listed["best_is_feasible"]!.GetValue<bool>().ShouldBeFalse();
        listed["sparkline"]!.AsArray().ShouldAllBe(v => v == null);
    }

    [Fact]
    public async Task Only_feasible_trials_are_on_the_front_and_span_its_volume()
    {
        var id = await studio.Client.CreateAsync("""
            name: constrained front
            objective: [{ metric: value, direction: minimize }, { metric: exact, direction: maximize }]
            outcomes: { metric: disk, at_most: 20 }
            evaluator: { type: function, function: branin, noise: 20 }
            sampler: random
            budget: { trials: 40 }
            seed: 5
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        var trials = (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?take=100"))["trials"]!.AsArray();
        var answer = await studio.Client.JsonAsync($"/api/v1/studies/{id}/front");
        var front = answer["front"]!.AsArray().Select(n => n!.GetValue<int>()).ToHashSet();
        front.ShouldNotBeEmpty();
        trials.Where(t => front.Contains(Number(t!["number"]))).ShouldAllBe(t => Metric(t!, "disk") <= 20);
        answer["trials"]!.GetValue<int>().ShouldBe(trials.Count(t => Metric(t!, "disk") <= 20));
        trials.Where(t => t!["on_front"]!.GetValue<bool>()).Select(t => Number(t!["number"])).ShouldBe(front, ignoreOrder: true);
    }

    private static int Number(JsonNode? node) => node!.GetValue<int>();

    private static double Metric(JsonNode trial, string name) => trial["metrics"]![name]!.GetValue<double>();

    private async Task<long> CreateAsync(string outcome, int trials)
    {
        var id = await studio.Client.CreateAsync($$"""
            name: constrained {{trials}}
            outcomes: [{{outcome}}]
            evaluator: { type: function, function: branin }
            sampler: random
            budget: { trials: {{trials}} }
            seed: 5
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        return id;
    }
}
