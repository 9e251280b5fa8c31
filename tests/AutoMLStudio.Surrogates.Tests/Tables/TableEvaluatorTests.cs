using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Tables;

namespace AutoMLStudio.Surrogates.Tests.Tables;

public sealed class TableEvaluatorTests : IDisposable
{
    private static readonly Objective[] Error = [new("error", Direction.Minimize)];

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"table-{Environment.ProcessId}-{TestContext.Current.Test!.UniqueID}.csv");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_row_is_found_by_its_parameters()
    {
        var options = Table("units,act,error,time\n16,relu,0.25,3\n32,relu,0.125,4\n16,tanh,0.5,5\n", "error", "time");
        options.DefaultSpace!.Parameters.Select(p => p.Domain).ShouldBe(["one of 16, 32", "one of relu, tanh"]);
        var report = (await ReportsAsync(options, ("units", 32), ("act", "relu"))).Single();
        report.Metrics.ShouldBe(new Dictionary<string, double> { ["error"] = 0.125, ["time"] = 4 });
    }

    [Fact]
    public async Task A_configuration_without_a_row_fails_the_trial()
    {
        var options = Table("units,act,error\n16,relu,0.25\n32,tanh,0.5\n", "error");
        var failure = await Should.ThrowAsync<TrialFailedException>(() => ReportsAsync(options, ("units", 16), ("act", "tanh")));
        failure.Message.ShouldContain("no row for");
    }

    [Fact]
    public async Task Repetitions_of_a_configuration_are_all_drawn_and_each_trial_draws_the_same_again()
    {
        var options = Table("units,error\n16,1\n16,2\n16,3\n", "error");
        var values = new HashSet<double>();
        for (var number = 0; number < 40; number++)
        {
            var value = (await ReportsAsync(options, number, ("units", 16))).Single().Metrics["error"];
            (await ReportsAsync(options, number, ("units", 16))).Single().Metrics["error"].ShouldBe(value);
            values.Add(value);
        }
        values.Order().ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("units,error\n16,1\n", "loss", "metrics names 'loss', which is no column: units, error are.")]
    [InlineData("units,error\n16,1,2\n", "error", "path: row 1 has 3 cells and the header 2.")]
    [InlineData("units,error\n16,high\n", "error", "path: row 1 has 'high' as a result: a number is expected.")]
    [InlineData("units,error\n", "error", "path names a file without rows: a header and at least one row are expected.")]
    public void A_malformed_table_is_refused_with_the_reason(string text, string metric, string message) =>
        Table(text, metric).Faults(null).ShouldBe([message]);

    [Fact]
    public void A_missing_table_is_refused_with_its_path() =>
        new TableOptions { Path = "nowhere.csv" }.Faults(null).Single().ShouldStartWith("path is 'nowhere.csv', which does not exist");

    [Fact]
    public async Task The_surrogate_of_LCBench_learns_with_its_epochs()
    {
        var folder = Path.Combine(SharedData.Folder, "hpo", "yahpo", "lcbench");
        Assert.SkipUnless(Directory.Exists(folder), "needs the surrogate of LCBench in the shared data");
        var options = new TableOptions { Path = folder, Task = "167168" };
        options.Faults(null).ShouldBeEmpty();
        new TableOptions { Path = folder, Task = "1" }.Faults(null).Single().ShouldStartWith("task is '1': one of 3945, ");
        var configuration = options.DefaultSpace!.Sample(Rng.For(1));
        var context = new MethodContext(options.DefaultSpace, [options.DefaultObjective!], options.MaximumBudget, 1);
        using var evaluator = new TableEvaluator(options, context);
        var trial = new Trial { Number = 0, Configuration = configuration, Budget = 17.3 };
        var reports = await evaluator.EvaluateAsync(trial, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        reports.Select(r => r.Step).ShouldBe(Enumerable.Range(1, 18).Select(e => (double)e));
        reports.ShouldAllBe(r => r.Metrics["val_accuracy"] >= 0 && r.Metrics["val_accuracy"] <= 100);
        var resumed = await evaluator.EvaluateAsync(trial with { Budget = 52, Reports = reports }, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        resumed.Select(r => r.Step).ShouldBe(Enumerable.Range(19, 34).Select(e => (double)e));
    }

    private TableOptions Table(string text, params string[] metrics)
    {
        File.WriteAllText(_path, text);
        return new() { Path = _path, Metrics = metrics };
    }

    private static Task<List<Report>> ReportsAsync(TableOptions options, params (string Name, ParameterValue Value)[] values) =>
        ReportsAsync(options, 0, values);

    private static async Task<List<Report>> ReportsAsync(TableOptions options, int number, params (string Name, ParameterValue Value)[] values)
    {
        using var evaluator = new TableEvaluator(options, new(options.DefaultSpace!, Error, 1, 1));
        var configuration = new Configuration(values.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        return await evaluator.EvaluateAsync(new Trial { Number = number, Configuration = configuration, Budget = 1 }, default).ToListAsync();
    }
}
