using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private readonly Studies _studies = new();

    public void Dispose() => _studies.Dispose();

    [Theory]
    [InlineData(OptimizerKind.Sgd, ScheduleKind.Constant)]
    [InlineData(OptimizerKind.Adam, ScheduleKind.Cosine)]
    [InlineData(OptimizerKind.Adamw, ScheduleKind.Cosine)]
    public async Task A_paused_trial_goes_on_to_the_same_numbers(OptimizerKind optimizer, ScheduleKind schedule)
    {
        var options = Studies.Quick with { Optimizer = optimizer, Schedule = schedule, WeightDecay = 0.01 };
        var unbroken = await Studies.RunAsync(_studies.Evaluator(options, keep: false), Studies.Trial());
        var before = await Studies.RunAsync(_studies.Evaluator(options), Studies.Trial(budget: 2));
        var after = await Studies.RunAsync(_studies.Evaluator(options), Studies.Trial(reports: before));
        before.Count.ShouldBe(2);
        Studies.ShouldBeSame([.. before, .. after], unbroken);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("average")]
    [InlineData("augmented")]
    [InlineData("mixed")]
    public async Task A_convolutional_network_goes_on_to_the_same_numbers(string how)
    {
        var options = Studies.Quick with { Network = NetworkKind.Cnn, BatchSize = 256 };
        options = how switch
        {
            "average" => options with { Ema = 0.9, Recalibrate = 2, Optimizer = OptimizerKind.Sgd, Nesterov = true },
            "augmented" => options with { Flip = true, Crop = 2, Cutout = 4, WarmUp = 1.5, ClipNorm = 0.5 },
            "mixed" => options with { Mixup = 0.4, LabelSmoothing = 0.1, Ema = 0.99, Flip = true },
            _ => options,
        };
        var unbroken = await Studies.RunAsync(_studies.Evaluator(options, 3, "glyphs", keep: false), Studies.Trial(3));
        var before = await Studies.RunAsync(_studies.Evaluator(options, 3, "glyphs"), Studies.Trial(3), count: 2);
        var after = await Studies.RunAsync(_studies.Evaluator(options, 3, "glyphs"), Studies.Trial(3, reports: before));
        Studies.ShouldBeSame([.. before, .. after], unbroken);
    }

    [Fact]
    public async Task A_trial_killed_within_an_epoch_repeats_that_epoch()
    {
        var unbroken = await Studies.RunAsync(_studies.Evaluator(Studies.Quick, keep: false), Studies.Trial());
        using var kill = new CancellationTokenSource();
        var before = new List<Core.Studies.Report>();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var report in _studies.Evaluator(Studies.Quick).EvaluateAsync(Studies.Trial(), kill.Token))
            {
                before.Add(report);
                if (before.Count == 3) await kill.CancelAsync();
            }
        });
        var after = await Studies.RunAsync(_studies.Evaluator(Studies.Quick), Studies.Trial(reports: before));
        Studies.ShouldBeSame([.. before, .. after], unbroken);
    }

    [Fact]
    public async Task A_report_that_was_lost_with_the_process_is_told_again_from_the_checkpoint()
    {
        var unbroken = await Studies.RunAsync(_studies.Evaluator(Studies.Quick), Studies.Trial());
        var after = await Studies.RunAsync(_studies.Evaluator(Studies.Quick), Studies.Trial(reports: unbroken[..4]));
        Studies.ShouldBeSame(after, unbroken[4..]);
        after[0].Seconds.ShouldBe(unbroken[4].Seconds, "it was told again, not trained again");
    }

    [Fact]
    public async Task Without_a_usable_checkpoint_a_trial_starts_anew_and_gives_the_same_numbers()
    {
        var unbroken = await Studies.RunAsync(_studies.Evaluator(Studies.Quick), Studies.Trial());
        var file = Directory.EnumerateFiles(_studies.Folder, "checkpoint*", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Studies.ShouldBeSame(await Studies.RunAsync(_studies.Evaluator(Studies.Quick), Studies.Trial(reports: unbroken[..2])), unbroken);
        Checkpoint.Load(Path.GetDirectoryName(file)!).ShouldNotBeNull("the new run has left a whole one");
    }

    [Fact]
    public async Task A_checkpoint_of_another_configuration_is_not_gone_on_from()
    {
        var space = Studies.Space(new FloatParameter("learning_rate", 1e-3, 1e-1));
        var (slow, fast) = (new Configuration([new("learning_rate", 0.001)]), new Configuration([new("learning_rate", 0.1)]));
        await Studies.RunAsync(_studies.Evaluator(Studies.Quick, space: space), Studies.Trial(2, configuration: slow));
        var expected = await Studies.RunAsync(_studies.Evaluator(Studies.Quick, space: space, keep: false), Studies.Trial(3, configuration: fast));
        Studies.ShouldBeSame(await Studies.RunAsync(_studies.Evaluator(Studies.Quick, space: space), Studies.Trial(3, configuration: fast)),
            expected);
    }

    [Fact]
    public async Task A_smaller_budget_is_the_beginning_of_a_larger_one()
    {
        var large = await Studies.RunAsync(_studies.Evaluator(Studies.Quick, keep: false), Studies.Trial(5));
        var small = await Studies.RunAsync(_studies.Evaluator(Studies.Quick, keep: false), Studies.Trial(2.5));
        Studies.ShouldBeSame(small, large[..3]);
        (await Studies.RunAsync(_studies.Evaluator(Studies.Quick, keep: false),
            Studies.Trial(2, reports: large[..2]))).Count.ShouldBe(2, "nothing was kept: it starts anew");
    }

    [Fact]
    public async Task Trials_beside_each_other_give_the_numbers_that_each_gives_alone()
    {
        var evaluator = _studies.Evaluator(Studies.Quick, keep: false);
        var alone = new List<List<Core.Studies.Report>>();
        for (var i = 0; i < 4; i++) alone.Add(await Studies.RunAsync(evaluator, Studies.Trial(3, i)));
        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Studies.RunAsync(evaluator, Studies.Trial(3, i)))));
        for (var i = 0; i < 4; i++) Studies.ShouldBeSame(together[i], alone[i]);
        alone.Select(a => a[^1].Metrics[Metrics.ValidationLoss]).Distinct().Count().ShouldBe(4, "each trial has its own randomness");
    }
}
