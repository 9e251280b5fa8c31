using System.Text.Json;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>
/// A browser window that takes note of everything that goes wrong in it: errors on the console (a breach of the content policy is one), scripts that
/// throw, answers with an error.
/// </summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) => Note(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"script: {error}");
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status} {response.Url}");
    }

    /// <summary>The page in it.</summary>
    public IPage Page { get; }

    /// <summary>What has gone wrong so far.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults) return [.. _faults];
        }
    }

    /// <summary>A window on nothing yet.</summary>
    public static async Task<Window> OpenAsync(IBrowserContext context) => new(context, await context.NewPageAsync());

    /// <summary>Goes to an address and waits until the page lives.</summary>
    public async Task GoAsync(string address)
    {
        await Page.GotoAsync(address);
        await Page.Locator("h1").WaitForAsync();
    }

    /// <summary>Waits, frame by frame, until a script's expression is true in the page.</summary>
    /// <remarks>Not <c>WaitForFunctionAsync</c>: it compiles the expression inside the page, which the content policy rightly forbids.</remarks>
    public Task UntilAsync(string expression, int seconds = 60) => Page.EvaluateAsync(
        $$"""
        new Promise((resolve, reject) => {
          const end = performance.now() + {{seconds}} * 1000;
          const look = () => {
            if ({{expression}}) resolve();
            else if (performance.now() > end) reject(new Error('Not true within {{seconds}} s: ' + {{JsonSerializer.Serialize(expression)}}));
            else requestAnimationFrame(look);
          };
          look();
        })
        """);

    /// <summary>Opens a part of the study whose page it shows.</summary>
    public Task OpenTabAsync(string title) =>
        Page.Locator(".study-tabs").GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).ClickAsync();

    /// <summary>Waits for a study's state on its page.</summary>
    public Task UntilStateAsync(string state, int seconds = 60) =>
        Assertions.Expect(Page.Locator(".study-head .chip").First).ToHaveClassAsync($"chip state-{state}", new() { Timeout = seconds * 1000 });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isFault, string text)
    {
        if (!isFault) return;
        lock (_faults) _faults.Add(text);
    }
}
