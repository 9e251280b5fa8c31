using System.Text.Json;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Imports;
using AutoMLStudio.Web.Studies.Imports;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class ImportPanelTests : PageTest
{
    [Fact]
    public async Task What_a_file_holds_is_shown_before_it_is_imported()
    {
        var panel = Render<ImportPanel>(p => p.Add(i => i.StudyId, 7));
        (await panel.InvokeAsync(() => panel.Instance.Chosen("old.csv"))).ShouldBeNull();
        panel.Markup.ShouldContain("Reading the file…");
        await panel.InvokeAsync(() => panel.Instance.Looked(true, JsonSerializer.Serialize(Import(faulty: 0), StudyJson.Options)));
        panel.Find(".import-counts").TextContent.ShouldContain("3");
        panel.Find(".import-columns").TextContent.ShouldContain("params_x");
        panel.Find(".import-table tbody tr").TextContent.ShouldContain("0.5");
        panel.Find(".import-actions .primary").TextContent.ShouldBe("Import 3 trials");
    }

    [Fact]
    public async Task Faulty_rows_are_told_and_left_out()
    {
        var panel = Render<ImportPanel>(p => p.Add(i => i.StudyId, 7));
        await panel.InvokeAsync(() => panel.Instance.Looked(true, JsonSerializer.Serialize(Import(faulty: 2), StudyJson.Options)));
        panel.Find(".import-table.faults tbody").TextContent.ShouldContain("params_x");
        panel.Find(".import-actions .primary").TextContent.ShouldBe("Import 3 trials, leave out 2 faulty rows");
    }

    [Fact]
    public async Task A_file_that_is_refused_says_why()
    {
        var panel = Render<ImportPanel>(p => p.Add(i => i.StudyId, 7));
        const string problem = """{"errors": {"": ["The file is empty."], "x": ["No column for the parameter 'x'."], "row 2, y": ["It is empty."]}}""";
        await panel.InvokeAsync(() => panel.Instance.Looked(false, problem));
        panel.FindAll(".notice.bad li").Select(l => l.TextContent).ShouldBe(["The file is empty.", "No column for the parameter 'x'.", "row 2, y: It is empty."]);
    }

    [Fact]
    public void A_running_study_takes_none()
    {
        var panel = Render<ImportPanel>(p => p.Add(i => i.StudyId, 7).Add(i => i.IsBlocked, true));
        panel.Find("input[type=file]").HasAttribute("disabled").ShouldBeTrue();
        panel.Find(".notice").TextContent.ShouldContain("pause it");
    }

    [Fact]
    public async Task While_a_study_is_defined_the_file_waits_and_the_study_is_asked_about()
    {
        var panel = Render<ImportPanel>(p => p.Add(i => i.StudyText, () => "name: draft"));
        (await panel.InvokeAsync(() => panel.Instance.Chosen("old.csv"))).ShouldBe("name: draft");
        panel.Instance.IsWaiting.ShouldBeFalse();
        await panel.InvokeAsync(() => panel.Instance.Looked(true, JsonSerializer.Serialize(Import(faulty: 0), StudyJson.Options)));
        panel.Instance.IsWaiting.ShouldBeTrue();
        panel.Find(".import-actions").TextContent.ShouldContain("They are imported when the study is created.");
    }

    private static TrialImport Import(int faulty) => new()
    {
        File = "old.csv",
        Ready = 3,
        Known = 0,
        Unfinished = 0,
        Faulty = faulty,
        States = new Dictionary<TrialState, int> { [TrialState.Completed] = 3 },
        Meanings = new Dictionary<string, string> { ["params_x"] = "x" },
        Ignored = ["number"],
        Faults = [.. Enumerable.Range(1, faulty).Select(i => new TrialTableFault(i, "params_x", "It is empty."))],
        Best = 0.5,
        First = [new(1, TrialState.Completed, 0.5, new() { ["x"] = 0.25 })],
    };
}
