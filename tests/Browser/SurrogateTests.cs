using System.Text.Json;
using AutoMLStudio.Tests.Support;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class SurrogateTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task The_model_is_replayed_over_one_parameter_and_over_two_and_its_address_leads_back_to_it()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        var path = await DefineAsync(window, "function: branin", "gp, initial_trials: 4", 10);
        await window.UntilAsync($"{Scripts.Observed} === 10");
        var now = await page.EvaluateAsync<string>(Scripts.Mean);

        // Back in time by the slider: the address says which moment.
        await page.GetByLabel("Model after this many trials").FillAsync("6");
        await window.UntilAsync($"{Scripts.Observed} === 6 && ({Scripts.Mean}) !== {JsonSerializer.Serialize(now)}");
        await page.Locator("[data-part=moment]").GetByText("after 6 of 10 trials").WaitForAsync();
        await window.UntilAsync("/[?&]seq=[0-9]+/.test(location.search)");
        await page.GetByLabel("Model after this many trials").FillAsync("2");
        await page.GetByText("2 of 4 trials of the initial design had a value").First.WaitForAsync();

        // Played to the end, which is now again.
        await page.GetByLabel("Speed").SelectOptionAsync("4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play the iterations" }).ClickAsync();
        await window.UntilAsync($"{Scripts.Observed} === 10");
        await page.Locator("[data-part=moment]").GetByText("after 10 trials, now").WaitForAsync();

        // Keys: one back, and live again.
        await page.Locator("[data-part=curves]").PressAsync(",");
        await window.UntilAsync($"{Scripts.Observed} === 9");
        await page.Locator("[data-part=curves]").PressAsync("l");
        await window.UntilAsync($"{Scripts.Observed} === 10");

        // The other parameter is held elsewhere, and put back.
        await page.GetByLabel("x2 is held at").FillAsync("150");
        await window.UntilAsync("/[?&]at=x2/.test(location.search)");
        await page.GetByRole(AriaRole.Button, new() { Name = "At the best trial" }).ClickAsync();
        await window.UntilAsync("!location.search.includes('at=')");

        // Two parameters: a map of each quantity; the address leads back to them.
        await page.GetByLabel("Parameter of the second axis").SelectOptionAsync("x2");
        await window.UntilAsync("document.querySelectorAll('.model-plot.maps .map-title').length === 3 && /[?&]q=x2/.test(location.search)");
        await page.Locator("[data-part=calibration]").ScrollIntoViewIfNeededAsync();
        await page.Locator("[data-part=coverage]").GetByText("of 10 trials").WaitForAsync();
        await window.GoAsync($"{path}?tab=model&p=x2&q=x1");
        await window.UntilAsync("[...document.querySelectorAll('.maps .axis-title')].some(t => t.textContent === 'x2 →')");
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_tells_budgets_apart_opens_over_them_and_its_belief_and_its_worth_can_be_looked_at_and_taken_away()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await DefineAsync(window, "function: branin, budget: 128", "fabolas, burn_in: 5, samples: 2", 17);
        await page.Locator("[data-part=moment]").GetByText("after 17 trials, now").WaitForAsync();
        const string titles = "[...document.querySelectorAll('.model-plot:not([hidden]) :is(.map-title, .axis-title)')].map(t => t.textContent)";
        await window.UntilAsync($"document.querySelector('[data-part=q]').value === '$budget' && {titles}.some(t => t.startsWith('expected cost'))");
        await page.Locator("[data-part=minimum-said]").GetByText("nat now").WaitForAsync();
        await window.UntilAsync("document.querySelectorAll('.minimum .belief-after').length === 32 && document.querySelector('.minimum .belief-now')");
        var belief = await page.Locator("[data-part=minimum-said]").TextContentAsync();

        // The moment before: another belief.
        await page.Locator("[data-part=maps]").PressAsync(",");
        await window.UntilAsync($"document.querySelector('[data-part=minimum-said]').textContent !== {JsonSerializer.Serialize(belief)}");
        await page.Locator("[data-part=maps]").PressAsync("l");

        // Along one parameter: what the worth is made of. The budget is held like any other.
        await page.GetByLabel("Parameter of the second axis").SelectOptionAsync("");
        await window.UntilAsync($"{titles}.includes('information gain (nat)') && {titles}.some(t => t.startsWith('information per cost'))");
        await page.GetByLabel("budget is held at").WaitForAsync();
        var saved = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-part=tools]").GetByText("SVG").ClickAsync());
        saved.SuggestedFilename.ShouldEndWith("-model.svg");
        (await File.ReadAllTextAsync((await saved.PathAsync())!, TestContext.Current.CancellationToken)).ShouldContain("information gain (nat)");
        await page.Locator("[data-part=calibration]").ScrollIntoViewIfNeededAsync();
        await page.Locator("[data-part=coverage]").GetByText("of 17 trials").WaitForAsync();
        window.Faults.ShouldBeEmpty();
    }

    private static async Task<string> DefineAsync(Window window, string evaluator, string sampler, int trials)
    {
        await window.GoAsync("/studies/new");
        var yaml = $$"""
            name: replayed
            evaluator: { type: function, {{evaluator}} }
            sampler: { type: {{sampler}} }
            budget: { trials: {{trials}} }
            """;
        var address = await window.Page.EvaluateAsync<string>("""
            yaml => fetch('/api/v1/studies?start=true', { method: 'POST', headers: { 'content-type': 'application/yaml' }, body: yaml })
              .then(answer => answer.json()).then(study => `/studies/${study.id}`)
            """, yaml);
        await window.GoAsync($"{address}?tab=model");
        return address;
    }
}
