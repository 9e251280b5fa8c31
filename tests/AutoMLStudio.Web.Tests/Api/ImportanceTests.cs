using System.Net;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class ImportanceTests(StudioFixture studio)
{
    [Fact]
    public async Task Importances_come_when_enough_trials_have_completed_and_add_up_to_one()
    {
        var id = await studio.Client.CreateAsync("""
            name: importance
            evaluator: { type: function, function: branin }
            sampler: random
            budget: { trials: 60 }
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        foreach (var (method, title) in new[] { ("fanova", "fANOVA"), ("ped_anova", "PED-ANOVA") })
        {
            var answer = await studio.Client.JsonAsync($"/api/v1/studies/{id}/importance?method={method}");
            answer["method"]!.GetValue<string>().ShouldBe(title);
            answer["trials"]!.GetValue<int>().ShouldBe(60);
            var shares = answer["parameters"]!.AsArray().Select(p => p!["importance"]!.GetValue<double>()).ToList();
            shares.Count.ShouldBe(2);
            shares.Sum().ShouldBe(1, 1e-9);
        }
    }

    [Fact]
    public async Task A_few_trials_say_nothing_and_an_unknown_method_is_refused()
    {
        var id = await studio.Client.CreateAsync("""
            name: too few
            evaluator: { type: function, function: branin }
            sampler: random
            budget: { trials: 3 }
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        var token = TestContext.Current.CancellationToken;
        (await studio.Client.GetAsync($"/api/v1/studies/{id}/importance", token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await studio.Client.GetAsync($"/api/v1/studies/{id}/importance?method=guess", token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await studio.Client.GetAsync("/api/v1/studies/987654/importance", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
