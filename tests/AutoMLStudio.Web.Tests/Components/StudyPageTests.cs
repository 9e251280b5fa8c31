using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Studies;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class StudyPageTests : PageTest
{
    [Theory]
    [InlineData(StudyState.Created, "Start")]
    [InlineData(StudyState.Queued, "Pause Stop Cancel")]
    [InlineData(StudyState.Running, "Pause Stop Cancel")]
    [InlineData(StudyState.Paused, "Resume")]
    [InlineData(StudyState.Stopped, "Resume")]
    [InlineData(StudyState.Failed, "Resume")]
    [InlineData(StudyState.Completed, "")]
    public void The_buttons_are_those_the_state_allows(StudyState state, string buttons)
    {
        Twin.Studies.Add(Study(state: state));
        string.Join(' ', Open().FindAll(".action-bar button").Select(b => b.TextContent.Trim())).ShouldBe(buttons);
    }

    [Fact]
    public void A_button_asks_for_what_it_says()
    {
        Twin.Studies.Add(Study());
        Open().Find(".action-bar button").Click();
        Twin.Requests.ShouldBe([(1L, StudyRequest.Pause)]);
    }

    [Fact]
    public void A_refusal_is_told()
    {
        Twin.Studies.Add(Study());
        Twin.Refusal = "Study 1 is completed: pause is possible when it is running.";
        Open().Find(".action-bar button").Click();
        Snackbar.ShownSnackbars.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_head_follows_the_feed()
    {
        Twin.Studies.Add(Study());
        var page = Open();
        Twin.Studies[0] = Study(state: StudyState.Completed) with { BestValue = 0.0625, Sequence = 44 };
        Tell(1, 44);
        page.WaitForAssertion(() => page.Find(".figures .best dd").TextContent.ShouldStartWith("0.0625"));
        page.Find(".study-head .chip").TextContent.ShouldBe("Completed");
    }

    [Fact]
    public void Charts_are_told_the_sequence_and_no_more()
    {
        var history = JSInterop.SetupModule("./js/charts/history-chart.js");
        var chart = history.SetupModule("create", _ => true);
        chart.Mode = JSRuntimeMode.Loose;
        Twin.Studies.Add(Study());
        var page = Open();
        history.VerifyInvoke("create").Arguments[1].ShouldBe(1L);
        Twin.Studies[0] = Study() with { Sequence = 44 };
        Tell(1, 44);
        page.WaitForAssertion(() => chart.VerifyInvoke("update").Arguments.ShouldBe([44L]));
    }

    [Fact]
    public void Another_study_on_the_feed_is_none_of_its_business()
    {
        Twin.Studies.Add(Study());
        var page = Open();
        var reads = Twin.TrialQueries.Count;
        Tell(2, 99);
        Twin.TrialQueries.Count.ShouldBe(reads);
        page.Find(".study-head .chip").TextContent.ShouldBe("Running");
    }

    [Fact]
    public void An_unknown_study_is_said_to_be_unknown() => Open(77).Find("h1").TextContent.ShouldBe("There is no study 77");

    [Fact]
    public void A_study_that_is_deleted_elsewhere_goes_from_the_page()
    {
        Twin.Studies.Add(Study());
        var page = Open();
        Twin.Studies.Clear();
        Tell(1, 0);
        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe("There is no study 1"));
    }

    [Fact]
    public void The_newest_trials_come_first()
    {
        Twin.Studies.Add(Study());
        Open();
        Twin.TrialQueries[^1].ShouldBe(new(0, 25, "number", true));
    }

    [Fact]
    public void The_address_says_order_and_page()
    {
        Twin.Studies.Add(Study());
        Navigation.NavigateTo("/studies/1?sort=value&page=3");
        Open();
        Twin.TrialQueries[^1].ShouldBe(new(50, 25, "value", false));
    }

    [Fact]
    public void An_order_that_does_not_exist_is_the_usual_one()
    {
        Twin.Studies.Add(Study());
        Navigation.NavigateTo("/studies/1?sort=drop%20table&desc=true&page=-4");
        Open();
        Twin.TrialQueries[^1].ShouldBe(new(0, 25, "number", true));
    }

    [Fact]
    public void A_trial_shows_value_configuration_and_reason()
    {
        Twin.Studies.Add(Study());
        var (config, now) = (new JsonObject { ["x"] = 0.25, ["kind"] = "b" }, Time.GetUtcNow());
        Twin.Trials.Add(new(3, TrialState.Failed, config, null, 1, 1, 2, 2, "validation_loss became NaN.", now, now, 9));
        var row = Open().Find(".trials tbody tr").TextContent;
        foreach (var text in new[] { "Failed", "0.25", "b", "attempt 2", "2.0 s", "validation_loss became NaN." }) row.ShouldContain(text);
    }

    [Fact]
    public void The_definition_is_a_tab_of_its_own()
    {
        Twin.Studies.Add(Study(name: "my $(rm) study"));
        Navigation.NavigateTo("/studies/1?tab=definition");
        var page = Open();
        page.Find("pre").TextContent.ShouldContain("name: from the file");
        page.FindAll("pre")[1].TextContent.ShouldBe("./studio run my---rm--study.yaml --out results");
        page.FindAll(".trials").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_onnx_file_is_offered_when_there_is_one(bool hasModel)
    {
        Twin.Studies.Add(Study(state: StudyState.Completed) with { HasModel = hasModel });
        var page = Open();
        page.FindAll("a[href='api/v1/studies/1/model.onnx']").Count.ShouldBe(hasModel ? 1 : 0);
        page.FindAll(".no-model").Count.ShouldBe(hasModel ? 0 : 1);
    }

    [Fact]
    public void A_sampler_without_a_model_has_no_model_view()
    {
        Twin.HasSurrogate = false;
        Twin.Studies.Add(Study());
        var page = Open();
        page.FindAll(".surrogate-view").ShouldBeEmpty();
        page.Find(".charts").TextContent.ShouldContain("keeps no model");
    }

    private IRenderedComponent<StudyPage> Open(long id = 1)
    {
        if (!Navigation.Uri.Contains("/studies/", StringComparison.Ordinal)) Navigation.NavigateTo($"/studies/{id}");
        return Render<StudyPage>(p => p.Add(s => s.Id, id));
    }
}
