using System.Text.Json.Nodes;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Studies;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class WizardTests : PageTest
{
    [Fact]
    public void The_first_page_could_be_started_as_it_is()
    {
        var page = Open("");
        page.FindAll(".fault").ShouldBeEmpty();
        var study = Created(page);
        study["dataset"]!.GetValue<string>().ShouldBe("glyphs");
        study["sampler"]!.ToJsonString().ShouldBe("""{"type":"gp"}""");
        study["scheduler"]!.ToJsonString().ShouldBe("""{"type":"median"}""");
        study["budget"]!.ToJsonString().ShouldBe("""{"trials":30,"time":"2m"}""");
    }

    [Theory]
    [InlineData("Command", "command", "command")]
    [InlineData("Function", "function", "branin")]
    public void What_one_has_decides_the_evaluator_and_the_name(string answer, string evaluator, string name)
    {
        var page = Open("");
        page.Find($"input[name=source][value={answer}]").Change(answer);
        page.FindAll(".fault").ShouldBeEmpty();
        var study = Created(page);
        study["evaluator"]!["type"]!.GetValue<string>().ShouldBe(evaluator);
        study["name"]!.GetValue<string>().ShouldBe(name);
        study.ContainsKey("dataset").ShouldBeFalse();
    }

    [Fact]
    public void A_name_that_was_given_stays()
    {
        var page = Open("");
        page.Find("#field-name").Change("mine");
        page.Find("input[name=source][value=Function]").Change("Function");
        Created(page)["name"]!.GetValue<string>().ShouldBe("mine");
    }

    [Fact]
    public void The_goal_puts_in_its_space_and_the_method_follows()
    {
        var page = Open("step=2");
        page.Find("input[name=goal][value=Both]").Change("Both");
        var study = Created(page);
        study["space"]!.AsObject().Select(p => p.Key).ShouldContain("network");
        study["space"]!.AsObject().Select(p => p.Key).ShouldContain("learning_rate");
        study["sampler"]!["type"]!.GetValue<string>().ShouldBe("tpe");
    }

    [Fact]
    public void More_effort_changes_the_method_and_says_why()
    {
        var page = Open("step=3");
        page.Find("input[name=effort][value=overnight]").Change("overnight");
        Navigation.NavigateTo("/studies/new?step=4");
        page.Find("#field-sampler .picked").TextContent.ShouldContain("Tree-structured Parzen estimator");
        page.Find("#field-sampler .about").TextContent.ShouldStartWith("With 1,000 trials");
        page.Find("#field-scheduler .picked").TextContent.ShouldContain("Hyperband");
        Created(page)["evaluator"]!["epochs"]!.GetValue<int>().ShouldBe(81);
    }

    [Fact]
    public void Budgets_may_be_parts_of_the_data_and_the_step_says_when()
    {
        var page = Open("step=3");
        page.Find("label[for=field-evaluator-budget]").ParentElement!.TextContent.ShouldContain("where it is the amount of data that makes a training long");
        page.Find("#field-evaluator-budget").Change("data");
        var study = Created(page);
        study["evaluator"]!["budget"]!.GetValue<string>().ShouldBe("data");
        // One report a trial leaves nothing to stop early.
        study["scheduler"]!["type"]!.GetValue<string>().ShouldBe("full");
    }

    [Fact]
    public void A_method_of_ones_own_is_not_overruled_until_the_recommendation_is_taken()
    {
        var page = Open("step=4");
        page.Find("#field-sampler input[value=random]").Change("random");
        Navigation.NavigateTo("/studies/new?step=3");
        page.Find("input[name=effort][value=overnight]").Change("overnight");
        Created(page)["sampler"]!["type"]!.GetValue<string>().ShouldBe("random");
        Navigation.NavigateTo("/studies/new?step=4");
        page.Find("#field-sampler .badge").TextContent.ShouldBe("Your choice");
        page.Find(".notice .link").Click();
        Created(page)["sampler"]!["type"]!.GetValue<string>().ShouldBe("tpe");
    }

    [Fact]
    public void Every_method_is_explained_where_it_is_chosen()
    {
        var page = Open("step=4");
        foreach (var method in Catalog.Of(Core.MethodKind.Sampler))
            page.Find("#field-sampler .alternatives").TextContent.ShouldContain(method.Summary);
    }

    [Fact]
    public void Going_to_the_other_view_keeps_the_draft()
    {
        var page = Open("");
        page.Find("input[name=source][value=Function]").Change("Function");
        Navigation.NavigateTo("/studies/new?mode=expert");
        page.Find("#field-evaluator-function").GetAttribute("value").ShouldBe("branin");
        page.Find("#field-evaluator-delay").GetAttribute("value").ShouldBe("0.5");
    }

    [Fact]
    public void A_template_takes_the_drafts_place_and_can_be_undone()
    {
        var page = Open("");
        page.Find("#field-name").Change("mine");
        Navigation.NavigateTo("/studies/new?template=layers");
        page.Find("#field-name").GetAttribute("value").ShouldBe("glyphs-layers");
        page.FindAll("header button").Single(b => b.TextContent.Trim() == "Undo").Click();
        page.Find("#field-name").GetAttribute("value").ShouldBe("mine");
    }

    [Fact]
    public void A_study_can_be_begun_from_another()
    {
        Twin.Studies.Add(Study(7));
        Open("from=7").Find("#field-name").GetAttribute("value").ShouldBe("from the file");
    }

    [Fact]
    public void A_draft_that_the_browser_has_kept_is_taken_up()
    {
        var module = JSInterop.SetupModule("./js/study-draft.js");
        module.Mode = JSRuntimeMode.Loose;
        module.Setup<string?>("load").SetResult("""{"Text":"name: kept\nevaluator: { type: function }\n","Mode":"expert","Origin":""}""");
        var page = Open("");
        page.Find("#field-name").GetAttribute("value").ShouldBe("kept");
        page.FindAll(".steps").ShouldBeEmpty();
    }

    [Fact]
    public void An_estimate_follows_a_measurement()
    {
        Steps.Seconds = 0.5;
        var page = Open("");
        page.Find(".glance").TextContent.ShouldContain("30 trials × 9 epochs = 270");
        page.FindAll(".glance button").Single().Click();
        page.Find(".glance").TextContent.ShouldContain("2 min: room for about 26 full trials");
        page.Find("#yaml").Input("name: x\ndataset: glyphs\nevaluator: { type: network, epochs: 9 }\nbudget: { trials: 10 }\n");
        Time.Advance(TimeSpan.FromMilliseconds(400));
        page.WaitForAssertion(() => page.Find(".glance").TextContent.ShouldContain("known after the first trials"));
        page.FindAll(".glance button").Single().Click();
        page.Find(".glance").TextContent.ShouldContain("about 45 s");
    }

    private IRenderedComponent<NewStudyPage> Open(string query)
    {
        Navigation.NavigateTo($"/studies/new?{query}");
        return Render<NewStudyPage>();
    }

    private JsonObject Created(IRenderedComponent<NewStudyPage> page)
    {
        page.FindAll(".create button").Single(b => b.TextContent.Trim() == "Create").Click();
        return StudyText.Parse(Twin.Created[^1].Text).AsObject();
    }
}
