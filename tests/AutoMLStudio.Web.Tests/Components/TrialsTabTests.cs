using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Studies;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class TrialsTabTests : PageTest
{
    [Fact]
    public void The_newest_trials_come_first()
    {
        Open();
        Twin.TrialQueries[^1].ShouldBe(new(0, 25, "number", true));
    }

    [Fact]
    public void The_address_says_filter_order_and_page()
    {
        Open("&sort=config.x&page=3&filter=value%20%3C%201");
        Twin.TrialQueries[^1].ShouldBe(new(50, 25, "config.x", false, "value < 1"));
    }

    [Fact]
    public void A_filter_that_cannot_be_read_is_said_to_be_so_and_the_rows_stay()
    {
        Twin.Trials.Add(Trial(3));
        var page = Open();
        Twin.FilterFault = "'valu' is no column.";
        page.Find(".filter-box input").Change("valu < 1");
        page.Find(".filter-box").Submit();
        page.WaitForAssertion(() => page.Find("#filter-fault").TextContent.ShouldBe("'valu' is no column."));
        page.FindAll(".trials tbody tr").ShouldHaveSingleItem();
        Navigation.Uri.ShouldContain("filter=valu");
    }

    [Fact]
    public void A_trial_shows_value_configuration_and_reason_and_leads_to_its_page()
    {
        Twin.Trials.Add(Trial(3) with { State = TrialState.Failed, Value = null, Attempt = 2, Reason = "validation_loss became NaN." });
        var row = Open().Find(".trials tbody tr");
        foreach (var text in new[] { "Failed", "0.25", "b", "attempt 2", "2.0 s", "validation_loss became NaN." }) row.TextContent.ShouldContain(text);
        row.QuerySelector("a")!.GetAttribute("href").ShouldBe("studies/1/trials/3");
    }

    [Fact]
    public void Trials_that_break_a_constraint_are_marked_and_can_be_left_out()
    {
        Twin.Trials.Add(Trial(3) with { Violation = 2, Metrics = new Dictionary<string, double> { ["latency_ms"] = 7 } });
        Twin.Trials.Add(Trial(4) with { Violation = 0, Metrics = new Dictionary<string, double> { ["latency_ms"] = 4 } });
        var page = Open(outcomes: [new("latency_ms", OutcomeSide.AtMost, 5)]);
        page.FindAll(".infeasible-badge").ShouldHaveSingleItem().GetAttribute("title").ShouldBe("Breaks the outcome constraints by 2 in all");
        page.FindAll("table.trials th").Select(h => h.TextContent.Trim()).ShouldContain("latency_ms");
        var button = page.FindAll("button").Single(b => b.TextContent == "Feasible");
        button.GetAttribute("title").ShouldBe("latency_ms ≤ 5");
        button.Click();
        Twin.TrialQueries[^1].Filter.ShouldBe("feasible = 1");
        page.FindAll("button").Single(b => b.TextContent == "Feasible").Click();
        Twin.TrialQueries[^1].Filter.ShouldBeNull();
    }

    [Fact]
    public void Columns_are_chosen_and_kept_in_the_browser()
    {
        var layout = JSInterop.SetupModule("./js/study/layout.js");
        layout.Setup<string[]?>("load", "studio.columns.1").SetResult(["number", "metrics.loss", "value"]);
        layout.SetupVoid("save", _ => true).SetVoidResult();
        Twin.Trials.Add(Trial(3));
        var page = Open();
        page.WaitForAssertion(() => Headings(page).ShouldBe(["#", "loss", "value"]));
        page.FindAll(".columns-menu li").Single(l => l.TextContent.Contains("kind", StringComparison.Ordinal)).QuerySelector("input")!
            .Change(true);
        Headings(page).ShouldBe(["#", "loss", "value", "kind"]);
        page.Find(".columns-menu [aria-label='Move kind to the left']").Click();
        Headings(page).ShouldBe(["#", "loss", "kind", "value"]);
        layout.Invocations["save"][^1].Arguments[1].ShouldBe(new List<string> { "number", "metrics.loss", "config.kind", "value" });
    }

    [Fact]
    public void Files_hold_what_filter_and_order_ask_for()
    {
        Open("&filter=x%20%3C%201&sort=value").FindAll("a[download]").Select(a => a.GetAttribute("href")).ShouldContain(
            "api/v1/studies/1/trials.csv?sort=value&descending=false&filter=x%20%3C%201");
    }

    [Fact]
    public void Picked_trials_stand_side_by_side_with_what_differs_marked()
    {
        Twin.Trials.Add(Trial(3));
        Twin.Trials.Add(Trial(4, x: 0.5));
        var page = Open();
        page.FindAll(".trials input[type=checkbox]")[0].Change(true);
        page.FindAll(".trials input[type=checkbox]")[1].Change(true);
        page.FindAll(".trials-card .toolbar > button").Single(b => b.TextContent.Contains("2 selected", StringComparison.Ordinal)).Click();
        Navigation.Uri.ShouldContain("compare=3%2C4");
        page.WaitForAssertion(() => page.FindAll(".compare-panel td.differs").Select(d => d.FirstChild!.TextContent.Trim()).ShouldBe(["0.5"]));
    }

    [Fact]
    public void Of_several_objectives_all_are_columns_and_one_button_asks_for_the_front()
    {
        Twin.Trials.Add(Trial(3) with { OnFront = true });
        Twin.Trials.Add(Trial(4) with { OnFront = false });
        var page = Open("&filter=x%20%3C%201", objectives: [new("value", Direction.Minimize), new("loss", Direction.Maximize)]);
        Headings(page)[..3].ShouldBe(["#", "value", "loss"]);
        page.FindAll(".trials tbody tr").Select(r => r.ClassName).ShouldBe(["best", ""]);
        page.FindAll(".front-chart").ShouldHaveSingleItem();
        Press(page).GetAttribute("aria-pressed").ShouldBe("false");
        Press(page).Click();
        page.WaitForAssertion(() => Twin.TrialQueries[^1].Filter.ShouldBe("x < 1 and front = 1"));
        page.WaitForAssertion(() => Press(page).GetAttribute("aria-pressed").ShouldBe("true"));
        Press(page).Click();
        page.WaitForAssertion(() => Twin.TrialQueries[^1].Filter.ShouldBe("x < 1"));
    }

    private static AngleSharp.Dom.IElement Press(IRenderedComponent<StudyPage> page) =>
        page.FindAll(".trials-card .toolbar > button").Single(b => b.TextContent == "On the front");

    private static List<string> Headings(IRenderedComponent<StudyPage> page) =>
        [.. page.FindAll(".trials th a").Select(a => a.FirstChild!.TextContent)];

    private TrialView Trial(int number, double x = 0.25)
    {
        var (config, now) = (new JsonObject { ["x"] = x, ["kind"] = "b" }, Time.GetUtcNow());
        return new(number, TrialState.Completed, config, 0.75, 1, 1, 2, 1, null, now, now, 9)
        {
            Metrics = new Dictionary<string, double> { ["value"] = 0.75, ["loss"] = 1.5 },
        };
    }

    private IRenderedComponent<StudyPage> Open(
        string query = "", IReadOnlyList<Objective>? objectives = null, IReadOnlyList<OutcomeConstraint>? outcomes = null)
    {
        Twin.Studies.Add(Study() with { Objectives = objectives ?? [], Outcomes = outcomes ?? [] });
        Navigation.NavigateTo($"/studies/1?tab=trials{query}");
        return Render<StudyPage>(p => p.Add(s => s.Id, 1));
    }
}
