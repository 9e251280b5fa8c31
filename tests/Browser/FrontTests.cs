using System.Globalization;
using AutoMLStudio.Tests.Support;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>A study of two objectives, from the form to the front.</summary>
[Collection(StudioCollection.Name)]
public sealed class FrontTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task Two_objectives_are_chosen_searched_and_traded_off()
    {
        await using var window = await chromium.OpenAsync(studio.Address, height: 1400);
        var page = window.Page;
        await window.GoAsync("/studies/new?mode=expert");
        await page.Locator("#field-name").FillAsync("trade-off");
        await page.Locator("#field-evaluator").SelectOptionAsync("function");
        await page.Locator("#field-evaluator-noise").FillAsync("20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add an objective" }).ClickAsync();
        await page.Locator("#field-objective-1--metric").FillAsync("exact");
        await page.Locator("#field-objective-1--direction").SelectOptionAsync("maximize");
        await page.Locator("#field-budget-trials").FillAsync("40");
        await page.Locator("#field-sampler").SelectOptionAsync("random");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and start" }).ClickAsync();
        await window.UntilStateAsync("completed");

        // The overview: front and hypervolume, the same number of trials on the front wherever it stands.
        await window.UntilAsync("Number(document.querySelector('.front-chart')?.dataset.front) > 1 && document.querySelector('.hypervolume-chart')?.dataset.drawn");
        var front = await page.EvaluateAsync<int>("Number(document.querySelector('.front-chart').dataset.front)");
        await page.GetByRole(AriaRole.Link, new() { Name = $"All {front} in the table" }).WaitForAsync();
        await page.GetByText("Reference point: value").WaitForAsync();
        await page.Locator(".hypervolume-chart select").SelectOptionAsync("given");
        await page.Locator(".reference-point input").First.FillAsync("500");
        await page.Locator(".reference-point input").First.PressAsync("Enter");
        await window.UntilAsync("location.search.includes('reference=500')");
        await page.GetByText("(a point of your own)").WaitForAsync();

        // Every chart follows the objective that is chosen.
        await page.Locator(".history-chart select").SelectOptionAsync("exact");
        await window.UntilAsync("location.search.includes('objective=exact') && document.querySelector('.history .axis-title')?.textContent === 'exact'");

        // The table: the front alone, then a box around some trials.
        await page.GetByRole(AriaRole.Link, new() { Name = $"All {front} in the table" }).ClickAsync();
        await window.UntilAsync($"document.querySelector('.parallel-chart')?.dataset.lit === '{front}'");
        await window.UntilAsync($"document.querySelectorAll('table.trials tbody tr.best').length === {Math.Min(25, front)}");
        await page.GetByRole(AriaRole.Button, new() { Name = "On the front", Exact = true }).ClickAsync();
        await window.UntilAsync("document.querySelector('.parallel-chart').dataset.lit === '40'");
        await ChooseAsync(page);
        await window.UntilAsync("/filter=.*value.*metrics\\.exact/.test(decodeURIComponent(location.search))");
        var chosen = await page.EvaluateAsync<int>("Number(document.querySelector('.front-chart').dataset.chosen)");
        chosen.ShouldBeInRange(1, 39);
        await window.UntilAsync($"document.querySelectorAll('table.trials tbody tr').length === {Math.Min(25, chosen)}");

        // A mark under the pointer is a trial, and a click opens it.
        // The pointer is taken away first: what moves beneath a resting one counts as pointed at.
        await page.Mouse.MoveAsync(1, 1);
        await page.Locator(".front .chart-stage").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await window.UntilAsync("document.querySelector('.front-chart').dataset.hovered !== ''");
        var hovered = await page.EvaluateAsync<string>("document.querySelector('.front-chart').dataset.hovered");
        int.Parse(hovered, CultureInfo.InvariantCulture).ShouldBeInRange(0, 39);
        await page.Keyboard.PressAsync("Enter");
        await window.UntilAsync($"location.pathname.endsWith('/trials/{hovered}')");

        await window.GoAsync("/");
        await page.GetByText($"{front} on the front").WaitForAsync();
        window.Faults.ShouldBeEmpty();
    }

    // A box over the left half: the smaller values.
    private static async Task ChooseAsync(IPage page)
    {
        var box = (await page.Locator(".front .chart-stage").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 64, box.Y + 28);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height - 46, new() { Steps = 4 });
        await page.Mouse.UpAsync();
    }
}
