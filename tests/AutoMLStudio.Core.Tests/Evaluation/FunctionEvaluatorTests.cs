using System.Text.Json.Nodes;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Evaluation;

public sealed class FunctionEvaluatorTests
{
    [Fact]
    public async Task A_plain_function_reports_once_at_the_budget()
    {
        var reports = await Evaluate(new() { Function = TestFunctionKey.Branin }, 1);
        reports.Single().Step.ShouldBe(1);
        reports[0].Metrics.ShouldBe(new Dictionary<string, double> { ["value"] = TestFunction.Make(TestFunctionKey.Branin).Optimum },
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_delayed_report_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var evaluator = new FunctionEvaluator(new() { Delay = 3600 }, Context(new(), 7));
        var trial = new Trial { Number = 0, Budget = 1, Configuration = TestFunction.Make(TestFunctionKey.Branin).Optimisers[0] };
        await using var reports = evaluator.EvaluateAsync(trial, cancel.Token).GetAsyncEnumerator(cancel.Token);
        var report = reports.MoveNextAsync();
        report.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await report);
    }

    [Fact]
    public async Task Noise_changes_the_value_and_leaves_the_exact_one()
    {
        var report = (await Evaluate(new() { Noise = 0.5 }, 1)).Single();
        report.Metrics["exact"].ShouldBe(TestFunction.Make(TestFunctionKey.Branin).Optimum, 1e-9);
        report.Metrics["value"].ShouldNotBe(report.Metrics["exact"]);
        Math.Abs(report.Metrics["value"] - report.Metrics["exact"]).ShouldBeLessThan(5 * 0.5);
    }

    [Fact]
    public async Task The_noise_has_the_wanted_deviation()
    {
        var errors = new List<double>();
        for (var number = 0; number < 2_000; number++)
        {
            var metrics = (await Evaluate(new() { Noise = 2 }, 1, number: number)).Single().Metrics;
            errors.Add(metrics["value"] - metrics["exact"]);
        }
        errors.Average().ShouldBe(0, 4 * 2 / Math.Sqrt(2_000));
        Math.Sqrt(errors.Average(e => e * e)).ShouldBe(2, 0.15);
    }

    [Fact]
    public async Task Noise_is_named_by_seed_trial_and_step()
    {
        var options = new FunctionOptions { Noise = 1 };
        var value = (await Evaluate(options, 1)).Single().Metrics["value"];
        (await Evaluate(options, 1)).Single().Metrics["value"].ShouldBe(value);
        (await Evaluate(options, 1, number: 1)).Single().Metrics["value"].ShouldNotBe(value);
        (await Evaluate(options, 1, seed: 8)).Single().Metrics["value"].ShouldNotBe(value);
        (await Evaluate(options, 2)).Single().Metrics["value"].ShouldNotBe(value);
    }

    [Fact]
    public async Task Counting_ones_reports_at_every_interval_and_at_the_budget()
    {
        var reports = await Evaluate(new() { Function = TestFunctionKey.CountingOnes, Dimension = 8, Interval = 10 }, 25, Half());
        reports.Select(r => r.Step).ShouldBe([10, 20, 25]);
        reports.ShouldAllBe(r => r.Metrics["exact"] == -6);
    }

    [Fact]
    public async Task Counting_ones_gets_more_exact_with_its_budget()
    {
        async Task<double> Deviation(double budget)
        {
            var errors = new List<double>();
            for (var number = 0; number < 200; number++)
            {
                var metrics = (await Evaluate(new() { Function = TestFunctionKey.CountingOnes, Dimension = 8, Interval = 1e6 }, budget, Half(),
                    number)).Single().Metrics;
                errors.Add(metrics["value"] - metrics["exact"]);
            }
            return Math.Sqrt(errors.Average(e => e * e));
        }

        // Four coins with probability 1/2: a mean over b tosses has the standard deviation sqrt(4 · 1/4 / b).
        (await Deviation(1)).ShouldBe(1, 0.2);
        (await Deviation(81)).ShouldBe(1.0 / 9, 0.02);
    }

    [Fact]
    public async Task A_resumed_trial_goes_on_with_the_same_coins()
    {
        var options = new FunctionOptions { Function = TestFunctionKey.CountingOnes, Dimension = 8, Interval = 3 };
        var whole = await Evaluate(options, 12, Half());
        var resumed = await Evaluate(options, 12, Half(), reports: [.. whole.Take(2)]);
        resumed.Select(r => (r.Step, r.Metrics["value"])).ShouldBe(whole.Skip(2).Select(r => (r.Step, r.Metrics["value"])));
    }

    [Fact]
    public async Task A_trial_that_has_its_budget_reports_nothing_more() =>
        (await Evaluate(new(), 1, reports: [new Report(1, new Dictionary<string, double> { ["value"] = 1 })])).ShouldBeEmpty();

    [Fact]
    public async Task A_cancelled_trial_stops_at_the_next_step()
    {
        using var source = new CancellationTokenSource();
        var evaluator = new FunctionEvaluator(new() { Function = TestFunctionKey.CountingOnes, Dimension = 8 },
            Context(new() { Function = TestFunctionKey.CountingOnes, Dimension = 8 }, 7));
        var reports = evaluator.EvaluateAsync(new() { Number = 0, Configuration = Half(), Budget = 729 }, source.Token)
            .GetAsyncEnumerator(source.Token);
        (await reports.MoveNextAsync()).ShouldBeTrue();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await reports.MoveNextAsync());
    }

    [Fact]
    public void The_options_say_what_a_study_may_leave_out()
    {
        var options = new FunctionOptions { Function = TestFunctionKey.CountingOnes, Dimension = 8 };
        options.MaximumBudget.ShouldBe(729);
        options.DefaultObjective.ShouldBe(new Objective("value", Direction.Minimize));
        options.DefaultSpace!.Dimension.ShouldBe(8);
        new FunctionOptions().MaximumBudget.ShouldBe(1);
        new FunctionOptions { Budget = 27 }.MaximumBudget.ShouldBe(27);
    }

    [Theory]
    [InlineData("", "value", "needs a parameter 'x2'; the space has x1.")]
    [InlineData(""", "x2": {"type": "int", "low": 0, "high": 1, "when": {"x1": {"min": 0.5}}}""", "value", "'x2' always")]
    [InlineData(""", "x2": {"type": "categorical", "choices": [1, "two"]}""", "value", "needs numbers for 'x2'")]
    [InlineData(""", "x2": {"type": "ordinal", "values": [1, 2]}""", "accuracy", "no metric 'accuracy': value is expected")]
    public void A_study_that_the_function_cannot_serve_is_at_fault(string more, string metric, string fault)
    {
        var json = JsonNode.Parse($$$"""
            {"name": "a", "evaluator": {"type": "function", "function": "branin"}, "objective": {"metric": "{{{metric}}}"},
             "space": {"x1": {"type": "float", "low": 0, "high": 1}{{{more}}}}}
            """);
        var single = Should.Throw<StudyFileException>(() => StudyReader.Read(json, new(CoreCatalog.Methods))).Faults.Single();
        single.Field.ShouldBe("evaluator");
        single.Message.ShouldContain(fault);
    }

    private static Core.Spaces.Configuration Half() =>
        new(TestFunction.Make(TestFunctionKey.CountingOnes, 8).Optimisers[0].Select(p => p.Key[0] == 'x' ? new(p.Key, 0.5) : p));

    private static MethodContext Context(FunctionOptions options, ulong seed) =>
        new(TestFunction.Make(options.Function, options.Dimension).Space, [new("value", Direction.Minimize)], 1, seed);

    private static async Task<List<Report>> Evaluate(
        FunctionOptions options, double budget, Core.Spaces.Configuration? configuration = null, int number = 0, ulong seed = 7,
            IReadOnlyList<Report>? reports = null)
    {
        var trial = new Trial
        {
            Number = number,
            Configuration = configuration ?? TestFunction.Make(options.Function).Optimisers[0],
            Budget = budget,
            Reports = reports ?? [],
        };
        var result = new List<Report>();
        var evaluator = new FunctionEvaluator(options, Context(options, seed));
        await foreach (var report in evaluator.EvaluateAsync(trial, TestContext.Current.CancellationToken)) result.Add(report);
        return result;
    }
}
