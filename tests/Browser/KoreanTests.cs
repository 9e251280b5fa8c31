using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>The studio of a person whose browser speaks Korean.</summary>
[Collection(StudioCollection.Name)]
public sealed class KoreanTests(ChromiumFixture chromium, StudioFixture studio)
{
    /// <summary>
    /// Texts of navigation, buttons, headings, heads of tables and labels that hold a word of Latin letters and none of Korean ones. Left out: what is
    /// marked as English, code, names that a person gave, and the names by which the field calls things in every language.
    /// </summary>
    private const string Leftovers =
        """
        [...document.querySelectorAll('nav a, header a, button, [role=button], [role=tab], h1, h2, h3, th, label, legend, dt, .empty-state, .chip')]
          .filter(e => !e.closest('[lang=en], code, pre, [data-given]') && !e.querySelector('code') && e.offsetParent)
          .map(e => [e.textContent.trim(), e.getAttribute('aria-label') ?? ''].join(' ').trim())
          .filter(s => /[A-Za-z]{3,}/.test(s) && !/[가-힣]/.test(s))
          .filter(s => !/^(AutoML Studio|[A-Z][A-Z0-9-]+|MorphNet|ProxylessNAS|ONNX.*|libtorch|TorchSharp|PostgreSQL|Hangfire|\.NET)$/.test(s))
        """;

    private static readonly string[] Pages =
    [
        "/", "/studies/new", "/compare", "/methods", "/methods/gp", "/system", "/not-found", "/datasets", "/datasets/glyphs", "/studies/{id}",
        "/studies/{id}?tab=trials", "/studies/{id}?tab=curves", "/studies/{id}?tab=analysis", "/studies/{id}?tab=model", "/studies/{id}?tab=notes",
        "/studies/{id}?tab=log", "/studies/{id}?tab=definition", "/studies/{id}?tab=events", "/studies/{id}/trials/2",
    ];

    [Fact]
    public async Task Pages_speak_Korean_where_the_browser_does()
    {
        var study = await Samples.StudyAsync(studio);
        await using var window = await chromium.OpenAsync(studio.Address, language: "ko-KR", zone: "Asia/Seoul");
        var leftovers = new List<string>();
        foreach (var page in Pages)
        {
            await window.Page.GotoAsync(page.Replace("{id}", study.ToString(), StringComparison.Ordinal));
            await window.Page.Locator("h1").WaitForAsync();
            await window.UntilAsync("!document.querySelector('.skeleton, .mud-skeleton, [aria-busy=true]')");
            (await window.Page.EvaluateAsync<string>("document.documentElement.lang")).ShouldBe("ko");
            leftovers.AddRange((await window.Page.EvaluateAsync<string[]>(Leftovers)).Select(t => $"{page}: {t}"));
        }
        leftovers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Times_are_Korean_and_of_Seoul_and_stay_so_when_the_page_goes_on()
    {
        await using var window = await chromium.OpenAsync(studio.Address, language: "ko-KR", zone: "Asia/Seoul");
        await window.GoAsync("/system");
        await window.UntilAsync("document.querySelector('time')?.title.match(/^\\d+년 \\d+월 \\d+일 .*\\(UTC\\+09:00\\)$/)");
        await window.GoAsync("/");
        // Made by somebody whose language is another, told to this page by the feed.
        const string Study = "name: 봄\nevaluator: { type: function, function: branin }\nsampler: random\nbudget: { trials: 3 }";
        await studio.Services.GetRequiredService<IStudyCommands>().CreateAsync(Study, start: true, TestContext.Current.CancellationToken);
        await Assertions.Expect(window.Page.Locator("tr", new() { HasText = "봄" }).Locator(".chip")).ToHaveTextAsync("완료됨", new() { Timeout = 30_000 });
    }
}
