using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Compare;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Studies;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class ComparePageTests : PageTest
{
    [Fact]
    public void The_studies_of_the_address_stand_side_by_side_with_their_best_configurations()
    {
        Twin.Studies.AddRange([Study(1, "one"), Study(2, "two"), Study(3, "three")]);
        Twin.Trials.Add(new(3, TrialState.Completed, new() { ["x"] = 0.25, ["kind"] = "a" }, 0.125, 1, 1, 1, 1, null, default, default, 9));
        var page = Open("2,1,2,x");
        page.FindAll(".compared-head a:first-of-type").Select(a => a.TextContent).ShouldBe(["two", "one"]);
        page.FindAll(".comparison")[0].TextContent.ShouldContain("0.25");
        page.FindAll(".add-study option").Select(o => o.TextContent).ShouldBe(["Add a study…", "three"]);
        page.Markup.ShouldContain("The definitions are the same.");
        Twin.TrialQueries.ShouldAllBe(q => q.Filter == "number = 3" && q.Take == 1);
    }

    [Fact]
    public void A_study_is_added_and_taken_out_by_the_address()
    {
        Twin.Studies.AddRange([Study(1, "one"), Study(2, "two")]);
        var page = Open("1");
        page.Find(".add-study").Change("2");
        Navigation.Uri.ShouldContain("ids=1%2C2");
        page.WaitForAssertion(() => page.FindAll(".compared li").Count.ShouldBe(2));
        page.Find("a[aria-label='Take one out']").GetAttribute("href")!.ShouldEndWith("ids=2");
    }

    [Fact]
    public void The_head_follows_the_feed_and_a_study_of_no_interest_is_not_read()
    {
        Twin.Studies.AddRange([Study(1, "one"), Study(2, "two")]);
        var page = Open("1");
        Twin.Studies[0] = Study(1, "one") with { Finished = 33, Sequence = 99 };
        Tell(1, 99);
        page.WaitForAssertion(() => page.Find(".compared li").TextContent.ShouldContain("33 of 40"));
        var reads = Twin.Reads;
        Tell(2, 99);
        Twin.Reads.ShouldBe(reads);
    }

    [Fact]
    public void What_cannot_be_compared_is_said()
    {
        Twin.Studies.AddRange([Study(1), Study(2) with { Metric = "accuracy", Direction = Direction.Maximize }]);
        Open("1,2,77").FindAll(".notice.warn").Select(n => n.TextContent.Trim()).ShouldBe([
            "There is no study 77; it may have been deleted.",
            "These studies measure different things: their values are not comparable as they stand."]);
        Open("").Markup.ShouldContain("Nothing to compare yet");
    }

    [Fact]
    public void Objects_are_compared_path_by_path()
    {
        var left = JsonNode.Parse("""{"a":{"b":1,"list":[1,2]},"cell":{"space":"x","genotype":"0|1"},"only":"left"}""")!.AsObject();
        var right = JsonNode.Parse("""{"a":{"b":2,"list":[1,2]},"cell":{"space":"x","genotype":"0|1"}}""")!.AsObject();
        var lines = ComparisonTable.Of([left, right, null]);
        lines.Select(l => $"{l.Name}: {string.Join(" / ", l.Cells.Select(c => c ?? "-"))}").ShouldBe(
            ["a.b: 1 / 2 / -", "a.list: 1, 2 / 1, 2 / -", "cell: 0|1 / 0|1 / -", "only: left / - / -"]);
        ComparisonTable.Of([left, right]).Where(l => l.Differs).Select(l => l.Name).ShouldBe(["a.b", "only"]);
    }

    [Fact]
    public void A_parameter_of_a_space_is_one_line()
    {
        var definition = JsonNode.Parse("""
            {"space":{"rate":{"type":"float","low":0.001,"high":1,"log":true},"kind":{"type":"categorical","choices":["a","b"]},
            "off":{"type":"int","low":1,"high":3,"log":false,"when":{"kind":"a"}}}}
            """)!.AsObject();
        ComparisonTable.Of([ComparisonTable.Condensed(definition)]).Select(l => $"{l.Name} = {l.Cells[0]}").ShouldBe([
            "space.rate = float, 0.001 … 1, log", "space.kind = categorical, choices: a, b", """space.off = int, 1 … 3, when: {"kind":"a"}"""]);
    }

    private IRenderedComponent<ComparePage> Open(string ids)
    {
        Navigation.NavigateTo($"/compare?ids={ids}");
        return Render<ComparePage>();
    }
}
