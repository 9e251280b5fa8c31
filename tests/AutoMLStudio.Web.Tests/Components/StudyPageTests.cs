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
        string.Join(' ', Open().FindAll(".action-bar button.mud-button-root").Select(b => b.TextContent.Trim())).ShouldBe(buttons);
    }

    [Fact]
    public void A_button_asks_for_what_it_says()
    {
        Twin.Studies.Add(Study());
        Open().Find(".action-bar button.mud-button-root").Click();
        Twin.Requests.ShouldBe([(1L, StudyRequest.Pause)]);
    }

    [Fact]
    public void A_refusal_is_told()
    {
        Twin.Studies.Add(Study());
        Twin.Refusal = "Study 1 is completed: pause is possible when it is running.";
        Open().Find(".action-bar button.mud-button-root").Click();
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
    public void A_completed_study_goes_on_when_something_was_asked_for()
    {
        Twin.Studies.Add(Study(state: StudyState.Completed));
        TrialTwin.Waiting.Add(new(1, new JsonObject { ["x"] = 0.5 }, null));
        Open().Find(".action-bar button.mud-button-root").TextContent.Trim().ShouldBe("Resume");
    }

    [Theory]
    [InlineData(2, 0, "Gaussian process proposes; 2 of 10 initial points are done.")]
    [InlineData(25, 0, "Gaussian process proposes from 25 finished trials; being evaluated: 2.")]
    [InlineData(25, 3, "Configurations that were asked for come next: 3.")]
    public void The_overview_says_what_the_method_is_doing(int finished, int waiting, string sentence)
    {
        Twin.Studies.Add(Study() with { Sampler = "gp", Finished = finished, TrialBudget = 40 });
        Twin.Sampler = new JsonObject { ["type"] = "gp", ["initial_points"] = 10 };
        TrialTwin.Activity = TrialTwin.Activity with { Waiting = waiting };
        Open().Find(".activity").TextContent.ShouldContain(sentence);
    }

    [Fact]
    public void The_overview_says_how_far_trials_have_come()
    {
        Twin.Studies.Add(Study() with { Scheduler = "hyperband" });
        TrialTwin.Activity = new([new(1, 18, 0, 0), new(3, 6, 2, 0), new(9, 3, 0, 3)], 40, 0);
        Open().Find(".activity").TextContent.ShouldContain("Rung 2 of 3, at 3 units: trials that have come so far: 9.");
    }

    [Fact]
    public void The_overview_speaks_of_no_rungs_where_the_sampler_chooses_budgets()
    {
        Twin.Studies.Add(Study() with { Scheduler = "full" });
        TrialTwin.Activity = new([new(0.25, 8, 0, 0), new(1, 1, 0, 0)], 9, 0);
        Open().Find(".activity").TextContent.ShouldContain("The budgets are chosen trial by trial; so far from 0.25 to 1 units.");
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
    [InlineData("network", true, 0)]
    [InlineData("network", false, 1)]
    [InlineData("function", false, 0)]
    public void The_onnx_file_is_offered_when_there_is_one(string evaluator, bool hasModel, int notes)
    {
        Twin.Studies.Add(Study(state: StudyState.Completed) with { Evaluator = evaluator, HasModel = hasModel });
        var page = Open();
        page.FindAll("a[href='api/v1/studies/1/model.onnx']").Count.ShouldBe(hasModel ? 1 : 0);
        page.FindAll(".no-model").Count.ShouldBe(notes);
    }

    [Fact]
    public void Tabs_that_a_study_has_nothing_for_are_not_there()
    {
        Twin.HasSurrogate = false;
        Twin.Studies.Add(Study());
        Navigation.NavigateTo("/studies/1?tab=model");
        var page = Open();
        page.FindAll(".tabs a").Select(a => a.TextContent)
            .ShouldBe(["Overview", "Trials", "Curves", "Analysis", "Notes", "Logs", "Definition", "Events"]);
        page.Find(".tabs [aria-current=page]").TextContent.ShouldBe("Overview");
    }

    [Fact]
    public void A_model_that_cannot_be_drawn_is_said_to_be_so()
    {
        Twin.HasSurrogate = false;
        Twin.Studies.Add(Study() with { Sampler = "forest" });
        Navigation.NavigateTo("/studies/1?tab=model");
        var said = Open().Find(".undrawn-model").TextContent;
        said.ShouldContain("Random forest chooses by a model of its own");
        said.ShouldContain("Gaussian process");
    }

    [Theory]
    [InlineData("function", 0)]
    [InlineData("network", 1)]
    public void The_overview_shows_the_best_network_of_a_study_that_trains_some(string evaluator, int networks)
    {
        Twin.Studies.Add(Study() with { Evaluator = evaluator });
        Open().FindAll(".overview .study-network").Count.ShouldBe(networks);
    }

    [Fact]
    public void A_configuration_that_waits_can_be_withdrawn()
    {
        Twin.Studies.Add(Study());
        TrialTwin.Waiting.AddRange([new(4, new JsonObject { ["x"] = 0.5 }, 3), new(5, new JsonObject { ["x"] = 0.25, ["kind"] = "a" }, null)]);
        TrialTwin.Activity = TrialTwin.Activity with { Waiting = 2 };
        var page = Open();
        page.FindAll(".queue .asked").Select(q => q.TextContent).ShouldBe(["x = 0.5", "x = 0.25, kind = a"]);
        page.Find(".queue button").Click();
        page.WaitForAssertion(() => page.FindAll(".queue .asked").Select(q => q.TextContent).ShouldBe(["x = 0.25, kind = a"]));
        TrialTwin.Waiting.Single().Id.ShouldBe(5);
    }

    [Fact]
    public void Going_to_a_part_with_a_query_of_its_own_leaves_the_page_alive()
    {
        Twin.Studies.Add(Study());
        var page = Open();
        Navigation.NavigateTo("/studies/1?tab=trials&sort=value&desc=true");
        page.WaitForAssertion(() => Twin.TrialQueries.Last().ShouldBe(new(0, 25, "value", true)));
        Navigation.NavigateTo("/studies/1?tab=events&type=trial_ended");
        page.WaitForAssertion(() => page.Find(".events option[selected]").GetAttribute("value").ShouldBe("trial_ended"));
    }

    [Fact]
    public void Only_what_the_open_tab_shows_is_read()
    {
        Twin.Studies.Add(Study());
        Navigation.NavigateTo("/studies/1?tab=notes");
        var page = Open();
        Tell(1, 44);
        page.FindAll(".chart").ShouldBeEmpty();
        Twin.TrialQueries.ShouldBeEmpty();
    }

    [Fact]
    public void Events_are_filtered_by_type_and_open_to_their_json()
    {
        Twin.Studies.Add(Study());
        TrialTwin.Events.Add(new(1, Time.GetUtcNow(), "study_state", """{"type":"study_state","state":"running"}"""));
        TrialTwin.Events.Add(new(2, Time.GetUtcNow(), "trial_started", """{"type":"trial_started","number":0}"""));
        Navigation.NavigateTo("/studies/1?tab=events&type=study_state");
        var page = Open();
        page.FindAll(".event-list li").ShouldHaveSingleItem();
        page.Find(".event-list pre").TextContent.ShouldContain("\"state\": \"running\"");
    }

    [Fact]
    public void The_log_tells_failures_and_what_trials_wrote()
    {
        Twin.Studies.Add(Study());
        TrialTwin.Events.Add(new(7, Time.GetUtcNow(), "trial_ended", """{"type":"trial_ended","number":3,"state":"failed","reason":"no luck"}"""));
        TrialTwin.Lines.Add(new(1, 3, Time.GetUtcNow(), "<b>epoch</b> 1"));
        Navigation.NavigateTo("/studies/1?tab=log");
        var page = Open();
        page.Find(".happenings li.bad").TextContent.ShouldContain("no luck");
        page.Find(".log").TextContent.ShouldContain("<b>epoch</b> 1");
        TrialTwin.Lines.Add(new(2, 4, Time.GetUtcNow(), "epoch 2"));
        Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.Find(".log").TextContent.ShouldContain("epoch 2"));
        page.FindAll(".log-tab input")[0].Change("b>");
        page.WaitForAssertion(() => page.FindAll(".log > span").ShouldHaveSingleItem());
    }

    [Fact]
    public void Notes_are_written_looked_at_and_kept()
    {
        Twin.Studies.Add(Study());
        Navigation.NavigateTo("/studies/1?tab=notes");
        var page = Open();
        page.Find(".notes button").Click();
        page.Find("textarea").Change("# Plan\n<script>alert(1)</script>");
        page.FindAll(".segments button")[1].Click();
        page.Find(".prose h1").TextContent.ShouldBe("Plan");
        page.FindAll(".prose script").ShouldBeEmpty();
        page.FindAll(".notes > header button").Single(b => b.TextContent == "Save").Click();
        Twin.Edits.Single().Edit.Notes.ShouldBe("# Plan\n<script>alert(1)</script>");
        page.Find(".prose").TextContent.ShouldContain("Plan");
    }

    [Fact]
    public void Tags_are_added_and_taken_away()
    {
        Twin.Studies.Add(Study() with { Tags = ["old"] });
        var page = Open();
        page.Find(".tags-editor input").Change("new, other");
        page.Find(".tags-editor form").Submit();
        page.Find(".tags-editor .tag button").Click();
        Twin.Edits.Select(e => string.Join('|', e.Edit.Tags!)).ShouldBe(["new|old|other", ""]);
    }

    private IRenderedComponent<StudyPage> Open(long id = 1)
    {
        if (!Navigation.Uri.Contains("/studies/", StringComparison.Ordinal)) Navigation.NavigateTo($"/studies/{id}");
        return Render<StudyPage>(p => p.Add(s => s.Id, id));
    }
}
