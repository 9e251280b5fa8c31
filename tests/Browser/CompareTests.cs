using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class CompareTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task Two_studies_are_chosen_in_the_list_and_compared_live()
    {
        var slow = await NewAsync("compared slow", "random", "delay: 0.2", 40);
        await NewAsync("compared quick", "sobol", "delay: 0", 20);
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync("/?search=compared");
        await page.GetByLabel("Select compared slow").CheckAsync();
        await page.GetByLabel("Select compared quick").CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare (2)" }).ClickAsync();

        await Assertions.Expect(page.Locator(".compared li")).ToHaveCountAsync(2);
        const string Drawn = "document.querySelector('.compare-history-chart').dataset";
        await window.UntilAsync($"{Drawn}.shown === '2'");
        await window.UntilAsync("document.querySelector('.compare-distribution-chart').dataset.shown === '2'");
        var before = await page.EvaluateAsync<string>($"{Drawn}.drawn");
        await window.UntilAsync($"{Drawn}.drawn !== '{before}'");
        await page.GetByLabel("against").SelectOptionAsync("time");
        await window.UntilAsync("location.search.includes('x=time')");
        await page.Locator(".comparison-card").Nth(1).GetByText("sampler.type").WaitForAsync();
        await page.GetByLabel("Take compared quick out").ClickAsync();
        await window.UntilAsync($"{Drawn}.shown === '1'");
        window.Faults.ShouldBeEmpty();
        await studio.Services.GetRequiredService<IStudyCommands>().RequestAsync(slow, StudyRequest.Cancel, TestContext.Current.CancellationToken);
    }

    private Task<long> NewAsync(string name, string sampler, string delay, int trials) =>
        studio.Services.GetRequiredService<IStudyCommands>().CreateAsync(
            $$"""
            name: {{name}}
            evaluator: { type: function, function: branin, {{delay}} }
            sampler: {{sampler}}
            budget: { trials: {{trials}} }
            """, start: true, TestContext.Current.CancellationToken);
}
