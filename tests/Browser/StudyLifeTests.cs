using AutoMLStudio.Tests.Support;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class StudyLifeTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task A_study_is_defined_in_the_form_watched_live_paused_and_resumed()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await DefineAsync(window);

        await window.UntilStateAsync("running");
        await page.EvaluateAsync("window.theSamePage = true");
        await window.UntilAsync($"{Scripts.Points} >= 2");
        await window.OpenTabAsync("Model");
        await page.Locator(".surrogate-view .curve.mean").WaitForAsync();
        var mean = await page.EvaluateAsync<string>(Scripts.Mean);
        var observed = await page.EvaluateAsync<int>(Scripts.Observed);
        await window.UntilAsync($"{Scripts.Observed} >= {observed + 2}");
        (await page.EvaluateAsync<string>(Scripts.Mean)).ShouldNotBe(mean);
        (await page.Locator(".surrogate-view .proposal").CountAsync()).ShouldBeGreaterThan(0);

        await window.OpenTabAsync("Overview");
        await window.UntilAsync($"{Scripts.Points} >= 2");
        await Button(page, "Pause").ClickAsync();
        await window.UntilStateAsync("paused");
        await Button(page, "Resume").WaitForAsync();
        var paused = await page.EvaluateAsync<int>(Scripts.Points);
        paused.ShouldBeLessThan(14);
        await Button(page, "Resume").ClickAsync();
        await window.UntilStateAsync("completed");
        await window.UntilAsync($"{Scripts.Points} === 14");
        await window.OpenTabAsync("Trials");
        await Assertions.Expect(page.Locator(".trials tbody tr")).ToHaveCountAsync(14);
        (await page.EvaluateAsync<bool>("window.theSamePage === true")).ShouldBeTrue();
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_in_the_form_is_told_at_its_field_and_both_sides_agree()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync("/studies/new?mode=expert");
        await page.GetByLabel("Trials", new() { Exact = true }).FillAsync("-5");
        await page.GetByLabel("Trials", new() { Exact = true }).BlurAsync();
        await page.Locator("#field-budget-trials-fault").GetByText("-5 is not accepted").WaitForAsync();
        (await Button(page, "Create and start").IsDisabledAsync()).ShouldBeTrue();

        await page.Locator("#yaml").FillAsync("name: by hand\nevaluator: { type: function, function: levy }\nbudget: { trials: 30 }\n");
        await Assertions.Expect(page.Locator("#field-name")).ToHaveValueAsync("by hand");
        await Assertions.Expect(page.GetByLabel("Trials", new() { Exact = true })).ToHaveValueAsync("30");
        await Assertions.Expect(page.Locator(".fault-summary li")).ToHaveCountAsync(0);
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_study_is_deleted_from_the_list_after_a_question()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync("/studies/new");
        await page.Locator("#yaml").FillAsync("name: <i>short-lived</i>\nevaluator: { type: function }\n");
        await Assertions.Expect(page.Locator("#field-name")).ToHaveValueAsync("<i>short-lived</i>");
        await Button(page, "Create").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("<i>short-lived</i>");

        await window.GoAsync("/");
        await page.GetByLabel("Actions for <i>short-lived</i>").ClickAsync();
        await Button(page, "Delete…").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByText("<i>short-lived</i>", new() { Exact = true }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        window.Faults.ShouldBeEmpty();
    }

    private static async Task DefineAsync(Window window)
    {
        var page = window.Page;
        await window.GoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "New study" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "All on one page" }).ClickAsync();
        await page.GetByLabel("Evaluator", new() { Exact = true }).SelectOptionAsync("function");
        await page.Locator("#field-name").FillAsync("watched");
        await page.GetByLabel("Function", new() { Exact = true }).SelectOptionAsync("forrester");
        await page.GetByLabel("Delay", new() { Exact = true }).FillAsync("0.3");
        await page.GetByLabel("Initial trials", new() { Exact = true }).FillAsync("3");
        await page.GetByLabel("Trials", new() { Exact = true }).FillAsync("14");
        await page.GetByLabel("Seed", new() { Exact = true }).FillAsync("7");
        await page.GetByLabel("Seed", new() { Exact = true }).BlurAsync();
        await CreateAsync(window, "watched");
    }

    private static async Task CreateAsync(Window window, string name)
    {
        await Assertions.Expect(window.Page.Locator("#field-name")).ToHaveValueAsync(name);
        await Button(window.Page, "Create and start").ClickAsync();
        await Assertions.Expect(window.Page.Locator("h1")).ToHaveTextAsync(name);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
