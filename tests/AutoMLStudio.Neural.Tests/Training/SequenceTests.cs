using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Training;

/// <summary>Texts and series, from the file to the evaluated model.</summary>
public sealed class SequenceTests : IDisposable
{
    private static readonly NetworkOptions Small = new()
    {
        Layers = 1, Width = 24, BatchSize = 16, LearningRate = 0.02, Length = 16, Threads = 1, TestFraction = 0, ClipNorm = 1,
    };

    private readonly Studies _studies = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _studies.Dispose();

    [Fact]
    public async Task An_lstm_learns_what_follows_in_a_text_and_its_file_scores_as_reported()
    {
        // Sentences of a grammar: after the first letter of a word all others are certain.
        var rng = Rng.For(1);
        string[] words = ["amber ", "birch ", "copper ", "delta "];
        var file = Path.Combine(_studies.Folder, "words.txt");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Range(0, 1500).Select(_ => words[rng.Next(4)])), Token);
        var options = Small with { Text = TextTokens.Characters };
        var evaluator = _studies.Evaluator(options, 8, file, objective: Metrics.ValidationLoss);
        var trial = Studies.Trial(8);
        var reports = await Studies.RunAsync(evaluator, trial);
        var last = reports[^1].Metrics;
        // One letter of 6.25 is one of four: log 4 / 6.25 = 0.22 nats and an accuracy of about 0.88.
        last[Metrics.ValidationLoss].ShouldBeInRange(0.18, 0.45);
        last[Metrics.ValidationAccuracy].ShouldBeInRange(0.8, 0.95);
        using var model = new OnnxModel(await evaluator.ExportAsync(trial, Token));
        (model.Output, model.Input).ShouldBe((new NetworkOutput(OutputKind.Tokens, model.Tokens.Count), new TensorShape(16)));
        model.Tokens.ShouldContain("a");
        var scores = ModelEvaluation.Of(model, await evaluator.ExamplesAsync(Token), Token).Tokens!;
        scores.LogLoss.ShouldBe(last[Metrics.ValidationLoss], 1e-3);
        scores.Accuracy.ShouldBe(last[Metrics.ValidationAccuracy], 1e-6);
        scores.Perplexity.ShouldBe(Math.Exp(scores.LogLoss), 1e-9);
    }

    [Fact]
    public async Task Texts_of_a_table_are_classified()
    {
        var rng = Rng.For(2);
        string[] filler = ["the", "day", "was", "long", "and", "we", "went"];
        var rows = Enumerable.Range(0, 300).Select(i =>
        {
            var text = Enumerable.Range(0, 5 + rng.Next(3)).Select(_ => filler[rng.Next(filler.Length)]).ToList();
            text[rng.Next(text.Count)] = i % 2 == 0 ? "great" : "awful";
            return $"{string.Join(' ', text)},{(i % 2 == 0 ? "good" : "bad")}";
        });
        var file = Path.Combine(_studies.Folder, "moods.csv");
        await File.WriteAllLinesAsync(file, rows.Prepend("said,mood"), Token);
        var options = Small with { Text = TextTokens.Words, Task = DatasetTask.Classification, Target = "mood", Length = 8 };
        var reports = await Studies.RunAsync(_studies.Evaluator(options, 12, file, keep: false), Studies.Trial(12));
        reports[^1].Metrics[Metrics.ValidationAccuracy].ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task Series_are_told_apart_by_their_course()
    {
        var rng = Rng.For(3);
        var rows = Enumerable.Range(0, 300).Select(i =>
        {
            var (phase, pace) = (rng.NextDouble(0, 6), i % 2 == 0 ? 0.5 : 1.1);
            return string.Join(',', Enumerable.Range(0, 20).Select(t => (Math.Sin(phase + pace * t) + 0.1 * rng.NextGaussian()).ToString("R")))
                + $",{(i % 2 == 0 ? "slow" : "fast")}";
        });
        var file = Path.Combine(_studies.Folder, "waves.csv");
        await File.WriteAllLinesAsync(file, rows.Prepend(string.Join(',', Enumerable.Range(0, 20).Select(t => $"t{t}")) + ",pace"), Token);
        var evaluator = _studies.Evaluator(Small with { Series = 1 }, 15, file);
        var trial = Studies.Trial(15);
        var reports = await Studies.RunAsync(evaluator, trial);
        reports[^1].Metrics[Metrics.ValidationAccuracy].ShouldBeGreaterThan(0.9);
        using var model = new OnnxModel(await evaluator.ExportAsync(trial, Token));
        model.Input.ShouldBe(new TensorShape(1, 20));
        ModelEvaluation.Of(model, await evaluator.ExamplesAsync(Token), Token).Classes!.Accuracy
            .ShouldBe(reports[^1].Metrics[Metrics.ValidationAccuracy], 1e-6);
    }

    [Fact]
    public async Task Blending_texts_is_refused()
    {
        var file = Path.Combine(_studies.Folder, "a.txt");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("what is said is said ", 60)), Token);
        var evaluator = _studies.Evaluator(Small with { Text = TextTokens.Words, Mixup = 0.2 }, 1, file, keep: false);
        (await Should.ThrowAsync<TrialFailedException>(() => Studies.RunAsync(evaluator, Studies.Trial(1))))
            .Message.ShouldContain("mixup blends numbers");
    }
}
