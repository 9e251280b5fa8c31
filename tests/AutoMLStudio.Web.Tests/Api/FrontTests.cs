using System.Net;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class FrontTests(StudioFixture studio)
{
    [Fact]
    public async Task The_front_and_its_hypervolume_are_those_of_the_trials()
    {
        var id = await CreateAsync("front");
        var trials = (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?take=100"))["trials"]!.AsArray();
        // The second objective is maximised: its loss is its negative.
        double[][] losses = [.. trials.Select(t => new[] { Metric(t!, "value"), -Metric(t!, "exact") })];
        int[] front = [.. Pareto.Front(losses).Order()];

        var answer = await studio.Client.JsonAsync($"/api/v1/studies/{id}/front");
        answer["front"]!.AsArray().Select(n => n!.GetValue<int>()).ShouldBe(front);
        answer["rule"]!.GetValue<string>().ShouldBe("nadir");
        double[] reference = [.. answer["reference"]!.AsArray().Select(v => v!.GetValue<double>())];
        double[] expected = Hypervolume.Reference(losses);
        reference.ShouldBe([expected[0], -expected[1]]);
        Last(answer).ShouldBe(Hypervolume.Of(losses, expected), 1e-9 * Last(answer));

        // The same trials carry the mark, and the filter finds them.
        trials.Where(t => t!["on_front"]!.GetValue<bool>()).Select(t => t!["number"]!.GetValue<int>()).ShouldBe(front);
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?filter=front%20%3D%201"))["total"]!.GetValue<int>().ShouldBe(front.Length);
        var summary = (await studio.Client.JsonAsync($"/api/v1/studies/{id}"))["summary"]!;
        summary["front_size"]!.GetValue<int>().ShouldBe(front.Length);
        summary["objectives"]!.AsArray().Select(o => o!["metric"]!.GetValue<string>()).ShouldBe(["value", "exact"]);
        var listed = (await studio.Client.JsonAsync("/api/v1/studies"))["studies"]!.AsArray().Single(s => s!["id"]!.GetValue<long>() == id)!;
        listed["front_size"]!.GetValue<int>().ShouldBe(front.Length);
    }

    [Fact]
    public async Task The_reference_point_can_be_chosen_and_what_is_none_is_refused()
    {
        var id = await CreateAsync("reference");
        var worst = await studio.Client.JsonAsync($"/api/v1/studies/{id}/front?reference=worst");
        worst["rule"]!.GetValue<string>().ShouldBe("worst");
        var given = await studio.Client.JsonAsync($"/api/v1/studies/{id}/front?reference=1000,-1000");
        given["reference"]!.AsArray().Select(v => v!.GetValue<double>()).ShouldBe([1000, -1000]);
        Last(given).ShouldBeGreaterThan(Last(worst));
        var token = TestContext.Current.CancellationToken;
        foreach (var bad in new[] { "1000", "1,2,3", "a,b", "1,infinity" })
        {
            var refused = await studio.Client.GetAsync($"/api/v1/studies/{id}/front?reference={bad}", token);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, bad);
            (await refused.Content.ReadAsStringAsync(token)).ShouldContain("nadir, worst or 2 numbers");
        }
        (await studio.Client.GetAsync("/api/v1/studies/987654/front", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Importances_are_of_the_objective_that_is_asked_for_and_one_objective_has_no_front()
    {
        var id = await CreateAsync("importance of the second");
        var answer = await studio.Client.JsonAsync($"/api/v1/studies/{id}/importance?objective=exact");
        answer["parameters"]!.AsArray().Sum(p => p!["importance"]!.GetValue<double>()).ShouldBe(1, 1e-9);
        var token = TestContext.Current.CancellationToken;
        (await studio.Client.GetAsync($"/api/v1/studies/{id}/importance?objective=speed", token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var single = await studio.Client.CreateAsync("""
            name: one objective
            evaluator: { type: function, function: branin }
            sampler: random
            budget: { trials: 2 }
            """);
        await studio.UntilAsync(single, StudyState.Completed);
        (await studio.Client.GetAsync($"/api/v1/studies/{single}/front", token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await studio.Client.GetAsync($"/api/v1/studies/{single}/trials?filter=front%20%3D%201", token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<long> CreateAsync(string name)
    {
        var id = await studio.Client.CreateAsync($$"""
            name: {{name}}
            objective: [{ metric: value, direction: minimize }, { metric: exact, direction: maximize }]
            evaluator: { type: function, function: branin, noise: 20 }
            sampler: random
            budget: { trials: 40 }
            seed: 5
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        return id;
    }

    private static double Metric(JsonNode trial, string name) => trial["metrics"]![name]!.GetValue<double>();

    private static double Last(JsonNode front) => front["hypervolume"]!.AsArray()[^1]!.GetValue<double>();
}
