using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>The plots, on a study whose trials the tests write themselves.</summary>
[Collection(StudioCollection.Name)]
public sealed class ChartTests(ChromiumFixture chromium, StudioFixture studio)
{
    private const string Ticks = "[...document.querySelectorAll('.history .tick')].map(n => n.textContent).join()";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_zoomed_chart_stays_zoomed_while_trials_come_in()
    {
        await using var study = await HandmadeStudy.CreateAsync(studio, trials: 40);
        await using var window = await chromium.OpenAsync(studio.Address);
        await window.GoAsync($"/studies/{study.Id}");
        await window.UntilAsync($"{Scripts.Points} === 40");
        var before = await window.Page.EvaluateAsync<string>(Ticks);
        await DragAsync(window, ".history .chart-stage", (0.3, 0.2), (0.6, 0.7));
        await window.UntilAsync("document.querySelector('.history-chart').dataset.zoomed === 'true'");
        await window.UntilAsync($"{Ticks} !== '{before}'");
        var zoomed = await window.Page.EvaluateAsync<string>(Ticks);

        await study.AddAsync();
        await window.UntilAsync($"{Scripts.Points} === 41");
        (await window.Page.EvaluateAsync<string>(Ticks)).ShouldBe(zoomed);

        await window.Page.Locator(".history .chart-stage").FocusAsync();
        await window.Page.Keyboard.PressAsync("0");
        await window.UntilAsync("document.querySelector('.history-chart').dataset.zoomed === 'false'");
        await window.UntilAsync($"{Ticks}.startsWith('{before}')");
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Brushing_an_axis_filters_the_table_and_a_row_lights_its_line()
    {
        await using var study = await HandmadeStudy.CreateAsync(studio, trials: 40);
        await using var window = await chromium.OpenAsync(studio.Address, height: 1400);
        var page = window.Page;
        await window.GoAsync($"/studies/{study.Id}?tab=trials");
        await window.UntilAsync("document.querySelector('.parallel-chart').dataset.lit === '40'");
        var axis = await page.EvaluateAsync<double>(
            "(a => a.offsetLeft / document.querySelector('.parallel .chart-stage').clientWidth)(document.querySelector('[data-axis=layers]'))");
        await DragAsync(window, ".parallel .chart-stage", (axis, 0.4), (axis, 0.9));
        await window.UntilAsync("location.search.includes('filter=layers')");
        var lit = await page.EvaluateAsync<int>("Number(document.querySelector('.parallel-chart').dataset.lit)");
        lit.ShouldBeInRange(1, 39);
        await window.UntilAsync($"document.querySelectorAll('table.trials tbody tr').length === {Math.Min(25, lit)}");

        var row = page.Locator("table.trials tbody tr").First;
        var number = await row.GetAttributeAsync("data-trial");
        await row.HoverAsync();
        await window.UntilAsync($"document.querySelector('.parallel-chart').dataset.hovered === '{number}'");
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_plot_of_the_analysis_is_drawn_and_its_choices_stand_in_the_address()
    {
        await using var study = await HandmadeStudy.CreateAsync(studio, trials: 40);
        await using var window = await chromium.OpenAsync(studio.Address);
        await window.GoAsync($"/studies/{study.Id}?tab=analysis&x=layers");
        foreach (var plot in new[] { "slice", "contour", "rank", "distribution", "timeline" })
            await window.UntilAsync($"Number(document.querySelector('.{plot}-chart')?.dataset.shown) >= 40");
        (await window.Page.Locator(".contour-chart select").First.InputValueAsync()).ShouldBe("layers");
        await window.Page.Locator(".slice-chart select").First.SelectOptionAsync("rate");
        await window.UntilAsync("location.search.includes('slice=rate')");
        await window.UntilAsync("document.querySelector('.slice-chart').dataset.shown === '40'");
        window.Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("scales", "m.log([0.001, 10], [0, 100]).ticks(4)", "[0.001,0.01,0.1,1,10]")]
    [InlineData("scales", "m.linear([0, 10], [0, 100])(2.5)", "25")]
    [InlineData("scales", "m.time([0, 3.6e6], [0, 100]).ticks(4).length", "5")]
    [InlineData("views", "m.zoomed({ kind: 'linear', domain: [0, 10] }, null, 0.5, 5)", "[2.5,7.5]")]
    [InlineData("views", "m.zoomed({ kind: 'linear', domain: [0, 10] }, [2.5, 7.5], 2, 5)", "null")]
    [InlineData("views", "m.zoomed({ kind: 'log', domain: [1, 10000] }, null, 0.5, 100).map(Math.round)", "[10,1000]")]
    [InlineData("brushes", "[...m.parse('lr >= 0.1 and (k = a or k = b) and seconds < 4', [{ name: 'lr' }, { name: 'k', choices: ['a', 'b', 'c'] }]).ranges]",
        """[["lr",[0.1,null]],["k",[0,1]]]""")]
    [InlineData("brushes", "m.parse('lr > 3 or k = a', [{ name: 'lr' }]).rest", """["(lr > 3 or k = a)"]""")]
    [InlineData("brushes", "m.expression(new Map([['lr', [0.1, Infinity]]]), ['state = completed'], [{ name: 'lr' }])", "\"state = completed and lr >= 0.1\"")]
    [InlineData("heat", "m.smooth(8, 3, 2, [0.1, 0.9], [0.1, 0.9], [3, 3]).mean.every(v => Math.abs(v - 3) < 1e-9)", "true")]
    [InlineData("parameters", "Array.from(m.goodness([0, 1, 2, 3], [4, 1, 2, 2], 1, 4))", "[0,1,0.5,0.5]")]
    public async Task The_arithmetic_of_the_charts_is_right(string module, string expression, string expected)
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        await window.Page.GotoAsync("/");
        var found = await window.Page.EvaluateAsync<string>($"import('/js/charts/{module}.js').then(m => JSON.stringify({expression}))");
        found.ShouldBe(expected);
    }

    /// <summary>Drags over an element, between two places in shares of its size.</summary>
    private static async Task DragAsync(Window window, string selector, (double X, double Y) from, (double X, double Y) to)
    {
        var box = (await window.Page.Locator(selector).BoundingBoxAsync())!;
        float At(float start, float size, double share) => start + (float)(size * share);
        await window.Page.Mouse.MoveAsync(At(box.X, box.Width, from.X), At(box.Y, box.Height, from.Y));
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync(At(box.X, box.Width, to.X), At(box.Y, box.Height, to.Y), new() { Steps = 4 });
        await window.Page.Mouse.UpAsync();
    }

    /// <summary>A study whose trials end when the test says so.</summary>
    private sealed class HandmadeStudy : IAsyncDisposable
    {
        private readonly StudioFixture _studio;
        private readonly IStudyStore _store;
        private StudyLease? _lease;
        private int _trials;
        private long _sequence;

        private HandmadeStudy(StudioFixture studio, long id) => (_studio, Id, _store) = (studio, id, studio.Services.GetRequiredService<IStudyStore>());

        public long Id { get; }

        public static async Task<HandmadeStudy> CreateAsync(StudioFixture studio, int trials)
        {
            var file = """
                name: made by hand
                evaluator: { type: command, command: "true" }
                objective: { metric: accuracy, direction: maximize }
                space:
                  rate: { type: float, low: 0.0001, high: 1, log: true }
                  layers: { type: int, low: 1, high: 8 }
                  kind: { type: categorical, choices: [a, b] }
                sampler: random
                budget: { trials: 1000 }
                """;
            var id = await studio.Services.GetRequiredService<IStudyCommands>().CreateAsync(file, start: false, Token);
            var study = new HandmadeStudy(studio, id);
            study._lease = await study._store.ClaimAsync(id, Token);
            for (var i = 0; i < trials; i++) await study.AddAsync();
            return study;
        }

        public Task AddAsync()
        {
            var (number, rng, at) = (_trials++, Rng.For(5, _trials), _studio.Services.GetRequiredService<TimeProvider>().GetUtcNow());
            var configuration = new Configuration(
            [
                new("rate", Math.Pow(10, -4 * rng.NextDouble())), new("layers", 1.0 + rng.Next(8)), new("kind", rng.Next(2) == 0 ? "a" : "b"),
            ]);
            var metrics = new Dictionary<string, double> { ["accuracy"] = 0.5 + 0.4 * rng.NextDouble() };
            return _store.AppendAsync(_lease!,
            [
                new TrialStarted(number, configuration, 1) { Sequence = ++_sequence, At = at },
                new TrialReported(number, new(1, metrics, 0.1)) { Sequence = ++_sequence, At = at },
                new TrialEnded(number, TrialState.Completed, null) { Sequence = ++_sequence, At = at },
            ], Token);
        }

        public async ValueTask DisposeAsync() => await _studio.Services.GetRequiredService<IStudyCommands>().DeleteAsync(Id, CancellationToken.None);
    }
}
