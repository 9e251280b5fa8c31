using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies.Imports;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class ImportApiTests(StudioFixture studio)
{
    private const string Trials = "params_x1,params_x2,value,state,index\n1,2,30.5,COMPLETE,0\n2,3,,FAIL,1\n3.5,4,12.25,COMPLETE,2\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Imported_trials_are_shown_marked_learned_from_and_spend_nothing_of_the_budget()
    {
        var id = await CreateAsync("imports");
        var preview = await SendAsync(id, Trials, "?file=optuna.csv&dry=true");
        (preview["ready"]!.GetValue<int>(), preview["added"]!.GetValue<int>(), preview["best"]!.GetValue<double>()).ShouldBe((3, 0, 12.25));
        preview["ignored"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["index"]);
        preview["meanings"]!["params_x1"]!.GetValue<string>().ShouldBe("x1");
        preview["states"]!["failed"]!.GetValue<int>().ShouldBe(1);

        (await SendAsync(id, Trials, "?file=optuna.csv"))["added"]!.GetValue<int>().ShouldBe(3);
        // Said twice, it is done once.
        var again = await SendAsync(id, Trials, "?file=optuna.csv");
        (again["added"]!.GetValue<int>(), again["known"]!.GetValue<int>()).ShouldBe((0, 3));

        using (var _ = await studio.Client.AskAsync(id, "start")) { }
        var summary = await studio.UntilAsync(id, StudyState.Completed);
        (summary.Trials, summary.Finished, summary.Reason).ShouldBe((6, 6, "The budget of 6 trials is spent."));
        var page = await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?filter={Uri.EscapeDataString("imported = 'optuna.csv'")}");
        page["total"]!.GetValue<int>().ShouldBe(3);
        page["trials"]![0]!["imported"]!.GetValue<string>().ShouldBe("optuna.csv");
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials?filter={Uri.EscapeDataString("state = completed")}"))["total"]!.GetValue<int>().ShouldBe(8);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task What_one_study_downloads_another_one_imports(string format)
    {
        var first = await studio.Client.CreateAsync($$"""
            name: from {{format}}
            evaluator: { type: command, command: "echo '{\"value\": -0.5, \"other\": 3}'" }
            objective: { metric: value, direction: maximize }
            space: { x: { type: float, low: -5, high: 5, step: 0.1 }, kind: { type: categorical, choices: [a, "1", true] },
                     n: { type: int, low: 1, high: 9, when: { kind: a } } }
            sampler: sobol
            budget: { trials: 12 }
            """);
        (await studio.UntilAsync(first, s => s.State is StudyState.Completed or StudyState.Failed)).State.ShouldBe(StudyState.Completed);
        var file = await studio.Client.GetStringAsync($"/api/v1/studies/{first}/trials.{format}", Token);
        using var cloned = await studio.Client.PostAsync($"/api/v1/studies/{first}/clone?name=to-{format}", null, Token);
        var second = JsonNode.Parse(await cloned.Content.ReadAsStringAsync(Token))!["id"]!.GetValue<long>();
        var answer = await SendAsync(second, file, $"?file=trials.{format}");
        answer["added"]!.GetValue<int>().ShouldBe(12, answer.ToJsonString());
        Outcome(await studio.Client.JsonAsync($"/api/v1/studies/{second}/trials")).ShouldBe(Outcome(await studio.Client.JsonAsync($"/api/v1/studies/{first}/trials")));
    }

    [Fact]
    public async Task Faulty_rows_refuse_the_file_unless_they_are_to_be_left_out()
    {
        var id = await CreateAsync("faulty");
        const string table = "x1,x2,value\n1,2,3\n99,2,3\n1,much,3\n";
        using var refused = await PostAsync(id, table, "?file=t.csv");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Token))!["errors"]!;
        errors["row 2, x1"]![0]!.GetValue<string>().ShouldBe("'99' is not accepted: a number from -5 to 10 is expected.");
        errors["row 3, x2"]![0]!.GetValue<string>().ShouldContain("'much' is not accepted");
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials"))["total"]!.GetValue<int>().ShouldBe(0);
        var left = await SendAsync(id, table, "?file=t.csv&skip=true");
        (left["added"]!.GetValue<int>(), left["faulty"]!.GetValue<int>()).ShouldBe((1, 2));
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("x1,x2\n1,2\n", "No column for the objective")]
    [InlineData("[{\"x1\": 1, \"x2\": 2", "The JSON is malformed")]
    [InlineData("{\"x1\": 1}", "A list of trials is expected")]
    [InlineData("x1,x2,value\n1,2,3,4\n", "Row 1 has 4 cells")]
    [InlineData("x1,x2,value\n\"1,2,3\n", "The CSV is malformed at line")]
    public async Task A_file_that_is_no_table_of_trials_says_why(string text, string message)
    {
        var id = await CreateAsync("no table");
        using var response = await PostAsync(id, text, "?file=t.csv");
        var answer = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, answer);
        JsonNode.Parse(answer)!["detail"]!.GetValue<string>().ShouldContain(message);
    }

    [Fact]
    public async Task A_file_larger_than_the_cap_is_refused()
    {
        var id = await CreateAsync("large");
        using var response = await PostAsync(id, new string('1', TrialTableFile.MaximumBytes + 1), "?file=t.csv");
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_running_study_is_not_imported_into()
    {
        var id = await studio.Client.CreateAsync("name: busy\nevaluator: { type: function, function: branin, delay: 0.2 }\nsampler: random\nbudget: { trials: 200 }");
        await studio.UntilAsync(id, s => s.Trials > 0);
        using var response = await PostAsync(id, Trials, "?file=t.csv");
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("pause it, import, and resume it");
        using (var _ = await studio.Client.AskAsync(id, "pause")) { }
        await studio.UntilAsync(id, StudyState.Paused);
        // Whoever ran it may still say goodbye.
        JsonObject? answer = null;
        while (answer is null)
        {
            using var retry = await PostAsync(id, Trials, "?file=t.csv");
            if (retry.StatusCode != HttpStatusCode.Conflict) answer = JsonNode.Parse(await retry.Content.ReadAsStringAsync(Token))!.AsObject();
        }
        answer["added"]!.GetValue<int>().ShouldBe(3);
        using (var _ = await studio.Client.AskAsync(id, "resume")) { }
        await studio.UntilAsync(id, s => s.State == StudyState.Running && s.Finished > 3);
        using (var _ = await studio.Client.AskAsync(id, "cancel")) { }
        await studio.UntilAsync(id, StudyState.Stopped);
    }

    [Fact]
    public async Task A_study_that_is_not_kept_yet_can_be_asked_about_a_file()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Study("draft")), "study", "study.yaml" },
            { new StringContent(Trials), "trials", "trials.csv" },
        };
        using var response = await studio.Client.PostAsync("/api/v1/studies/import/check", form, Token);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["ready"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task A_warm_start_brings_the_trials_of_another_study_and_is_refused_where_they_mean_something_else()
    {
        var first = await CreateAsync("first one");
        await SendAsync(first, Trials, "?file=optuna.csv");
        var text = Study("second one");
        var second = await studio.Client.CreateAsync($"{text}\nwarm_start: first one");
        await studio.UntilAsync(second, StudyState.Completed);
        var page = await studio.Client.JsonAsync($"/api/v1/studies/{second}/trials?sort=number");
        page["total"]!.GetValue<int>().ShouldBe(9);
        page["trials"]!.AsArray().Take(4).Select(t => (string?)t!["imported"]).ShouldBe([$"study {first}", $"study {first}", $"study {first}", null]);

        foreach (var (other, message) in new[]
        {
            ("warm_start: 987654", "There is no study '987654'"),
            ($"warm_start: {first}\nspace: {{ x1: {{ type: float, low: 5, high: 10 }}, x2: {{ type: float, low: 0, high: 15 }} }}", "none of its 3 finished trials lies in"),
            ($"warm_start: {first}\nobjective: {{ metric: value, direction: maximize }}", "its objective is minimize value, this study's is maximize value"),
        })
        {
            using var response = await studio.Client.PostStudyAsync($"{text}\n{other}", "/check");
            var faults = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["faults"]!.AsArray();
            faults.Single()!["field"]!.GetValue<string>().ShouldBe("warm_start.study");
            faults.Single()!["message"]!.GetValue<string>().ShouldContain(message);
        }
    }

    [Fact]
    public async Task To_multi_task_optimisation_a_study_of_another_function_is_another_task()
    {
        var first = await CreateAsync("another function");
        await SendAsync(first, Trials, "?file=optuna.csv");
        var study = await studio.Client.CreateAsync($$"""
            name: begun with another function
            evaluator: { type: function, function: branin, noise: 0.1 }
            sampler: { type: multitask, auxiliary_share: 0, burn_in: 5, samples: 1 }
            budget: { trials: 3 }
            warm_start: {{first}}
            """);
        await studio.UntilAsync(study, StudyState.Completed);
        var page = await studio.Client.JsonAsync($"/api/v1/studies/{study}/trials?sort=number");
        var trials = page["trials"]!.AsArray();
        trials.Select(t => (string?)t!["imported"]).ShouldBe([$"study {first}", $"study {first}", $"study {first}", null, null, null]);
        trials.Take(3).ShouldAllBe(t => (string)t!["state"]! != "completed");
        (await studio.Client.JsonAsync($"/api/v1/studies/{study}"))["summary"]!["best_trial"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(3);
        // What the other task came to is in the model, and is not drawn for values of this one.
        var cut = await studio.Client.JsonAsync($"/api/v1/studies/{study}/surrogate?parameter=x1");
        cut["points"]!["number"]!.AsArray().Select(n => n!.GetValue<int>()).ShouldBe([3, 4, 5]);
        cut["fields"]!.AsArray().Select(f => (string?)f!["key"]).ShouldContain("acquisition");
        var diagnostics = await studio.Client.JsonAsync($"/api/v1/studies/{study}/surrogate/diagnostics");
        diagnostics["facts"]!["points"]!.GetValue<int>().ShouldBe(5, "a failed one tells nothing");
        diagnostics["facts"]!["task_correlation"]!.GetValue<double>().ShouldBeInRange(0, 1);
        diagnostics["left_out"]!["number"]!.AsArray().Count.ShouldBe(3);
    }

    private static string Study(string name) => $$"""
        name: {{name}}
        evaluator: { type: function, function: branin }
        sampler: { type: tpe, startup_trials: 3 }
        budget: { trials: 6 }
        """;

    private static IReadOnlyList<string> Outcome(JsonObject page) =>
        [.. page["trials"]!.AsArray().Select(t => $"{t!["number"]} {t["config"]!.ToJsonString()} {t["value"]} {t["state"]} {t["metrics"]!.ToJsonString()}")];

    private Task<long> CreateAsync(string name) =>
        studio.Client.CreateAsync(Study(name), start: false);

    private Task<HttpResponseMessage> PostAsync(long id, string text, string query) => studio.Client.PostAsync(
        $"/api/v1/studies/{id}/import{query}", new StringContent(text, Encoding.UTF8, "text/csv"), Token);

    private async Task<JsonObject> SendAsync(long id, string text, string query)
    {
        using var response = await PostAsync(id, text, query);
        var answer = await response.Content.ReadAsStringAsync(Token);
        response.IsSuccessStatusCode.ShouldBeTrue(answer);
        return JsonNode.Parse(answer)!.AsObject();
    }
}
