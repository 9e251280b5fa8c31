using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class TrialTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task Trials_are_filtered_compared_and_a_changed_copy_is_tried()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        var id = await CreateAsync();
        await window.GoAsync($"/studies/{id}?tab=trials");
        await window.UntilStateAsync("completed");
        await Assertions.Expect(page.Locator(".trials tbody tr")).ToHaveCountAsync(12);

        await page.GetByLabel("Filter of trials").FillAsync("number < 3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Assertions.Expect(page.Locator(".trials tbody tr")).ToHaveCountAsync(3);
        await page.GetByLabel("Filter of trials").FillAsync("nonsense < 3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await page.Locator("#filter-fault").GetByText("nonsense").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(page.Locator(".trials tbody tr")).ToHaveCountAsync(12);

        await page.GetByLabel("Compare trial 11").CheckAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare 2 selected" }).ClickAsync();
        await page.Locator(".compare-panel td.differs").First.WaitForAsync();

        await page.Locator(".trials tbody tr").Nth(2).Locator("td.value").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Trial 9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enqueue a changed copy" }).ClickAsync();
        await page.Locator("#enqueue-field-x1").FillAsync("0.75");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put into the queue" }).ClickAsync();
        await page.Locator(".enqueue-form").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GotoAsync($"/studies/{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(page.Locator(".figures")).ToContainTextAsync("13");
        await window.GoAsync($"/studies/{id}/trials/12");
        await page.Locator(".config-table").GetByText("Made from trial 9").WaitForAsync();
        await page.Locator(".config-table td").GetByText("0.75", new() { Exact = true }).WaitForAsync();
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Notes_and_drafts_as_long_as_they_may_be_reach_the_studio()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        var id = await CreateAsync();
        await window.GoAsync($"/studies/{id}?tab=notes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.GetByLabel("Notes in Markdown").FillAsync(new string('a', 99_900) + "\n\n# The end");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.Locator(".notes h1", new() { HasText = "The end" }).WaitForAsync();

        var choices = string.Join(", ", Enumerable.Range(0, 12_000).Select(i => $"choice{i}"));
        await window.GoAsync("/studies/new?mode=expert");
        await page.Locator("#yaml").FillAsync($"name: long\nevaluator: {{ type: magic }}\nspace: {{ x: {{ type: categorical, choices: [{choices}] }} }}\n");
        await page.Locator(".yaml-faults").GetByText("magic").First.WaitForAsync();
        await page.ReloadAsync();
        await page.Locator(".yaml-faults").GetByText("magic").First.WaitForAsync();
        window.Faults.ShouldBeEmpty();
    }

    private Task<long> CreateAsync() => studio.Services.GetRequiredService<IStudyCommands>().CreateAsync("""
        name: compared
        evaluator: { type: function, function: forrester }
        sampler: random
        budget: { trials: 12 }
        seed: 5
        """, start: true, TestContext.Current.CancellationToken);
}
