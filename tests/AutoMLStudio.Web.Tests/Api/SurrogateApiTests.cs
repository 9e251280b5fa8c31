using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Surrogates;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class SurrogateApiTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_is_read_over_one_and_two_parameters_at_any_moment_from_one_fit()
    {
        var id = await RunAsync("gp, initial_trials: 5", "branin", 8);
        var iterations = await JsonAsync($"{id}/surrogate/iterations");
        var sequences = iterations["sequences"]!.AsArray().Select(s => s!.GetValue<long>()).ToList();
        sequences.Count.ShouldBe(8);
        iterations["moment"]!.GetValue<long>().ShouldBe(sequences[^1]);
        (await JsonAsync($"{id}/surrogate/iterations?after={sequences[5]}"))["numbers"]!.AsArray().Count.ShouldBe(2);

        var fits = studio.Services.GetRequiredService<SurrogateFits>();
        var before = fits.Count;
        var at = $"sequence={sequences[6]}";
        var curve = await JsonAsync($"{id}/surrogate?parameter=x1&{at}");
        curve["status"]!.GetValue<string>().ShouldBe("ready");
        curve["known"]!.GetValue<int>().ShouldBe(7);
        Field(curve, "mean").Count.ShouldBe(curve["axes"]![0]!["values"]!.AsArray().Count);
        curve["points"]!["number"]!.AsArray().Count.ShouldBe(7);
        var held = await JsonAsync($"{id}/surrogate?parameter=x1&{at}&at.x2=3.5");
        held["at"]!["x2"]!.GetValue<double>().ShouldBe(3.5);
        Field(held, "mean").ToJsonString().ShouldNotBe(Field(curve, "mean").ToJsonString());
        var map = await JsonAsync($"{id}/surrogate?parameter=x1&and=x2&{at}");
        Field(map, "deviation").Count.ShouldBe(map["axes"]!.AsArray().Select(a => a!["values"]!.AsArray().Count).Aggregate((a, b) => a * b));
        var diagnostics = await JsonAsync($"{id}/surrogate/diagnostics?{at}");
        diagnostics["vectors"]![0]!["key"]!.GetValue<string>().ShouldBe("length_scale");
        diagnostics["left_out"]!["number"]!.AsArray().Count.ShouldBe(7);
        diagnostics["left_out"]!["coverage"]!.GetValue<double>().ShouldBeInRange(0, 1);
        fits.Count.ShouldBe(before + 1);

        var early = await JsonAsync($"{id}/surrogate?parameter=x1&sequence={sequences[3]}");
        early["status"]!.GetValue<string>().ShouldBe("waiting");
        (early["known"]!.GetValue<int>(), early["needed"]!.GetValue<int>()).ShouldBe((4, 5));
        fits.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_past_model_may_be_kept_and_the_present_one_is_asked_about()
    {
        var id = await RunAsync("gp, initial_trials: 2", "forrester", 4);
        using var past = await studio.Client.GetAsync($"/api/v1/studies/{id}/surrogate?sequence=6", Token);
        past.Headers.CacheControl!.ToString().ShouldContain("immutable");
        using var present = await studio.Client.GetAsync($"/api/v1/studies/{id}/surrogate", Token);
        present.Headers.CacheControl!.NoCache.ShouldBeTrue();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/studies/{id}/surrogate");
        request.Headers.IfNoneMatch.Add(present.Headers.ETag!);
        (await studio.Client.SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_values_of_a_metric_that_is_maximised_keep_their_sign_and_the_band_its_order()
    {
        var id = await studio.Client.CreateAsync("""
            name: maximised
            objective: { metric: value, direction: maximize }
            evaluator: { type: function, function: forrester }
            sampler: { type: gp, initial_trials: 4 }
            budget: { trials: 8 }
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        var cut = await JsonAsync($"{id}/surrogate");
        var (low, mean, high) = (Numbers(Field(cut, "low")), Numbers(Field(cut, "mean")), Numbers(Field(cut, "high")));
        for (var i = 0; i < mean.Count; i++)
        {
            low[i].ShouldBeLessThanOrEqualTo(mean[i] + 1e-3);
            high[i].ShouldBeGreaterThanOrEqualTo(mean[i] - 1e-3);
        }
        var values = cut["points"]!["value"]!.AsArray().Select(v => v!.GetValue<double>()).ToList();
        mean.Max().ShouldBe(values.Max(), 0.5 * (values.Max() - values.Min()));
    }

    [Fact]
    public async Task The_densities_of_tpe_are_shown_and_the_trials_it_takes_for_good()
    {
        var id = await RunAsync("tpe, startup_trials: 5", "branin", 12);
        var cut = await JsonAsync($"{id}/surrogate?parameter=x2");
        cut["fields"]!.AsArray().Select(f => f!["key"]!.GetValue<string>()).ShouldBe(["good", "bad", "acquisition"]);
        cut["points"]!["good"]!.AsArray().Count.ShouldBeInRange(1, 6);
        var diagnostics = await JsonAsync($"{id}/surrogate/diagnostics");
        diagnostics["vectors"]![0]!["key"]!.GetValue<string>().ShouldBe("divergence");
        diagnostics["left_out"].ShouldBeNull();
    }

    [Fact]
    public async Task A_model_that_tells_budgets_apart_has_them_for_an_axis_and_its_trials_at_their_own()
    {
        var id = await RunAsync("fabolas, burn_in: 5, samples: 2", "branin, budget: 128", 17);
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}"))["model_budget"]!["name"]!.GetValue<string>().ShouldBe("$budget");
        var cut = await JsonAsync($"{id}/surrogate?parameter=x1&and=%24budget");
        Roles(cut).ShouldBe(["objective", "cost", "deviation"]);
        var budgets = cut["points"]!["budget"]!.AsArray().Select(b => b!.GetValue<double>()).ToList();
        cut["points"]!["at"]![1]!.AsArray().Select(b => b!.GetValue<double>()).ShouldBe(budgets);
        budgets.Distinct().Count().ShouldBeGreaterThan(3);
        cut["incumbent"]!["$budget"]!.GetValue<double>().ShouldBe(128);
        cut["proposal"]!["$budget"]!.GetValue<double>().ShouldBeInRange(1, 128);
        var curve = await JsonAsync($"{id}/surrogate?parameter=x1&at.%24budget=16");
        curve["at"]!["$budget"]!.GetValue<double>().ShouldBe(16, 1e-9);
        Roles(curve).ShouldContain("acquisition_part");
        curve["fields"]!.AsArray().Single(f => f!["key"]!.GetValue<string>() == "information")!["unit"]!.GetValue<string>().ShouldBe("nat");
        var minimum = await JsonAsync($"{id}/surrogate/minimum");
        minimum["at"]!.AsArray().Select(c => c!["parameter"]!.GetValue<string>()).ShouldBe(["x1", "x2"]);
        minimum["now"]!.AsArray().Count.ShouldBe(minimum["at"]![0]!["values"]!.AsArray().Count);
        Numbers(minimum["after"]!.AsArray()).Sum().ShouldBe(1, 1e-6);
        minimum["expected_entropy"]!.GetValue<double>().ShouldBeGreaterThan(0);
        var diagnostics = await JsonAsync($"{id}/surrogate/diagnostics");
        diagnostics["left_out"]!["number"]!.AsArray().Count.ShouldBe(17);
        diagnostics["left_out"]!["coverage90"]!.GetValue<double>().ShouldBeInRange(0, 1);
        diagnostics["scales"]!.AsArray().Select(c => c!["key"]!.GetValue<string>()).ShouldBe(["log_signal", "log_noise"]);
        diagnostics["vectors"]![0]!["lower"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_an_acquisition_is_made_of_is_shown_along_one_parameter_and_says_what_it_adds_up_to()
    {
        var id = await RunAsync("gp, initial_trials: 4, acquisition: ei", "branin", 6);
        var curve = await JsonAsync($"{id}/surrogate?parameter=x1");
        var parts = curve["fields"]!.AsArray().Where(f => f!["role"]!.GetValue<string>() == "acquisition_part").ToList();
        parts.Select(p => p!["adds_up_to"]!.GetValue<string>()).ShouldBe(["EI", "EI"]);
        var (known, unknown, whole) = (Numbers(Field(curve, "exploitation")), Numbers(Field(curve, "exploration")), Numbers(Field(curve, "acquisition")));
        for (var i = 0; i < whole.Count; i++) (known[i] + unknown[i]).ShouldBe(whole[i], 1e-5);
        var minimum = await JsonAsync($"{id}/surrogate/minimum");
        minimum["status"]!.GetValue<string>().ShouldBe("ready");
        minimum["now"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_method_without_a_model_says_so()
    {
        var id = await RunAsync("random", "branin", 3);
        (await JsonAsync($"{id}/surrogate"))["status"]!.GetValue<string>().ShouldBe("none");
        (await JsonAsync($"{id}/surrogate/diagnostics"))["status"]!.GetValue<string>().ShouldBe("none");
    }

    [Fact]
    public async Task Every_fault_of_a_question_is_named_at_once()
    {
        var id = await studio.Client.CreateAsync("name: asked\nevaluator: { type: function, function: branin }", start: false);
        using var response = await studio.Client.GetAsync(
            $"/api/v1/studies/{id}/surrogate?parameter=x1&and=x1&at.x2=99&at.x7=1", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["errors"]!;
        errors["and"]![0]!.GetValue<string>().ShouldContain("another parameter is expected");
        errors["at.x2"]![0]!.GetValue<string>().ShouldContain("'99' is not accepted: a number from 0 to 15 is expected");
        errors["at.x7"]![0]!.GetValue<string>().ShouldContain("one of x1, x2 is expected");
    }

    private async Task<long> RunAsync(string sampler, string function, int trials)
    {
        var id = await studio.Client.CreateAsync($$"""
            name: {{sampler.Split(',')[0]}} looked at
            evaluator: { type: function, function: {{function}} }
            sampler: { type: {{sampler}} }
            budget: { trials: {{trials}} }
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        return id;
    }

    private Task<JsonObject> JsonAsync(string path) => studio.Client.JsonAsync($"/api/v1/studies/{path}");

    private static JsonArray Field(JsonObject cut, string key) =>
        cut["fields"]!.AsArray().Single(f => f!["key"]!.GetValue<string>() == key)!["values"]!.AsArray();

    private static IEnumerable<string> Roles(JsonObject cut) => cut["fields"]!.AsArray().Select(f => f!["role"]!.GetValue<string>()).Distinct();

    private static List<double> Numbers(JsonArray values) => [.. values.Select(v => v!.GetValue<double>())];
}
