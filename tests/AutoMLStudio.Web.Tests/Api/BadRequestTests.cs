using System.Net;
using System.Text.Json.Nodes;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

/// <summary>Malformed studies and requests, each answered by a status below 500 and a message that names the fault.</summary>
[Collection(StudioCollection.Name)]
public sealed class BadRequestTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Study, then the field and a part of the message that name the fault.</summary>
    public static TheoryData<string, string, string> Studies { get; } = new()
    {
        { "", "", "empty" },
        { "   \n", "", "empty" },
        { "just text", "", "an object" },
        { "[1, 2]", "", "an object" },
        { "name: a\nname: b", "", "line 2" },
        { "name: [unclosed", "", "YAML is malformed at line" },
        { "{ \"name\": }", "", "JSON is malformed at line 1" },
        { "{ \"name\": \"a\", \"name\": \"b\" }", "", "JSON is malformed" },
        { "{ \"name\": \"a\\ud800\", \"evaluator\": { \"type\": \"function\" } }", "", "half a character" },
        { "{ \"name\": \"a\", \"evaluator\": { \"t\\udc00\": 1 } }", "", "half a character" },
        { "---\nname: a\n---\nname: b", "", "2 YAML documents" },
        { "? [a, b]\n: c", "", "key" },
        {
            "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
            + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
            + "f: [*e, *e, *e, *e, *e, *e, *e, *e, *e]",
            "", "too large"
        },
        { "evaluator: { type: function }", "name", "missing" },
        { "name: ''\nevaluator: { type: function }", "name", "1 to 100" },
        { "name: 7\nevaluator: { type: function }", "name", "a text is expected" },
        { "name: a", "evaluator", "missing" },
        { "name: a\nevaluator: 3", "evaluator", "3 is not accepted" },
        { "name: a\nevaluator: { function: branin }", "evaluator.type", "an object with a type" },
        { "name: a\nevaluator: { type: magic }", "evaluator.type", "'magic' is not accepted" },
        { "name: a\nevaluator: { type: function, function: nothing }", "evaluator.function", "\"nothing\" is not accepted" },
        { "name: a\nevaluator: { type: function, functoin: branin }", "evaluator.functoin", "Did you mean 'function'" },
        { "name: a\nevaluator: { type: function, function: branin, dimension: 3 }", "evaluator", "dimension" },
        { "name: a\nevaluator: { type: function, noise: -1 }", "evaluator.noise", "-1 is not accepted" },
        { "name: a\nevaluator: { type: function, noise: much }", "evaluator.noise", "a number" },
        { "name: a\nevaluator: { type: command }", "evaluator", "command" },
        { "name: a\nevaluator: { type: function }\nsampler: { type: gpp }", "sampler.type", "'gpp' is not accepted" },
        { "name: a\nevaluator: { type: function }\nsampler: { type: gp, initial_trials: 0 }", "sampler.initial_trials", "0 is not accepted" },
        { "name: a\nevaluator: { type: function }\nsampler: { type: gp, initial_trials: 2.5 }", "sampler.initial_trials", "an integer" },
        { "name: a\nevaluator: { type: function }\nsampler: { type: gp, acquisition: best }", "sampler.acquisition", "one of" },
        { "name: a\nevaluator: { type: function }\nsampler: { type: random, x: 1 }", "sampler.x", "not known" },
        {
            "name: a\nevaluator: { type: function }\nscheduler: { type: median, startup_trials: -1 }",
            "scheduler.startup_trials", "-1 is not accepted"
        },
        { "name: a\nevaluator: { type: function }\nscheduler: { type: full, max_budget: 0 }", "scheduler.max_budget", "above 0" },
        { "name: a\nevaluator: { type: function }\nobjective: 3", "objective", "metric and direction" },
        { "name: a\nevaluator: { type: function }\nobjective: []", "objective", "at least one" },
        { "name: a\nevaluator: { type: function }\nobjective: { metric: value, direction: up }", "objective.direction", "minimize or maximize" },
        { "name: a\nevaluator: { type: function }\nobjective: { direction: minimize }", "objective.metric", "missing" },
        { "name: a\nevaluator: { type: function }\nbudget: 50", "budget", "trials, time" },
        { "name: a\nevaluator: { type: function }\nbudget: {}", "budget", "empty" },
        { "name: a\nevaluator: { type: function }\nbudget: { trials: null }", "budget", "empty" },
        { "name: a\nevaluator: { type: function }\nbudget: { trials: 0 }", "budget.trials", "0 is not accepted" },
        { "name: a\nevaluator: { type: function }\nbudget: { trials: 1.5 }", "budget.trials", "an integer" },
        { "name: a\nevaluator: { type: function }\nbudget: { time: soon }", "budget.time", "30m" },
        { "name: a\nevaluator: { type: function }\nbudget: { time: -5 }", "budget.time", "-5 is not accepted" },
        { "name: a\nevaluator: { type: function }\nbudget: { resource: -1 }", "budget.resource", "above 0" },
        { "name: a\nevaluator: { type: function }\nbudget: { trails: 5 }", "budget.trails", "Did you mean 'trials'" },
        { "name: a\nevaluator: { type: function }\nparallelism: 0", "parallelism", "from 1 to 256" },
        { "name: a\nevaluator: { type: function }\nparallelism: 1000", "parallelism", "from 1 to 256" },
        { "name: a\nevaluator: { type: function }\nseed: -1", "seed", "at least 0" },
        { "name: a\nevaluator: { type: function }\nseed: x", "seed", "an integer" },
        { "name: a\nevaluator: { type: function }\nretries: 99", "retries", "from 0 to 10" },
        { "name: a\nevaluator: { type: function }\nqueue: 'No Queue!'", "queue", "lower-case" },
        { "name: a\nevaluator: { type: function }\nspaec: {}", "spaec", "Did you mean 'space'" },
        { "name: a\nevaluator: { type: function }\nspace: []", "space", "parameters by name" },
        { "name: a\nevaluator: { type: function }\nspace: {}", "space", "no parameter" },
        { "name: a\nevaluator: { type: function }\nspace: { x: 3 }", "space.x", "an object such as" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { low: 0, high: 1 } }", "space.x.type", "missing" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: real, low: 0, high: 1 } }", "space.x.type", "'real' is not accepted" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0 } }", "space.x.high", "missing" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 1, high: 0 } }", "space.x.high", "more than low" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: .inf } }", "space.x.high", "a finite number" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1, log: true } }", "space.x.low", "above 0" },
        {
            "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 1, high: 2, log: true, step: 0.1 } }",
            "space.x.step", "do not go together"
        },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1, step: 0 } }", "space.x.step", "above 0" },
        {
            "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1, logg: true } }",
            "space.x.logg", "Did you mean 'log'"
        },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: int, low: 0.5, high: 3 } }", "space.x.low", "an integer" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: int, low: 0, high: 3, log: true } }", "space.x.low", "at least 1" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: categorical, choices: [] } }", "space.x.choices", "at least one" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: categorical, choices: [a, a] } }", "space.x.choices", "2 times" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: ordinal, choices: [a, b] } }", "space.x.values", "at least one" },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: categorical, choices: [[1]] } }", "space.x.choices", "[1] is not accepted" },
        { "name: a\nevaluator: { type: function }\nspace: { '1x': { type: float, low: 0, high: 1 } }", "space.1x", "no name" },
        {
            "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1, when: { y: 1 } } }",
            "space", "'y', which is no parameter"
        },
        { "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1, when: { x: 1 } } }", "space", "circle" },
        {
            "name: a\nevaluator: { type: function }\n"
            + "space: { x: { type: categorical, choices: [a, b] }, y: { type: int, low: 1, high: 2, when: { x: c } } }",
            "space", "which it never is"
        },
        {
            "name: a\nevaluator: { type: function }\n"
            + "space: { x: { type: categorical, choices: [a, b] }, y: { type: int, low: 1, high: 2, when: { x: { min: 1 } } } }",
            "space", "no order"
        },
        {
            "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1 } }\nconstraints: [x <]",
            "constraints[0]", "a value is expected"
        },
        {
            "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1 } }\nconstraints: [z < 1]",
            "space", "'z', which is no parameter"
        },
        {
            "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1 } }\nconstraints: x < 1",
            "constraints", "a list of expressions"
        },
        {
            "name: a\nevaluator: { type: function }\nspace: { x: { type: float, low: 0, high: 1 } }\nconstraints: ['sin(x) < 1']",
            "constraints[0]", "no function 'sin'"
        },
        { "name: a\nevaluator: { type: function }\nspace: { n: { type: architecture, space: maze } }", "space.n.space", "'maze' is not accepted" },
        {
            "name: a\ndataset: no-such-data\nevaluator: { type: network }\nspace: { learning_rate: { type: float, low: 0.1, high: 1 } }",
            "", "no-such-data"
        },
        { "name: a\ndataset: glyphs\nevaluator: { type: network }\nspace: { learnin_rate: { type: float, low: 0.1, high: 1 } }", "", "learnin_rate" },
        { "name: a\nevaluator: { type: network }\nspace: { learning_rate: { type: float, low: 0.1, high: 1 } }", "", "dataset" },
    };

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task A_malformed_study_is_answered_with_its_fault(string study, string field, string message)
    {
        using var response = await studio.Client.PostStudyAsync(study);
        var body = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, body);
        var problem = JsonNode.Parse(body)!;
        problem["errors"]!.AsObject().Select(e => e.Key).ShouldContain(k => field.Length == 0 || k == field, body);
        problem["detail"]!.GetValue<string>().ShouldContain(message, Case.Sensitive, body);
        body.ShouldNotContain("   at ");
        body.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task Every_fault_of_a_study_is_told_at_once()
    {
        using var response = await studio.Client.PostStudyAsync(
            "evaluator: { type: function, noise: -1 }\nseed: x\nspace: { x: { type: int, low: 3, high: 1 } }\nbudget: {}");
        var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["errors"]!.AsObject();
        errors.Select(e => e.Key).ShouldBe(["name", "evaluator.noise", "space.x.high", "budget", "seed"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("GET", "/api/v1/studies/999999", 404, "999999")]
    [InlineData("GET", "/api/v1/studies/999999/trials", 404, "999999")]
    [InlineData("GET", "/api/v1/studies/999999/events", 404, "999999")]
    [InlineData("GET", "/api/v1/studies/999999/delta", 404, "999999")]
    [InlineData("GET", "/api/v1/studies/999999/surrogate", 404, "999999")]
    [InlineData("GET", "/api/v1/studies/999999/model.onnx", 404, "999999")]
    [InlineData("DELETE", "/api/v1/studies/999999", 404, "999999")]
    [InlineData("POST", "/api/v1/studies/999999/start", 404, "999999")]
    [InlineData("POST", "/api/v1/studies/999999/pause", 404, "999999")]
    [InlineData("GET", "/api/v1/studies/abc", 404, "abc")]
    [InlineData("GET", "/api/v1/studies/99999999999999999999999", 404, "99999999999999999999999")]
    [InlineData("GET", "/api/v1/nothing", 404, "/api/v1/nothing")]
    [InlineData("PUT", "/api/v1/studies", 405, "PUT")]
    [InlineData("GET", "/api/v1/studies/1/trials?take=x", 400, "take")]
    [InlineData("GET", "/api/v1/studies/1/trials?take=0", 400, "take")]
    [InlineData("GET", "/api/v1/studies/1/trials?skip=-1", 400, "skip")]
    [InlineData("GET", "/api/v1/studies/1/trials?sort=colour", 400, "sort")]
    [InlineData("GET", "/api/v1/studies/1/events?after=-1", 400, "after")]
    [InlineData("GET", "/api/v1/studies/1/events?limit=1000000", 400, "limit")]
    [InlineData("GET", "/api/v1/studies/1/surrogate?sequence=-1", 400, "sequence")]
    [InlineData("GET", "/api/v1/studies/1/model.onnx?trial=-1", 400, "trial")]
    [InlineData("GET", "/api/v1/studies/..%2f..%2fetc%2fpasswd", 404, "passwd")]
    [InlineData("GET", "/api/v1/studies/999999/queue", 404, "999999")]
    [InlineData("GET", "/api/v1/studies/999999/log", 404, "999999")]
    [InlineData("GET", "/api/v1/studies/1/log?after=-1", 400, "after")]
    [InlineData("POST", "/api/v1/studies", 415, "Content-Type")]
    public async Task A_wrong_request_is_answered_with_a_problem(string method, string path, int status, string message)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await studio.Client.SendAsync(request, Token);
        var body = await response.Content.ReadAsStringAsync(Token);
        ((int)response.StatusCode).ShouldBe(status, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        body.ShouldContain(message);
        body.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_study_of_another_type_length_or_encoding_is_refused()
    {
        (await studio.Client.PostStudyAsync("name: a", type: "text/plain")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await studio.Client.PostStudyAsync(new string('a', 1_000_001))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var content = new ByteArrayContent([0x6E, 0xFF, 0xFE]);
        content.Headers.ContentType = new("application/yaml");
        using var response = await studio.Client.PostAsync("/api/v1/studies", content, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("UTF-8");
    }

    [Fact]
    public async Task A_model_over_no_parameter_names_the_parameters_there_are()
    {
        var id = await studio.Client.CreateAsync("name: waiting\nevaluator: { type: function, function: branin }", start: false);
        using var response = await studio.Client.GetAsync($"/api/v1/studies/{id}/surrogate?parameter=x9", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["errors"]!;
        errors["parameter"]![0]!.GetValue<string>().ShouldContain("one of x1, x2 is expected");
    }

    [Fact]
    public async Task A_request_that_the_state_does_not_allow_says_what_it_allows()
    {
        var id = await studio.Client.CreateAsync("name: waiting\nevaluator: { type: function }", start: false);
        using var response = await studio.Client.AskAsync(id, "pause");
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("is created");
    }
}
