using System.Text;
using AutoMLStudio.Tests.Support;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class DatasetTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task A_table_is_uploaded_looked_at_and_leads_to_a_study()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync("/datasets");
        await window.UntilAsync("document.querySelector('.upload[data-ready]') !== null");
        var rows = new StringBuilder("height,width,kind\n");
        for (var i = 0; i < 90; i++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i * 0.5},{i % 13},{(i % 3 == 0 ? "oak" : "elm")}\n");
        var file = new FilePayload { Name = "Trees of 2026.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(rows.ToString()) };
        await page.Locator(".upload input").SetInputFilesAsync(file);

        await page.GetByRole(AriaRole.Heading, new() { Name = "trees-of-2026" }).WaitForAsync();
        await Assertions.Expect(page.Locator(".columns .distribution")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".class-balance li")).ToHaveCountAsync(2);
        foreach (var width in new[] { 1440, 1024, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        }
        await page.GetByRole(AriaRole.Link, new() { Name = "New study with this dataset" }).ClickAsync();
        await page.WaitForURLAsync("**/studies/new?dataset=trees-of-2026");
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_no_dataset_is_refused_beside_its_name_and_can_be_dismissed()
    {
        await using var window = await chromium.OpenAsync(studio.Address, 390);
        var page = window.Page;
        await window.GoAsync("/datasets");
        await window.UntilAsync("document.querySelector('.upload[data-ready]') !== null");
        var file = new FilePayload { Name = "ragged.csv", MimeType = "text/csv", Buffer = "a,class\n1,p\n2\n"u8.ToArray() };
        await page.Locator(".upload input").SetInputFilesAsync(file);
        await page.GetByText("ragged.csv line 3: there are 1 fields; 2 are expected, as in the first row.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        (await page.Locator(".uploads li").CountAsync()).ShouldBe(0);
        // The refusal is an answer with an error, which the browser notes; nothing else is wrong.
        window.Faults.ShouldAllBe(f => f.Contains("/api/v1/datasets", StringComparison.Ordinal) || f.Contains("400", StringComparison.Ordinal));
    }
}
