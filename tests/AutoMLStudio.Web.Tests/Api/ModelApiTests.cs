using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Tests.Api;

/// <summary>Two trained studies, pictures and rows, for all tests of models; made once.</summary>
public sealed class TrainedStudies(StudioFixture studio)
{
    private readonly Lazy<Task<(long Pictures, long Rows)>> _ids = new(() => MakeAsync(studio));

    /// <summary>Their identities.</summary>
    public Task<(long Pictures, long Rows)> IdsAsync() => _ids.Value;

    private static async Task<(long, long)> MakeAsync(StudioFixture studio)
    {
        const string Text = """
            name: a network to try
            dataset: {0}
            evaluator: {{ type: network, epochs: 2, width: 8, layers: 2 }}
            space: {{ learning_rate: {{ type: float, low: 0.005, high: 0.01 }} }}
            sampler: random
            budget: {{ trials: 1 }}
            """;
        var (pictures, rows) = (await studio.Client.CreateAsync(string.Format(Text, "glyphs")), await studio.Client.CreateAsync(string.Format(Text, "moons")));
        await studio.UntilAsync(pictures, StudyState.Completed);
        await studio.UntilAsync(rows, StudyState.Completed);
        return (pictures, rows);
    }
}

[Collection(StudioCollection.Name)]
public sealed class ModelApiTests(StudioFixture studio)
{
    private static TrainedStudies? _studies;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<(long Pictures, long Rows)> StudiesAsync() => (_studies ??= new(studio)).IdsAsync();

    [Fact]
    public async Task The_network_is_drawn_with_shapes_and_costs()
    {
        var (id, _) = await StudiesAsync();
        var answer = await studio.Client.JsonAsync($"/api/v1/studies/{id}/trials/0/network?direction=down");
        answer["trial"]!.GetValue<int>().ShouldBe(0);
        var network = answer["network"]!.AsObject();
        network["direction"]!.GetValue<string>().ShouldBe("down");
        var nodes = network["nodes"]!.AsArray();
        nodes.Select(n => n!["id"]!.GetValue<string>()).ShouldBe(
            ["input", "scale", "layer1.conv", "layer1.norm", "layer1.activate", "layer2.conv", "layer2.norm", "layer2.activate", "pool", "head", "softmax", "$output"]);
        var conv = nodes[2]!;
        conv["shape"]!.ToJsonString().ShouldBe("[8,8,8]");
        conv["attributes"]!["kernel"]!.GetValue<int>().ShouldBe(3);
        nodes.Sum(n => n!["parameters"]!.GetValue<long>()).ShouldBe(network["totals"]!["parameters"]!.GetValue<long>());
        var best = await studio.Client.JsonAsync($"/api/v1/studies/{id}/network?direction=down");
        best.ToJsonString().ShouldBe(answer.ToJsonString());
    }

    [Fact]
    public async Task The_network_is_an_SVG_file_too()
    {
        var (id, _) = await StudiesAsync();
        using var answer = await studio.Client.GetAsync($"/api/v1/studies/{id}/network.svg?direction=right", Token);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        var svg = System.Xml.Linq.XDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).Root!;
        svg.Name.LocalName.ShouldBe("svg");
        svg.Value.ShouldContain("10 classes");
    }

    [Fact]
    public async Task A_network_that_has_not_changed_costs_no_body()
    {
        var (id, _) = await StudiesAsync();
        using var first = await studio.Client.GetAsync($"/api/v1/studies/{id}/network", Token);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/studies/{id}/network");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await studio.Client.SendAsync(again, Token)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_study_without_a_best_trial_has_no_network_yet_and_one_that_trains_none_never()
    {
        var waiting = await studio.Client.CreateAsync("""
            name: waits
            dataset: moons
            evaluator: { type: network }
            sampler: random
            budget: { trials: 1 }
            """, start: false);
        using (var answer = await studio.Client.GetAsync($"/api/v1/studies/{waiting}/network", Token)) answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var function = await studio.Client.CreateAsync("""
            name: trains nothing
            evaluator: { type: function, function: branin }
            sampler: random
            budget: { trials: 1 }
            """, start: false);
        (await DetailAsync(HttpStatusCode.NotFound, studio.Client.GetAsync($"/api/v1/studies/{function}/network", Token))).ShouldContain("trains no network");
    }

    [Theory]
    [InlineData("trials/99/network", HttpStatusCode.NotFound, "no trial 99")]
    [InlineData("network?direction=up", HttpStatusCode.BadRequest, "one of auto, down, right")]
    [InlineData("network?aspect=0", HttpStatusCode.BadRequest, "0.05 to 20")]
    [InlineData("models/99", HttpStatusCode.NotFound, "no trial 99")]
    [InlineData("models/0/samples?take=0", HttpStatusCode.BadRequest, "1 to 100")]
    [InlineData("models/-1/evaluation", HttpStatusCode.BadRequest, "at least 0")]
    public async Task What_is_not_accepted_is_named(string path, HttpStatusCode status, string detail)
    {
        var (id, _) = await StudiesAsync();
        (await DetailAsync(status, studio.Client.GetAsync($"/api/v1/studies/{id}/{path}", Token))).ShouldContain(detail);
    }

    [Fact]
    public async Task A_model_tells_of_itself_and_its_evaluation_is_computed_once()
    {
        var (id, _) = await StudiesAsync();
        var model = await studio.Client.JsonAsync($"/api/v1/studies/{id}/models/0");
        model["input_shape"]!.ToJsonString().ShouldBe("[1,16,16]");
        model["classes"]!.AsArray().Count.ShouldBe(10);
        model["check_difference"]!.GetValue<double>().ShouldBeLessThan(1e-4);
        var evaluation = await studio.Client.JsonAsync($"/api/v1/studies/{id}/models/0/evaluation");
        evaluation["part"]!.GetValue<string>().ShouldBe("test");
        evaluation["classes"]!["confusion"]!.AsArray().Sum(c => c![2]!.GetValue<int>()).ShouldBe(evaluation["examples"]!.GetValue<int>());
        var again = await studio.Client.JsonAsync($"/api/v1/studies/{id}/models/0/evaluation");
        again.ToJsonString().ShouldBe(evaluation.ToJsonString());
        await using var context = studio.Database.NewContext();
        (await context.Artifacts.CountAsync(a => a.StudyId == id && a.Kind == "evaluation.json", Token)).ShouldBe(1);
    }

    [Fact]
    public async Task The_latency_is_told_with_its_variation_or_not_at_all()
    {
        var (id, _) = await StudiesAsync();
        var latency = await studio.Client.JsonAsync($"/api/v1/studies/{id}/models/0/latency");
        var steady = latency["variation"]!.GetValue<double>() <= 0.05;
        (latency["microseconds"] is not null).ShouldBe(steady);
        latency["runs"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(30);
    }

    [Fact]
    public async Task An_example_given_back_as_a_row_or_as_a_picture_is_predicted_alike()
    {
        var (id, _) = await StudiesAsync();
        var samples = await studio.Client.JsonAsync($"/api/v1/studies/{id}/models/0/samples?take=3");
        samples["samples"]!.AsArray().Count.ShouldBe(3);
        var text = samples["samples"]![0]!["pixels"]!.GetValue<string>();
        var pixels = Convert.FromBase64String(text);
        var rows = await PredictAsync(id, JsonContent($"{{\"rows\":[[{string.Join(',', pixels.Select(p => $"{p / 255f:R}"))}]]}}"));
        var picture = await PredictAsync(id, Content(Png(pixels), "image/png"));
        var probabilities = rows["results"]![0]!["probabilities"]!.AsArray().Select(p => p!.GetValue<float>()).ToList();
        probabilities.Sum().ShouldBe(1, 1e-4);
        picture["results"]![0]!["probabilities"]!.AsArray().Select(p => p!.GetValue<float>()).ShouldBe(probabilities, 1e-4);
        picture["seen"]!.GetValue<string>().ShouldBe(text);
        var inverted = await PredictAsync(id, Content(Png([.. pixels.Select(p => (byte)(255 - p))]), "image/png"), "?invert=true");
        inverted["seen"]!.GetValue<string>().ShouldBe(text);
    }

    [Fact]
    public async Task Pages_of_examples_show_others()
    {
        var (id, _) = await StudiesAsync();
        async Task<int[]> PageAsync(int page) =>
            [.. (await studio.Client.JsonAsync($"/api/v1/studies/{id}/models/0/samples?take=10&page={page}"))["samples"]!.AsArray().Select(s => s!["index"]!.GetValue<int>())];
        var (first, second) = (await PageAsync(0), await PageAsync(1));
        first.Concat(second).Distinct().Count().ShouldBe(20);
        (await PageAsync(999_999)).Length.ShouldBe(10);
    }

    [Fact]
    public async Task Rows_of_a_table_are_fields_or_numbers()
    {
        var (_, id) = await StudiesAsync();
        var sample = (await studio.Client.JsonAsync($"/api/v1/studies/{id}/models/0/samples?take=1"))["samples"]![0]!["cells"]!.AsObject();
        var numbers = string.Join(',', sample.Select(c => c.Value!.GetValue<string>()));
        var answer = await PredictAsync(id, JsonContent($"{{\"rows\":[{sample.ToJsonString()},[{numbers}]]}}"));
        var results = answer["results"]!.AsArray();
        results[0]!.ToJsonString().ShouldBe(results[1]!.ToJsonString());
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[1,2]", "an object with an array 'rows'")]
    [InlineData("{\"rows\":[]}", "1 to 256")]
    [InlineData("{\"rows\":[[1,2,3]]}", "2 numbers (2)")]
    [InlineData("{\"rows\":[[1,1e999]]}", "rows[0][1]")]
    [InlineData("{\"rows\":[[1,\"x\"]]}", "a finite number")]
    [InlineData("{\"rows\":[\"a\"]}", "It is no row")]
    [InlineData("{\"rows\":[{\"z\":1}]}", "There is no field 'z'")]
    [InlineData("{\"rows\":[{}]}", "It is missing: a number")]
    [InlineData("{\"rows\":[{\"x\":\"\\ud800\"}]}", "half a character")]
    [InlineData("{\"rows\":[{\"\\udc00\":1}]}", "half a character")]
    public async Task A_faulty_row_gets_one_clear_message(string body, string message)
    {
        var (_, id) = await StudiesAsync();
        (await DetailAsync(HttpStatusCode.BadRequest, PostAsync(id, JsonContent(body)))).ShouldContain(message);
    }

    [Fact]
    public async Task A_hostile_request_is_refused_before_it_costs_anything()
    {
        var (pictures, rows) = await StudiesAsync();
        (await DetailAsync(HttpStatusCode.BadRequest, PostAsync(pictures, Content("not a picture"u8.ToArray(), "image/png")))).ShouldContain("PNG, JPEG or BMP");
        // A PNG whose head promises 60,000 × 60,000 pixels.
        var bomb = Png(new byte[256]);
        (bomb[16], bomb[17], bomb[18], bomb[19]) = (0, 0, 0xEA, 0x60);
        (bomb[20], bomb[21], bomb[22], bomb[23]) = (0, 0, 0xEA, 0x60);
        (await DetailAsync(HttpStatusCode.BadRequest, PostAsync(pictures, Content(bomb, "image/png")))).ShouldContain("picture");
        (await DetailAsync(HttpStatusCode.BadRequest, PostAsync(rows, Content(Png(new byte[256]), "image/png")))).ShouldContain("application/json is expected");
        using (var other = await PostAsync(pictures, Content([1], "image/svg+xml"))) other.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await DetailAsync(HttpStatusCode.RequestEntityTooLarge, PostAsync(pictures, Content(new byte[(16 << 20) + 1], "image/png")))).ShouldContain("at most");
        (await DetailAsync(HttpStatusCode.BadRequest, PostAsync(rows, JsonContent(new string('[', 10_000))))).ShouldContain("no JSON");
    }

    private async Task<JsonObject> PredictAsync(long id, HttpContent content, string query = "")
    {
        using var response = await PostAsync(id, content, query);
        var body = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!.AsObject();
    }

    private Task<HttpResponseMessage> PostAsync(long id, HttpContent content, string query = "") =>
        studio.Client.PostAsync($"/api/v1/studies/{id}/models/0/predict{query}", content, Token);

    private static async Task<string> DetailAsync(HttpStatusCode status, Task<HttpResponseMessage> request)
    {
        using var response = await request;
        var body = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(status, body);
        return JsonNode.Parse(body)!["detail"]!.GetValue<string>();
    }

    private static StringContent JsonContent(string text) => new(text, Encoding.UTF8, "application/json");

    private static ByteArrayContent Content(byte[] bytes, string type) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    /// <summary>16×16 grey pixels as a PNG file.</summary>
    private static byte[] Png(byte[] pixels)
    {
        using var bitmap = new SkiaSharp.SKBitmap(16, 16);
        for (var i = 0; i < 256; i++) bitmap.SetPixel(i % 16, i / 16, new(pixels[i], pixels[i], pixels[i]));
        return bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100).ToArray();
    }
}
