using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>The pictures of the README: always taken, written when STUDIO_SCREENSHOTS names a folder, for example <c>docs/images</c>.</summary>
[Collection(StudioCollection.Name)]
public sealed class ScreenshotTests(ChromiumFixture chromium, StudioFixture studio)
{
    [Fact]
    public async Task The_pictures_of_the_readme_can_be_taken()
    {
        await EmptyAsync();
        await using var light = await chromium.OpenAsync(studio.Address, 1280, 860);
        await light.GoAsync("/");
        await TakeAsync(light, "welcome");
        await light.Page.Locator(".examples button").First.ClickAsync();
        await light.UntilStateAsync("completed");
        var study = new Uri(light.Page.Url).AbsolutePath;
        await light.OpenTabAsync("Model");
        await light.UntilAsync($"{Scripts.Observed} === 20");
        await light.Page.GetByLabel("Model after this many trials").FillAsync("8");
        await light.UntilAsync($"{Scripts.Observed} === 8");
        await light.Page.EvaluateAsync("new Promise(done => setTimeout(done, 400))");
        await TakeAsync(light, "study");
        await light.GoAsync("/studies/new?example=glyphs");
        await TakeAsync(light, "new-study");

        await using var dark = await chromium.OpenAsync(studio.Address, 1280, 860, dark: true);
        await dark.GoAsync($"{study}?tab=model");
        await dark.UntilAsync($"{Scripts.Observed} === 20");
        await dark.Page.EvaluateAsync("new Promise(done => setTimeout(done, 400))");
        await TakeAsync(dark, "study-dark");

        await light.GoAsync("/datasets/glyphs");
        await light.Page.Locator(".sample-grid .tile").First.WaitForAsync();
        await light.Page.EvaluateAsync(SheetIsDrawn);
        await TakeAsync(light, "dataset");
        await light.GoAsync("/methods/gp");
        await TakeAsync(light, "method");
        await light.GoAsync("/system");
        await light.Page.Locator(".pairs").First.WaitForAsync();
        await TakeAsync(light, "system");
        light.Faults.ShouldBeEmpty();
    }

    /// <summary>Done when the picture behind the samples is there: asked of the picture itself, since a browser may leave a cached one out of its timings.</summary>
    private const string SheetIsDrawn =
        """
        (async () => {
          const sheet = new Image();
          sheet.src = /url\("(.*)"\)/.exec(getComputedStyle(document.querySelector('.sample-grid .tile')).backgroundImage)[1];
          await sheet.decode();
        })()
        """;

    private async Task EmptyAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var commands = studio.Services.GetRequiredService<IStudyCommands>();
        foreach (var study in await studio.Services.GetRequiredService<IStudyQueries>().ListAsync(token)) await commands.DeleteAsync(study.Id, token);
    }

    private static async Task TakeAsync(Window window, string name)
    {
        await window.UntilAsync("!document.querySelector('.skeleton, .mud-skeleton, [aria-busy=true]')");
        var picture = await window.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
        picture.Length.ShouldBeGreaterThan(10_000);
        if (Environment.GetEnvironmentVariable("STUDIO_SCREENSHOTS") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.png"), picture);
    }
}
