using System.Text.Json;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Datasets.Tests.Examples;

/// <summary>The example programs do what they show: they run under the evaluator that studies use.</summary>
public sealed class ExternalTrialTests : IDisposable
{
    private const string PythonConfiguration = """{"learning_rate":0.3,"weight_decay":1e-5,"batch_size":16,"degree":3}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("examples-");

    [Fact]
    public async Task The_python_trial_learns_and_reports_each_epoch()
    {
        var reports = await Run("python3", "train.py", PythonConfiguration, 20);
        reports.Select(r => r.Step).ShouldBe(Enumerable.Range(1, 20).Select(s => (double)s));
        reports[^1].Metrics["value"].ShouldBeLessThan(reports[0].Metrics["value"]);
        reports[^1].Metrics["accuracy"].ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task The_python_trial_goes_on_where_it_was_paused()
    {
        var whole = await Run("python3", "train.py", PythonConfiguration, 8);
        _folder.Refresh();
        foreach (var trial in _folder.GetDirectories()) trial.Delete(recursive: true);
        var first = await Run("python3", "train.py", PythonConfiguration, 3);
        var rest = await Run("python3", "train.py", PythonConfiguration, 8, first);
        first.Concat(rest).Select(r => r.Metrics["value"]).ShouldBe(whole.Select(r => r.Metrics["value"]));
        rest.Count.ShouldBe(5);
    }

    [Fact]
    public async Task The_shell_trial_walks_further_down_the_valley_with_momentum()
    {
        var with = await Run("sh", "train.sh", """{"learning_rate":0.05,"momentum":0.8}""", 30);
        var without = await Run("sh", "train.sh", """{"learning_rate":0.05,"momentum":0}""", 30);
        with.Count.ShouldBe(30);
        with[^1].Metrics["value"].ShouldBeLessThan(0.1);
        without[^1].Metrics["value"].ShouldBeGreaterThan(1);
    }

    private async Task<List<Report>> Run(string program, string script, string configuration, double budget, List<Report>? known = null)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{program}"), $"{program} is not installed.");
        using var json = JsonDocument.Parse(configuration);
        var space = new SearchSpace([new FloatParameter("learning_rate", 0, 1)]);
        var context = new MethodContext(space, [new Objective("value", Direction.Minimize)], budget, 1, Folder: _folder.FullName);
        var evaluator = new CommandEvaluator(new CommandOptions { Command = $"{program} '{TestFiles.InRepository($"examples/{script}")}'" }, context);
        var trial = new Trial { Number = 0, Configuration = Configuration.FromJson(json.RootElement)!, Budget = budget, Reports = known ?? [] };
        var reports = new List<Report>();
        await foreach (var report in evaluator.EvaluateAsync(trial, TestContext.Current.CancellationToken)) reports.Add(report);
        return reports;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
