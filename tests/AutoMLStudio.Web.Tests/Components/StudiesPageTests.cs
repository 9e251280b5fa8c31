using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.List;
using AutoMLStudio.Web.Components.Pages;
using Bunit;
using MudBlazor;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class StudiesPageTests : PageTest
{
    public static TheoryData<string> Examples => [.. Example.All.Select(e => e.Key)];

    [Fact]
    public void An_empty_studio_offers_its_examples()
    {
        var page = Render<StudiesPage>();
        page.FindAll(".examples article h3").Select(h => h.TextContent).ShouldBe(Example.All.Select(e => e.Title));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_is_a_good_study(string key)
    {
        var check = await Twin.CheckAsync(Example.All.Single(e => e.Key == key).File, Xunit.TestContext.Current.CancellationToken);
        check.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void An_example_starts_with_one_click_and_opens()
    {
        var page = Render<StudiesPage>();
        page.Find(".examples button").Click();
        Twin.Created.ShouldHaveSingleItem().Start.ShouldBeTrue();
        Navigation.Uri.ShouldEndWith("/studies/1");
    }

    [Fact]
    public void A_row_tells_state_progress_best_method_and_age()
    {
        Twin.Studies.Add(Study() with { Remaining = TimeSpan.FromSeconds(90), Dataset = "glyphs" });
        var row = Render<StudiesPage>().Find("tbody tr").TextContent;
        string[] wanted = ["Running", "10 of 40 trials, 1 failed", "1 min 30 s left", "0.125", "value", "Random search", "glyphs", "5 min ago"];
        foreach (var text in wanted) row.ShouldContain(text);
    }

    [Fact]
    public void A_name_is_text_and_never_markup()
    {
        Twin.Studies.Add(Study(name: "<img src=x onerror=alert(1)>"));
        var page = Render<StudiesPage>();
        page.FindAll("img").ShouldBeEmpty();
        page.Find("td.name a").TextContent.ShouldBe("<img src=x onerror=alert(1)>");
    }

    [Fact]
    public void The_list_follows_the_feed()
    {
        Twin.Studies.Add(Study());
        var page = Render<StudiesPage>();
        Twin.Studies[0] = Study(state: StudyState.Completed) with { Finished = 40 };
        Tell(1, 31);
        page.WaitForAssertion(() => page.Find("tbody tr").TextContent.ShouldContain("40 of 40"));
        page.Find(".chip").TextContent.ShouldBe("Completed");
    }

    [Fact]
    public void A_burst_of_changes_is_one_read()
    {
        Twin.Studies.Add(Study());
        var page = Render<StudiesPage>();
        var before = Twin.Reads;
        for (var sequence = 31; sequence < 131; sequence++) Feed.Publish(new(1, sequence));
        Time.Advance(Web.Studies.StudyFeed.Interval);
        page.WaitForAssertion(() => Twin.Reads.ShouldBe(before + 1));
    }

    [Fact]
    public async Task A_page_that_was_left_hears_nothing_more()
    {
        Twin.Studies.Add(Study());
        Render<StudiesPage>();
        var before = Twin.Reads;
        await DisposeComponentsAsync();
        Tell(1, 31);
        Twin.Reads.ShouldBe(before);
    }

    [Theory]
    [InlineData(StudyState.Running, true)]
    [InlineData(StudyState.Queued, true)]
    [InlineData(StudyState.Paused, false)]
    [InlineData(StudyState.Completed, false)]
    public void Only_a_study_at_rest_can_be_deleted(StudyState state, bool disabled)
    {
        Twin.Studies.Add(Study(state: state));
        Open(Render<StudiesPage>(), "Delete…").HasAttribute("disabled").ShouldBe(disabled);
    }

    [Theory]
    [InlineData("Delete", 1)]
    [InlineData("Keep it", 0)]
    public void Deleting_asks_first(string answer, int deleted)
    {
        Twin.Studies.Add(Study(state: StudyState.Completed));
        var dialogs = Render<MudDialogProvider>();
        var page = Render<StudiesPage>();
        Open(page, "Delete…").Click();
        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("This cannot be undone."));
        dialogs.FindAll("button").First(b => b.TextContent.Trim() == answer).Click();
        page.WaitForAssertion(() => Twin.Deleted.Count.ShouldBe(deleted));
    }

    [Fact]
    public void Renaming_writes_name_and_tags_and_shows_a_fault_at_its_field()
    {
        Twin.Studies.Add(Study() with { Tags = ["old"] });
        var dialogs = Render<MudDialogProvider>();
        Open(Render<StudiesPage>(), "Rename and tag…").Click();
        dialogs.WaitForElement("#study-name").Change("  ");
        dialogs.Find("#study-tags").GetAttribute("value").ShouldBe("old");
        dialogs.Find("#edit-study").Submit();
        dialogs.WaitForAssertion(() => dialogs.Find("#study-name-fault").TextContent.ShouldContain("1 to 100 printable characters"));
        Twin.Edits.ShouldBeEmpty();
        dialogs.Find("#study-name").Change("better");
        dialogs.Find("#study-tags").Change("GP, paper");
        dialogs.Find("#edit-study").Submit();
        dialogs.WaitForAssertion(() => Twin.Edits.Count.ShouldBe(1));
        Twin.Edits[0].Edit.Name.ShouldBe("better");
        Twin.Edits[0].Edit.Tags.ShouldBe(["gp", "paper"]);
    }

    [Fact]
    public void Archiving_takes_one_choice()
    {
        Twin.Studies.Add(Study());
        Open(Render<StudiesPage>(), "Archive").Click();
        Twin.Edits.ShouldHaveSingleItem().Edit.Archived.ShouldBe(true);
    }

    [Fact]
    public void A_clone_opens_as_a_draft()
    {
        Twin.Studies.Add(Study(7));
        Open(Render<StudiesPage>(), "Clone").GetAttribute("href").ShouldBe("studies/new?from=7");
    }

    [Fact]
    public void Selected_studies_are_compared_and_stay_selected_when_the_list_moves()
    {
        Twin.Studies.AddRange([Study(1), Study(2, "another")]);
        var page = Render<StudiesPage>();
        page.Markup.ShouldNotContain("Compare (");
        page.Find("input[aria-label='Select a study']").Change(true);
        page.Find("a[aria-disabled='true']").TextContent.ShouldBe("Compare (1)");
        page.Find("input[aria-label='Select another']").Change(true);
        Tell(1, 31);
        page.WaitForAssertion(() => page.Find("a[href='compare?ids=1,2']").TextContent.ShouldBe("Compare (2)"));
    }

    [Fact]
    public void What_is_asked_stands_in_the_address()
    {
        Twin.Studies.AddRange([Study() with { Tags = ["paper"] }, Study(2, "another", StudyState.Completed)]);
        Navigation.NavigateTo("/?state=completed&tag=paper&sort=best&desc=false&page=2&search=a");
        var page = Render<StudiesPage>();
        Twin.ListQueries[^1].ShouldBe(new("a", StudyState.Completed, "paper", Sort: "best", Descending: false, Skip: 50));
        page.Markup.ShouldContain("No study matches");
        page.Find("input[type=search]").Input("other");
        page.WaitForAssertion(() => Twin.ListQueries[^1].Search.ShouldBe("other"));
        Navigation.Uri.ShouldNotContain("page=");
    }

    [Fact]
    public void A_list_that_cannot_be_read_says_so_and_is_read_again_when_asked()
    {
        Twin.Broken = new InvalidOperationException("the database is away");
        var page = Render<StudiesPage>();
        page.Find("[role=alert]").TextContent.ShouldContain("the database is away");
        Twin.Broken = null;
        Twin.Studies.Add(Study());
        page.Find("[role=alert] button").Click();
        page.FindAll("[role=alert]").ShouldBeEmpty();
        page.FindAll("tbody tr").Count.ShouldBe(1);
    }

    private static AngleSharp.Dom.IElement Open(IRenderedComponent<StudiesPage> page, string action)
    {
        page.Find("tbody .icon-button").Click();
        return page.FindAll(".menu-items a, .menu-items button").First(e => e.TextContent == action);
    }
}
