using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Api;

[Collection(StudioCollection.Name)]
public sealed class StudyListTests(StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Studies_are_searched_filtered_and_ordered()
    {
        var tag = "t" + Token.GetHashCode();
        var random = await NewAsync("list of branin", "random", 9);
        var sobol = await NewAsync("list of sobol", "sobol", 5);
        await EditAsync(random, $$"""{"tags": ["{{tag}}", " B "]}""");
        await EditAsync(sobol, $$"""{"tags": ["{{tag}}"]}""");
        (await IdsAsync($"tag={tag}")).ShouldBe([sobol, random]);
        (await IdsAsync($"tag={tag}&sort=trials&descending=true")).ShouldBe([random, sobol]);
        (await IdsAsync($"tag={tag}&method=sobol")).ShouldBe([sobol]);
        (await IdsAsync($"search=BRANIN%20{tag}")).ShouldBe([random]);
        (await IdsAsync($"tag={tag}&take=1&skip=1")).ShouldBe([random]);
        (await IdsAsync($"tag={tag}&state=paused")).ShouldBeEmpty();
        var list = await studio.Client.JsonAsync($"/api/v1/studies?tag={tag}");
        list["total"]!.GetValue<int>().ShouldBe(2);
        list["states"]!["completed"]!.GetValue<int>().ShouldBe(2);

        var summary = list["studies"]![1]!;
        summary["tags"]!.AsArray().Select(t => t!.GetValue<string>()).ShouldBe(["b", tag]);
        var line = summary["sparkline"]!.AsArray().Select(v => v!.GetValue<double>()).ToList();
        line.Count.ShouldBe(9);
        line.ShouldBe(line.OrderDescending());
        line[^1].ShouldBe(summary["best_value"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_renamed_study_has_its_new_name_in_its_definition_and_an_archived_one_is_listed_apart()
    {
        var id = await NewAsync("to be renamed", "random", 1);
        var detail = await EditAsync(id, """{"name": " a better name ", "notes": "# Why\nbecause", "archived": true}""");
        detail["summary"]!["name"]!.GetValue<string>().ShouldBe("a better name");
        detail["definition"]!["name"]!.GetValue<string>().ShouldBe("a better name");
        detail["notes"]!.GetValue<string>().ShouldBe("# Why\nbecause");
        (await IdsAsync("search=better%20name")).ShouldBeEmpty();
        (await IdsAsync("search=better%20name&archived=true")).ShouldBe([id]);
        (await EditAsync(id, """{"archived": false}"""))["notes"]!.GetValue<string>().ShouldBe("# Why\nbecause");
        (await IdsAsync("search=better%20name")).ShouldBe([id]);
    }

    [Theory]
    [InlineData("""{"name": ""}""", "name", "1 to 100 printable characters")]
    [InlineData("""{"name": 3}""", "name", "a text is expected")]
    [InlineData("""{"tags": "a"}""", "tags", "a list of texts is expected")]
    [InlineData("""{"tags": ["a,b"]}""", "tags", "without a comma")]
    [InlineData("""{"archived": "yes"}""", "archived", "true or false is expected")]
    [InlineData("""{"state": "running"}""", "state", "cannot be changed: name, tags, notes and archived can")]
    public async Task A_bad_change_names_its_field_and_changes_nothing(string body, string field, string fault)
    {
        var id = await NewAsync("stays as it is", "random", 1);
        using var response = await PatchAsync(id, body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["errors"]![field]![0]!.GetValue<string>().ShouldContain(fault);
        (await studio.Client.JsonAsync($"/api/v1/studies/{id}"))["summary"]!["name"]!.GetValue<string>().ShouldBe("stays as it is");
    }

    [Fact]
    public async Task A_clone_is_a_new_study_with_the_same_definition()
    {
        var id = await NewAsync("original", "sobol", 3);
        using var response = await studio.Client.PostAsync($"/api/v1/studies/{id}/clone", null, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var clone = await studio.Client.JsonAsync(response.Headers.Location!.ToString());
        clone["summary"]!["name"]!.GetValue<string>().ShouldBe("original (copy)");
        clone["summary"]!["state"]!.GetValue<string>().ShouldBe("created");
        var original = (await studio.Client.JsonAsync($"/api/v1/studies/{id}"))["definition"]!.AsObject();
        original["name"] = "original (copy)";
        JsonNode.DeepEquals(clone["definition"], original).ShouldBeTrue();
    }

    [Theory]
    [InlineData("sort=colour", "sort")]
    [InlineData("state=busy", "state")]
    [InlineData("state=1", "state")]
    [InlineData("take=0", "take")]
    public async Task A_bad_question_names_its_field(string query, string field)
    {
        using var response = await studio.Client.GetAsync($"/api/v1/studies?{query}", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["errors"]!.AsObject().ShouldContainKey(field);
    }

    private async Task<long> NewAsync(string name, string sampler, int trials)
    {
        var id = await studio.Client.CreateAsync($$"""
            name: {{name}}
            evaluator: { type: function, function: branin }
            sampler: {{sampler}}
            budget: { trials: {{trials}} }
            """);
        await studio.UntilAsync(id, StudyState.Completed);
        return id;
    }

    private async Task<IEnumerable<long>> IdsAsync(string query) =>
        (await studio.Client.JsonAsync($"/api/v1/studies?{query}"))["studies"]!.AsArray().Select(s => s!["id"]!.GetValue<long>());

    private async Task<JsonNode> EditAsync(long id, string body)
    {
        using var response = await PatchAsync(id, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
    }

    private Task<HttpResponseMessage> PatchAsync(long id, string body) =>
        studio.Client.PatchAsync($"/api/v1/studies/{id}", new StringContent(body, Encoding.UTF8, "application/json"), Token);
}
