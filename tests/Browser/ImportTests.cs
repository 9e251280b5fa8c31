using AutoMLStudio.Tests.Support;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class ImportTests(ChromiumFixture chromium, StudioFixture studio)
{
    private static readonly FilePayload File = new()
    {
        Name = "optuna.csv", MimeType = "text/csv",
        Buffer = "number,value,params_x1,params_x2,state\n0,30.5,1,2,COMPLETE\n1,,2,3,FAIL\n2,4.5,99,3,COMPLETE\n3,1.25,3.1,2.4,COMPLETE\n"u8.ToArray(),
    };

    [Fact]
    public async Task Trials_of_another_program_are_looked_at_imported_and_learned_from()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        const string study = "name: imported\nevaluator: { type: function, function: branin }\nsampler: { type: gp, initial_trials: 2 }\nbudget: { trials: 2 }\n";
        using var created = await studio.Client.PostAsync(
            "/api/v1/studies", new StringContent(study, System.Text.Encoding.UTF8, "application/yaml"), TestContext.Current.CancellationToken);
        await window.GoAsync(created.Headers.Location!.ToString().Replace("/api/v1", "", StringComparison.Ordinal));
        await window.OpenTabAsync("Trials");
        await page.GetByRole(AriaRole.Link, new() { Name = "Import", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**import=1*");
        await window.UntilAsync("document.querySelector('.import[data-ready]') !== null");
        await page.Locator(".import input").SetInputFilesAsync(File);
        await page.GetByText("'99' is not accepted: a number from -5 to 10 is expected.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import 3 trials, leave out 1 faulty rows" }).ClickAsync();
        await Assertions.Expect(page.Locator(".trials tbody tr")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".trials tbody tr").First).ToContainTextAsync("optuna.csv");

        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await window.UntilStateAsync("completed");
        await Assertions.Expect(page.Locator(".trials tbody tr")).ToHaveCountAsync(5);
        await window.OpenTabAsync("Overview");
        await page.GetByText("of 2, 3 imported").WaitForAsync();
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_chosen_while_a_study_is_defined_comes_with_it_and_the_bound_is_drawn()
    {
        await using var window = await chromium.OpenAsync(studio.Address, 390);
        var page = window.Page;
        await window.GoAsync("/studies/new?mode=expert");
        await page.Locator("#yaml").FillAsync(
            "name: begun with\nevaluator: { type: function, function: branin }\nsampler: { type: gp, initial_trials: 2 }\n"
            + "budget: { trials: 4, regret: { below: 1.0e-6, min_trials: 3 } }\n");
        await Assertions.Expect(page.Locator("#field-budget-regret")).ToBeCheckedAsync();
        await window.UntilAsync("document.querySelector('.import[data-ready]') !== null");
        await page.Locator(".import input").SetInputFilesAsync(File);
        await page.GetByText("They are imported when the study is created.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and start" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "begun with" }).WaitForAsync();
        await window.UntilStateAsync("completed");
        await window.UntilAsync("document.querySelector('.regret-chart')?.dataset.shown >= 2");
        await page.GetByText("of 4, 3 imported").WaitForAsync();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        window.Faults.ShouldBeEmpty();
    }
}
