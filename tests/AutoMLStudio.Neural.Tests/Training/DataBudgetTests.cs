using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Training;
using Microsoft.ML.OnnxRuntime;

namespace AutoMLStudio.Neural.Tests.Training;

/// <summary>Budgets that are parts of the data.</summary>
public sealed class DataBudgetTests : IDisposable
{
    private static readonly NetworkOptions ByData = Studies.Quick with { Budget = BudgetKind.Data, Epochs = 4, BatchSize = 20 };

    private readonly Studies _studies = new();

    public void Dispose() => _studies.Dispose();

    [Fact]
    public async Task Parts_are_nested_rounded_up_and_hold_every_class()
    {
        var data = await TrainingData.LoadAsync(
            "glyphs", null, ByData, 7, TorchSharp.torch.CPU, TestContext.Current.CancellationToken);
        var n = data.Train.Count;
        long[] smaller = [];
        foreach (var share in new[] { 1.0 / 128, 0.01, 0.1, 1.0 / 3, 0.5, 0.9, 1 })
        {
            var part = data.Positions(share, 7);
            part.LongLength.ShouldBe(Math.Max(10, (long)Math.Ceiling(share * n - 1e-9)));
            part.Select(i => data.Dataset.Targets.Span[data.Split.Train[(int)i]]).Distinct().Count().ShouldBe(10);
            smaller.Except(part).ShouldBeEmpty();
            smaller = part;
        }
        smaller.ShouldBe(data.Everything());
        data.Positions(0.5, 7).ShouldBe(data.Positions(0.5, 7));
        data.Positions(0.5, 7).ShouldNotBe(data.Positions(0.5, 8));
    }

    [Fact]
    public async Task A_part_of_the_budget_is_all_epochs_on_a_part_of_the_examples_and_is_reported_once_at_its_end()
    {
        var evaluator = Evaluator();
        var report = (await Studies.RunAsync(evaluator, Studies.Trial(0.25))).ShouldHaveSingleItem();
        var whole = (await Studies.RunAsync(evaluator, Studies.Trial(1, number: 4))).ShouldHaveSingleItem();
        var data = await TrainingData.LoadAsync(
            "moons", null, ByData, 7, TorchSharp.torch.CPU, TestContext.Current.CancellationToken);
        (report.Step, report.Metrics[Metrics.Epochs]).ShouldBe((0.25, 4));
        report.Metrics[Metrics.TrainingExamples].ShouldBe(Math.Ceiling(0.25 * data.Train.Count));
        (whole.Step, whole.Metrics[Metrics.TrainingExamples]).ShouldBe((1, data.Train.Count));
        report.Seconds.ShouldBeGreaterThan(0);
        foreach (var metrics in new[] { report.Metrics, whole.Metrics })
            (metrics[Metrics.ValidationAccuracy] * data.Validation.Count % 1).ShouldBe(0, 1e-6, "it is validated on the whole validation part");
        StepsOf(3).ShouldBe(4 * (long)Math.Ceiling(Math.Ceiling(0.25 * data.Train.Count) / 20), "the steps follow the examples");
    }

    [Fact]
    public async Task The_whole_budget_gives_the_numbers_that_epochs_give()
    {
        var byEpochs = await Studies.RunAsync(_studies.Evaluator(ByData with { Budget = BudgetKind.Epochs }, 4, keep: false), Studies.Trial(4));
        var byData = (await Studies.RunAsync(Evaluator(keep: false), Studies.Trial(1))).ShouldHaveSingleItem();
        foreach (var (name, value) in byEpochs[^1].Metrics) byData.Metrics[name].ShouldBe(value, name);
        byData.Seconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_larger_budget_trains_anew_and_a_scale_of_budgets_changes_nothing()
    {
        var small = await Studies.RunAsync(Evaluator(), Studies.Trial(0.25));
        var large = await Studies.RunAsync(Evaluator(), Studies.Trial(0.75, reports: small));
        Studies.ShouldBeSame(large, await Studies.RunAsync(Evaluator(keep: false), Studies.Trial(0.75)));
        var scaled = await Studies.RunAsync(Evaluator(maximum: 8, keep: false), Studies.Trial(6));
        scaled[0].Metrics.ShouldBe(large[0].Metrics);
        scaled[0].Step.ShouldBe(6);
    }

    [Fact]
    public async Task A_killed_trial_goes_on_from_its_checkpoint_to_the_same_numbers()
    {
        var unbroken = await Studies.RunAsync(Evaluator(keep: false), Studies.Trial(0.5));
        using var kill = new CancellationTokenSource();
        var first = new Lines { Heard = line => { if (line.StartsWith("Epoch 2/4", StringComparison.Ordinal)) kill.Cancel(); } };
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Evaluator(log: first).EvaluateAsync(Studies.Trial(0.5), kill.Token)) { }
        });
        var second = new Lines();
        Studies.ShouldBeSame(await Studies.RunAsync(Evaluator(log: second), Studies.Trial(0.5)), unbroken);
        second.All.ShouldContain("Goes on from the checkpoint after epoch 2.");
        second.All.ShouldContain(l => l.Contains("examples,") && l.Contains(" of "));
        var again = await Studies.RunAsync(Evaluator(), Studies.Trial(0.5));
        Studies.ShouldBeSame(again, unbroken);
    }

    [Fact]
    public async Task A_trial_that_stalls_ends_early_at_its_whole_budget()
    {
        var options = ByData with { Epochs = 60, EarlyStop = 1, LearningRate = 0.5 };
        var report = (await Studies.RunAsync(Evaluator(options), Studies.Trial(0.5))).ShouldHaveSingleItem();
        report.Step.ShouldBe(0.5);
        report.Metrics[Metrics.Epochs].ShouldBeLessThan(60);
    }

    [Fact]
    public async Task Its_model_is_exported()
    {
        var reports = await Studies.RunAsync(Evaluator(), Studies.Trial(1));
        var file = await Evaluator().ExportAsync(Studies.Trial(1, reports: reports), TestContext.Current.CancellationToken);
        using var session = new InferenceSession(file);
        session.ModelMetadata.CustomMetadataMap["epochs"].ShouldBe("4");
        session.ModelMetadata.CustomMetadataMap["metrics"].ShouldContain("\"training_examples\":");
    }

    /// <summary>Optimizer steps in the checkpoint of a trial that ran.</summary>
    private long StepsOf(int trial) => Checkpoint.Load(Path.Combine(_studies.Folder, $"trial-{trial:D5}"))!.Header.Steps;

    private NetworkEvaluator Evaluator(NetworkOptions? options = null, double maximum = 1, bool keep = true, ITrialLog? log = null) =>
        new(options ?? ByData, new MethodContext(
            Studies.Space(), [Studies.Accuracy], maximum, 7, "moons", keep ? _studies.Folder : "", 2, "study of tests", log));

    private sealed class Lines : ITrialLog
    {
        public List<string> All { get; } = [];

        public Action<string> Heard { get; init; } = _ => { };

        public void Write(int number, string line)
        {
            All.Add(line);
            Heard(line);
        }
    }
}
