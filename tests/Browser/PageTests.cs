using AutoMLStudio.Tests.Support;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class PageTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task The_theme_is_the_systems_until_one_is_chosen_and_the_choice_is_kept()
    {
        await using var window = await chromium.OpenAsync(studio.Address, dark: true);
        await window.GoAsync("/");
        await window.UntilAsync("document.documentElement.dataset.theme === 'dark'");
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await window.UntilAsync("document.documentElement.dataset.theme === 'light'");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use the dark theme" }).ClickAsync();
        await window.UntilAsync("document.documentElement.dataset.theme === 'dark'");
        await window.GoAsync("/methods");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use the light theme" }).WaitForAsync();
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_address_has_a_page_that_says_so()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var response = await window.Page.GotoAsync("/no/such/page");
        response!.Status.ShouldBe(404);
        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" }).WaitForAsync();
    }

    [Fact]
    public async Task Arrow_keys_read_the_charts()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        await window.GoAsync($"/studies/{await Samples.StudyAsync(studio)}");
        await window.UntilAsync($"{Scripts.Points} === 6");
        await window.Page.Locator(".history .chart-stage").FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowLeft");
        await window.Page.Locator(".history .plot-readout").GetByText("Trial 5 · completed").WaitForAsync();
        await window.Page.Keyboard.PressAsync("Home");
        await window.Page.Locator(".history .plot-readout").GetByText("Trial 0 · completed").WaitForAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Locator(".history .plot-readout").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }
}
