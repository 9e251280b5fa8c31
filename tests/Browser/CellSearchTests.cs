using AutoMLStudio.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>A search for cells, from its text to the network that it found.</summary>
[Collection(StudioCollection.Name)]
public sealed class CellSearchTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task Cells_are_searched_within_a_bound_and_the_one_found_is_looked_at_and_taken_away()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync("/studies/new?example=glyphs");
        await page.Locator("#yaml").FillAsync("""
            name: small cells
            dataset: glyphs
            objective: [{ metric: validation_accuracy, direction: maximize }, { metric: parameters, direction: minimize }]
            evaluator: { type: network, epochs: 1, batch_size: 256 }
            space: { network: { type: architecture, space: cell, channels: 4, cells: 3, nodes: 2 } }
            constraints: ["parameters <= 5000"]
            sampler: random
            budget: { trials: 2 }
            seed: 5
            """);
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("small cells");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and start" }).ClickAsync();
        await window.UntilStateAsync("completed", seconds: 120);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Pareto front" })).ToBeVisibleAsync();

        // The drawing is larger than its frame: it begins at the input.
        await page.Locator(".node[data-id=input]").WaitForAsync();
        await window.UntilAsync("""
            (() => {
              const [box, frame] = ['.node[data-id=input]', '.network [data-part=host]'].map(s => document.querySelector(s).getBoundingClientRect());
              return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
            })()
            """);

        await page.GetByRole(AriaRole.Link, new() { Name = "Open its trained model" }).ClickAsync();
        await page.Locator(".node[data-id='cell1.n1']").WaitForAsync();
        var svg = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-do=svg]").ClickAsync());
        (await File.ReadAllTextAsync(await svg.PathAsync(), TestContext.Current.CancellationToken)).ShouldContain("cell3");
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download ONNX" }).ClickAsync());
        using var session = new InferenceSession(await file.PathAsync());
        session.InputMetadata.Values.Single().Dimensions.ShouldBe([-1, 1, 16, 16]);
        window.Faults.ShouldBeEmpty();
    }
}
