using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

[Collection(StudioCollection.Name)]
public sealed class TryModelTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task A_trained_network_is_looked_at_and_tried()
    {
        var id = await TrainedAsync("""
            name: glyphs to try
            dataset: glyphs
            evaluator: { type: network, network: cnn, epochs: 3, layers: 6, width: 12 }
            space: { learning_rate: { type: float, low: 0.005, high: 0.01 } }
            sampler: random
            budget: { trials: 1 }
            seed: 3
            """);
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync($"/studies/{id}/model");

        // An example of the test part: its prediction, and what the data say.
        await page.Locator(".sample").First.ClickAsync();
        await Assertions.Expect(page.Locator(".bars li")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator(".judged")).ToContainTextAsync("the data say");

        // A stroke from top to bottom is drawn; the answer is about the drawing, of which the data say nothing.
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(page.Locator(".bars")).ToHaveCountAsync(0);
        var box = (await page.Locator(".try-canvas canvas").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + 30);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height - 30, new() { Steps = 8 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(page.Locator(".prediction strong")).Not.ToBeEmptyAsync();
        await Assertions.Expect(page.Locator(".judged")).ToHaveCountAsync(0);

        // The diagram: walked by keyboard along its connections, told in the panel, downloaded.
        await page.Locator(".node[data-id=input]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        var turned = await page.Locator(".network").GetAttributeAsync("data-direction") == "right";
        if (turned) await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".node:focus")).ToHaveAttributeAsync("data-id", "scale");
        await page.Keyboard.PressAsync(turned ? "ArrowRight" : "ArrowDown");
        await Assertions.Expect(page.Locator(".network-details h3")).ToContainTextAsync("conv 3×3, 12");
        await page.Locator("[data-do=turn]").ClickAsync();
        await window.UntilAsync($"document.querySelector('.network').dataset.direction === '{(turned ? "down" : "right")}'");
        var svg = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-do=svg]").ClickAsync());
        (await File.ReadAllTextAsync(await svg.PathAsync(), TestContext.Current.CancellationToken)).ShouldContain("conv 3×3, 12");
        var png = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-do=png]").ClickAsync());
        png.SuggestedFilename.ShouldBe("network-trial-0.png");

        // Scores, and the code of another language.
        await Assertions.Expect(page.Locator(".confusion .cell.right").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "JavaScript", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".program")).ToContainTextAsync("onnxruntime-node");
        page.Url.ShouldContain("code=javascript");
        await AccessibleAsync(page);
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_is_filled_in_and_predicted()
    {
        var id = await TrainedAsync("""
            name: moons to try
            dataset: moons
            evaluator: { type: network, epochs: 3 }
            space: { learning_rate: { type: float, low: 0.005, high: 0.01 } }
            sampler: random
            budget: { trials: 1 }
            """);
        await using var window = await chromium.OpenAsync(studio.Address, 390, 844, dark: true);
        var page = window.Page;
        await window.GoAsync($"/studies/{id}/model");
        await Assertions.Expect(page.Locator(".bars li")).ToHaveCountAsync(2);
        await page.Locator(".sample").First.ClickAsync();
        await Assertions.Expect(page.Locator(".judged")).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        await AccessibleAsync(page);
        window.Faults.ShouldBeEmpty();

        await page.Locator(".try-row input").First.FillAsync("far");
        await Assertions.Expect(page.Locator(".try-result .notice")).ToContainTextAsync("'far' is not accepted: a number");
        await Assertions.Expect(page.Locator(".field.faulty")).ToHaveCountAsync(1);
    }

    private static async Task AccessibleAsync(IPage page)
    {
        foreach (var summary in await page.Locator(".model-page summary").AllAsync()) await summary.ClickAsync();
        var axe = await page.RunAxe();
        axe.Violations.Select(v => $"{v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}").ShouldBeEmpty();
    }

    private async Task<long> TrainedAsync(string study)
    {
        var token = TestContext.Current.CancellationToken;
        var id = await studio.Services.GetRequiredService<IStudyCommands>().CreateAsync(study, start: true, token);
        await using var window = await chromium.OpenAsync(studio.Address);
        await window.GoAsync($"/studies/{id}");
        await window.UntilStateAsync("completed", seconds: 120);
        return id;
    }
}
