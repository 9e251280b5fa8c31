using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>A first study, by somebody who reads nothing.</summary>
[Collection(StudioCollection.Name)]
public sealed class WizardTests(ChromiumFixture chromium, StudioFixture studio)
{
    private const string NamedKept = "document.querySelector('#yaml').value.includes('name: kept')";

    [Fact]
    public async Task A_first_study_is_made_step_by_step_and_its_trials_appear()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "New study" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Just a function" }).CheckAsync();
        await page.GetByLabel("Function", new() { Exact = true }).SelectOptionAsync("forrester");
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("forrester");
        await NextAsync(page, "What should be found?");
        await NextAsync(page, "How much effort?");
        await page.GetByRole(AriaRole.Radio, new() { Name = "A quick look" }).CheckAsync();
        await NextAsync(page, "How to search?");
        await page.GetByText("30 trials in 1 dimensions are few").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and start" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("forrester");
        await EndedAsync(window, trials: 2);
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_first_study_is_made_in_Korean_on_a_phone()
    {
        await using var window = await chromium.OpenAsync(studio.Address, 390, 844, language: "ko-KR");
        var page = window.Page;
        await window.GoAsync("/studies/new");
        await page.GetByRole(AriaRole.Radio, new() { Name = "함수만" }).CheckAsync();
        await NextAsync(page, "무엇을 찾을까요?", "다음");
        await NextAsync(page, "얼마나 들일까요?", "다음");
        await NextAsync(page, "어떻게 찾을까요?", "다음");
        await page.GetByText("가우시안 과정이 시행 하나하나를").WaitForAsync();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "만들고 시작" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("branin");
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_draft_survives_a_reload_and_a_change_of_view_and_can_be_had_as_a_file()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync("/studies/new?template=table");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("kept");
        await page.GetByLabel("Name", new() { Exact = true }).BlurAsync();
        await window.UntilAsync(NamedKept);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("kept");
        await page.GetByRole(AriaRole.Link, new() { Name = "All on one page" }).ClickAsync();
        await Assertions.Expect(page.Locator("#field-dataset")).ToHaveValueAsync("moons");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
        download.SuggestedFilename.ShouldBe("study.yaml");
        (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).ShouldContain("name: kept");

        await page.Locator("#yaml").FillAsync("name: kept\nspace: {\n  x: [\nsampler: gp\n");
        await page.GetByText("The form shows the last version that could be read.").WaitForAsync();
        await page.Locator(".yaml-faults .link").First.ClickAsync();
        await Assertions.Expect(page.Locator("#field-dataset")).ToHaveValueAsync("moons");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await window.UntilAsync(NamedKept);
        window.Faults.ShouldBeEmpty();
    }

    private static async Task NextAsync(IPage page, string question, string next = "Next")
    {
        await page.GetByRole(AriaRole.Link, new() { Name = next, Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = question })).ToBeFocusedAsync();
    }

    private async Task EndedAsync(Window window, int trials)
    {
        var token = TestContext.Current.CancellationToken;
        var id = long.Parse(new Uri(window.Page.Url).Segments[^1]);
        var queries = studio.Services.GetRequiredService<IStudyQueries>();
        var done = new TaskCompletionSource();
        using var subscription = studio.Services.GetRequiredService<StudyFeed>().Subscribe(id, async _ =>
        {
            if ((await queries.FindAsync(id, token))!.Summary.Finished >= trials) done.TrySetResult();
        });
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), token);
        await window.UntilAsync("/[1-9][0-9]* of 30/.test(document.querySelector('main').textContent)");
    }
}
