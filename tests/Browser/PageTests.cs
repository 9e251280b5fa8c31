using System.Text;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class PageTests(ChromiumFixture chromium, StudioFixture studio)
{
    public static TheoryData<string, int, bool> Pages
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var page in new[] { "/", "/studies/new?example=glyphs", "/methods", "/studies/{id}", "/studies/{id}?tab=definition" })
                foreach (var width in new[] { 1440, 1024, 390 })
                    data.Add(page, width, width == 1024);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_its_window_and_raises_no_error(string address, int width, bool dark)
    {
        await using var window = await chromium.OpenAsync(studio.Address, width, dark: dark);
        await window.GoAsync(address.Replace("{id}", (await StudyAsync()).ToString(), StringComparison.Ordinal));
        await window.Page.EvaluateAsync("document.fonts.ready");
        (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_comes_from_the_studio_itself()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var foreign = new List<string>();
        window.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(studio.Address, StringComparison.Ordinal)) foreign.Add(request.Url);
        };
        await window.GoAsync($"/studies/{await StudyAsync()}");
        await window.UntilAsync($"{Scripts.Points} === 6");
        foreign.ShouldBeEmpty();
    }

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
        await window.GoAsync($"/studies/{await StudyAsync()}");
        await window.UntilAsync($"{Scripts.Points} === 6");
        await window.Page.Locator(".history .chart-stage").FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowLeft");
        await window.Page.Locator(".history .plot-readout").GetByText("Trial 5 · completed").WaitForAsync();
        await window.Page.Keyboard.PressAsync("Home");
        await window.Page.Locator(".history .plot-readout").GetByText("Trial 0 · completed").WaitForAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Locator(".history .plot-readout").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    /// <summary>The identity of a finished study of six trials.</summary>
    private async Task<long> StudyAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var commands = studio.Services.GetRequiredService<IStudyCommands>();
        var queries = studio.Services.GetRequiredService<IStudyQueries>();
        if ((await queries.ListAsync(token)).FirstOrDefault(s => s.Finished == 6) is { } known) return known.Id;
        var name = new StringBuilder().Insert(0, "a-rather-long-name-", 5);
        var file = $$"""
            name: {{name}}
            evaluator: { type: function, function: hartmann6 }
            sampler: { type: gp, initial_trials: 4 }
            budget: { trials: 6 }
            """;
        var id = await commands.CreateAsync(file, start: true, token);
        var done = new TaskCompletionSource();
        using var subscription = studio.Services.GetRequiredService<StudyFeed>().Subscribe(id, async _ =>
        {
            if ((await queries.FindAsync(id, token))!.Summary.State == Core.Studies.StudyState.Completed) done.TrySetResult();
        });
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), token);
        return id;
    }
}
