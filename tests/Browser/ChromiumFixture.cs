using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(AutoMLStudio.Browser.Tests.ChromiumFixture))]

namespace AutoMLStudio.Browser.Tests;

/// <summary>One real Chromium a test run, the machine's own: nothing is downloaded.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("STUDIO_CHROMIUM") ?? "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        });
    }

    /// <summary>A window of its own for one test, on the studio at <paramref name="address"/>.</summary>
    public async Task<Window> OpenAsync(
        string address, int width = 1440, int height = 900, bool dark = false, string language = "en-GB", string zone = "Europe/Paris")
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            AcceptDownloads = true,
            Locale = language,
            TimezoneId = zone,
        });
        return await Window.OpenAsync(context);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
