using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Components.Searches;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Bunit;
using Direction = AutoMLStudio.Core.Studies.Direction;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class SearchTabTests() : PageTest(SearchesTwin.Catalog)
{
    [Theory]
    [InlineData(SearchesTwin.Sampler, true)]
    [InlineData("random", false)]
    public void The_tab_is_there_for_samplers_that_share_weights(string sampler, bool isThere)
    {
        Twin.Studies.Add(Study() with { Sampler = sampler, Evaluator = "network" });
        Navigation.NavigateTo("/studies/1?tab=search");
        var page = Render<StudyPage>(p => p.Add(s => s.Id, 1));
        page.FindAll(".study-tabs a").Any(a => a.TextContent == "Search").ShouldBe(isThere);
        page.FindAll(".search-view").Count.ShouldBe(isThere ? 1 : 0);
    }

    [Fact]
    public void What_is_chosen_stands_in_the_address_and_is_told_when_it_changes()
    {
        var module = JSInterop.SetupModule("./js/search/search-view.js");
        module.Mode = JSRuntimeMode.Loose;
        var drawn = module.SetupModule("create", _ => true);
        drawn.Mode = JSRuntimeMode.Loose;
        Navigation.NavigateTo("/studies/1?tab=search&search=3&epoch=7");
        var tab = Render<SearchTab>(p => p.Add(t => t.StudyId, 1).Add(t => t.Sequence, 30).Add(t => t.Metric, "validation_accuracy")
            .Add(t => t.Direction, Direction.Maximize).Add(t => t.Sampler, SearchesTwin.Sampler));
        module.Invocations["create"].Single().Arguments[3]!.ToString().ShouldBe("{ Search = 3, Epoch = 7 }");
        tab.Instance.Choose(3, 9);
        Navigation.Uri.ShouldEndWith("/studies/1?tab=search&search=3&epoch=9");
        tab.WaitForAssertion(() => drawn.Invocations["set"].Count.ShouldBe(1));
        tab.Instance.Choose(null, null);
        Navigation.Uri.ShouldEndWith("/studies/1?tab=search");
        tab.Render(p => p.Add(t => t.Sequence, 31));
        drawn.Invocations["update"].Single().Arguments.ShouldBe([31L]);
    }

    [Fact]
    public void The_best_of_what_was_trained_is_the_final_network_with_its_next_steps()
    {
        Searches.Searches.Add(SearchesTwin.Search(0, (0.9, 0.81), (0.8, 0.86), (0.7, null)));
        var results = Render<SearchResults>(p => p.Add(r => r.Study, Study() with { Direction = Direction.Maximize, HasModel = true }));
        results.FindAll("tbody tr").Select(r => r.ClassName ?? "").ShouldBe(["", "best", ""]);
        results.FindAll("tbody tr")[2].TextContent.ShouldContain("not yet");
        results.Find(".final .found-facts").TextContent.ShouldContain("6,200");
        results.Find(".final .genotype-line code").TextContent.ShouldBe("Genotype(0, 1)");
        results.FindAll(".next-steps a")[0].GetAttribute("href").ShouldBe("studies/new?from=1&trial=1&mode=expert");
        results.Find(".final a[download]").GetAttribute("href").ShouldBe("api/v1/studies/1/model.onnx?trial=1");
    }

    [Fact]
    public void A_smaller_loss_is_the_better_one_and_nothing_is_final_before_it_is_trained()
    {
        Searches.Searches.Add(SearchesTwin.Search(0, (null, 0.5), (null, 0.4)));
        Render<SearchResults>(p => p.Add(r => r.Study, Study())).Find(".final h2").TextContent.ShouldContain("Trial 1");
        Searches.Searches[0] = SearchesTwin.Search(0, (0.9, null));
        Render<SearchResults>(p => p.Add(r => r.Study, Study())).FindAll(".final").ShouldBeEmpty();
    }

    [Fact]
    public void The_page_of_a_search_says_what_it_is_instead_of_a_configuration()
    {
        Twin.Studies.Add(Study() with { Sampler = SearchesTwin.Sampler, Evaluator = "network" });
        TrialTwin.Details.Add(new(Trial(search: 0), null, TrialWish.None, null, 3, null, null, null, []));
        var page = Render<TrialDetailPage>(p => p.Add(t => t.Id, 1).Add(t => t.Number, 0));
        page.Markup.ShouldNotContain("$search");
        page.Find(".search-words").TextContent.ShouldStartWith("This trial is supernet search 1");
        page.FindAll(".network").ShouldBeEmpty();
        page.FindAll(".action-bar button").ShouldBeEmpty();
        page.Find(".action-bar a.primary").GetAttribute("href").ShouldBe("studies/1?tab=search");
    }

    [Fact]
    public void The_table_of_trials_marks_a_search()
    {
        Twin.Studies.Add(Study() with { Sampler = SearchesTwin.Sampler });
        Twin.Trials.Add(Trial(search: 1));
        Navigation.NavigateTo("/studies/1?tab=trials");
        var page = Render<StudyPage>(p => p.Add(s => s.Id, 1));
        page.WaitForAssertion(() => page.Find("td .search-badge").TextContent.ShouldBe("search 2"));
        page.Markup.ShouldNotContain("$search");
    }

    [Fact]
    public void The_overview_says_that_weights_are_shared_and_speaks_of_no_budgets()
    {
        Twin.Studies.Add(Study() with { Sampler = SearchesTwin.Sampler });
        TrialTwin.Activity = new([new(6, 1, 0, 1), new(20, 1, 1, 0)], 26, 0);
        var said = Render<StudyPage>(p => p.Add(s => s.Id, 1)).Find(".activity").TextContent;
        said.ShouldContain("Shared weights searches by shared weights, then trains what it found from scratch; being worked on: 1.");
        said.ShouldNotContain("budgets");
    }

    private TrialView Trial(int search) =>
        new(0, TrialState.Completed, new JsonObject { ["$search"] = search }, null, 20, 20, 80, 1, null, Time.GetUtcNow(), null, 9) { Search = search + 1 };
}
