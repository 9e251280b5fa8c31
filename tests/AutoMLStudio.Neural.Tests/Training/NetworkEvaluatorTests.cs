using System.Text.Json;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AutoMLStudio.Neural.Tests.Training;

public sealed class NetworkEvaluatorTests : IDisposable
{
    private readonly Studies _studies = new();

    public void Dispose() => _studies.Dispose();

    [Fact]
    public async Task A_fully_connected_network_learns_the_moons()
    {
        var reports = await Studies.RunAsync(_studies.Evaluator(Studies.Quick with { Width = 32 }, 15, keep: false), Studies.Trial(15));
        reports.Select(r => r.Step).ShouldBe(Enumerable.Range(1, 15).Select(i => (double)i));
        var last = reports[^1].Metrics;
        last[Metrics.ValidationAccuracy].ShouldBeGreaterThan(0.95);
        last[Metrics.TrainLoss].ShouldBeLessThan(reports[0].Metrics[Metrics.TrainLoss]);
        reports.SelectMany(r => r.Metrics.Keys).ShouldAllBe(m => !m.Contains("test"), "no trial touches the test part");
        reports.ShouldAllBe(r => r.Seconds > 0);
    }

    [Fact]
    public async Task A_convolutional_network_learns_glyphs_and_its_file_scores_as_reported()
    {
        var options = new NetworkOptions { Layers = 4, Width = 16, LearningRate = 0.01, BatchSize = 32, Threads = 1 };
        var evaluator = _studies.Evaluator(options, 5, "glyphs");
        var reports = await Studies.RunAsync(evaluator, Studies.Trial(5));
        var reported = reports[^1].Metrics[Metrics.ValidationAccuracy];
        reported.ShouldBeGreaterThan(0.85);
        var file = await evaluator.ExportAsync(Studies.Trial(5, reports: reports), TestContext.Current.CancellationToken);
        using var session = new InferenceSession(file);
        var dataset = await DatasetCatalog.LoadAsync("glyphs", cancellationToken: TestContext.Current.CancellationToken);
        var validation = Split.Stratified(dataset, options.ValidationFraction, options.TestFraction, 7).Validation;
        var scores = Score(session, dataset, validation);
        var right = validation.Select((index, i) => (int)dataset.Targets.Span[index] == Best(scores[(10 * i)..(10 * i + 10)])).Count(hit => hit);
        ((double)right / validation.Count).ShouldBe(reported, 1e-9);
        scores[..10].Sum().ShouldBe(1, 1e-5f);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        JsonSerializer.Deserialize<string[]>(metadata["classes"]).ShouldBe(dataset.ClassNames);
        (metadata["study"], metadata["trial"], metadata["epochs"], metadata["dataset_fingerprint"])
            .ShouldBe(("study of tests", "3", "5", dataset.Fingerprint));
        metadata["metrics"].ShouldContain($"\"validation_accuracy\":{reported:R}");
    }

    [Fact]
    public async Task A_regression_is_reported_and_exported_in_the_targets_own_unit()
    {
        var evaluator = _studies.Evaluator(Studies.Quick with { Width = 32, Dropout = 0, BatchSize = 32 }, 25, _studies.RegressionFile(),
            objective: Metrics.ValidationRmse);
        var reports = await Studies.RunAsync(evaluator, Studies.Trial(25));
        // The target's deviation is about 38.
        reports[^1].Metrics[Metrics.ValidationRmse].ShouldBeLessThan(10);
        reports[^1].Metrics.ShouldNotContainKey(Metrics.ValidationAccuracy);
        var file = await evaluator.ExportAsync(Studies.Trial(25, reports: reports), TestContext.Current.CancellationToken);
        using var session = new InferenceSession(file);
        session.OutputMetadata.Keys.ShouldBe(["value"]);
        var dataset = await DatasetCatalog.LoadAsync(Path.Combine(_studies.Folder, "plane.csv"),
            cancellationToken: TestContext.Current.CancellationToken);
        var predicted = Score(session, dataset, [.. Enumerable.Range(0, dataset.Count)]);
        var squares = predicted.Select((p, i) => Math.Pow(p - dataset.Targets.Span[i], 2));
        Math.Sqrt(squares.Average()).ShouldBeLessThan(12);
        JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["columns"]).ShouldBe(dataset.ColumnNames);
    }

    [Fact]
    public async Task An_architecture_of_the_space_is_what_is_trained()
    {
        var space = Studies.Space(new ArchitectureParameter("net", new ChainSpace(new ChainOptions { Kind = NetworkKind.Mlp, MaxDepth = 3 })),
            new FloatParameter("learning_rate", 1e-3, 1e-1, Log: true));
        var configuration = space.Sample(Rng.For(4));
        var reports = await Studies.RunAsync(_studies.Evaluator(Studies.Quick, 2, space: space), Studies.Trial(2, configuration: configuration));
        var genotype = ChainGenotype.FromText(space.ArchitectureOf("net", configuration)!.Genotype)!;
        var parameters = 0;
        var inputs = 2;
        foreach (var layer in genotype.Layers)
        {
            parameters += inputs * layer.Width + 2 * layer.Width + (layer.Skip && inputs != layer.Width ? inputs * layer.Width + 2 * layer.Width : 0);
            inputs = layer.Width;
        }
        reports[0].Metrics[Metrics.Parameters].ShouldBe(parameters + 2 * inputs + 2);
    }

    [Theory]
    [InlineData("moons", NetworkKind.Cnn, "use an mlp")]
    [InlineData("no-such-data", null, "no-such-data")]
    [InlineData(null, null, "names no dataset")]
    public async Task What_cannot_be_trained_fails_with_the_reason(string? dataset, NetworkKind? kind, string reason)
    {
        var evaluator = _studies.Evaluator(Studies.Quick with { Network = kind }, dataset: dataset, keep: false);
        (await Should.ThrowAsync<TrialFailedException>(() => Studies.RunAsync(evaluator, Studies.Trial()))).Message.ShouldContain(reason);
    }

    [Fact]
    public async Task A_network_beyond_the_memory_fails_before_it_is_built()
    {
        var options = Studies.Quick with { Network = NetworkKind.Cnn, Width = 4096, Layers = 64, BatchSize = 65_536, Kernel = 15 };
        var evaluator = _studies.Evaluator(options, dataset: "glyphs", keep: false);
        (await Should.ThrowAsync<TrialFailedException>(() =>
            Studies.RunAsync(evaluator, Studies.Trial()))).Message.ShouldContain("of memory and the machine has");
    }

    [Theory]
    [InlineData(100L, null, "max_parameters allows 100")]
    [InlineData(null, 1L, "max_memory allows 1")]
    public async Task A_network_over_a_limit_of_the_study_fails_before_it_is_built(long? parameters, long? megabytes, string reason)
    {
        var options = Studies.Quick with { Width = 512, MaxParameters = parameters, MaxMemory = megabytes };
        (await Should.ThrowAsync<TrialFailedException>(() =>
            Studies.RunAsync(_studies.Evaluator(options, keep: false), Studies.Trial()))).Message.ShouldContain(reason);
    }

    [Fact]
    public void An_allocation_that_the_machine_refuses_is_told_as_a_want_of_memory() =>
        Should.Throw<TrialFailedException>(() => TorchDevice.Guard(() => TorchSharp.torch.zeros(1L << 46)))
            .Message.ShouldContain("not enough memory");

    [Theory]
    [InlineData("crop")]
    [InlineData("flip")]
    [InlineData("cutout")]
    public async Task Changes_of_images_are_refused_for_other_data(string option)
    {
        var options = Studies.Quick with { Crop = option == "crop" ? 1 : 0, Flip = option == "flip", Cutout = option == "cutout" ? 2 : 0 };
        (await Should.ThrowAsync<TrialFailedException>(() =>
            Studies.RunAsync(_studies.Evaluator(options, keep: false), Studies.Trial()))).Message.ShouldContain("are for images");
    }

    [Fact]
    public async Task A_trial_ends_by_itself_when_its_validation_loss_has_stalled()
    {
        var options = Studies.Quick with { LearningRate = 1e-8, Dropout = 0, EarlyStop = 2, Schedule = ScheduleKind.Constant };
        var whole = await Studies.RunAsync(_studies.Evaluator(options with { EarlyStop = null }, 12, keep: false), Studies.Trial(12));
        var losses = whole.Select(r => r.Metrics[Metrics.ValidationLoss]).ToList();
        var expected = Enumerable.Range(1, 12).First(n => n == 12 || n - 1 - losses.IndexOf(losses[..n].Min()) >= 2);
        var ended = await Studies.RunAsync(_studies.Evaluator(options, 12), Studies.Trial(12));
        ended.Count.ShouldBe(expected);
        Studies.ShouldBeSame(ended, whole[..expected]);
        (await Studies.RunAsync(_studies.Evaluator(options, 12), Studies.Trial(12, reports: ended))).ShouldBeEmpty("it has ended already");
    }

    [Fact]
    public async Task A_loss_that_is_no_number_fails_the_trial_and_names_the_learning_rate()
    {
        var wild = Studies.Quick with { Optimizer = OptimizerKind.Sgd, LearningRate = 10, Momentum = 0.999, BatchSize = 4 };
        var options = wild with { Schedule = ScheduleKind.Constant };
        var evaluator = _studies.Evaluator(options, 50, _studies.RegressionFile(), objective: Metrics.ValidationRmse, keep: false);
        (await Should.ThrowAsync<TrialFailedException>(() =>
            Studies.RunAsync(evaluator, Studies.Trial(50)))).Message.ShouldContain("learning rate of 10");
    }

    [Fact]
    public async Task An_objective_that_the_data_do_not_have_fails_the_trial()
    {
        var evaluator = _studies.Evaluator(Studies.Quick, dataset: _studies.RegressionFile(), keep: false);
        (await Should.ThrowAsync<TrialFailedException>(() => Studies.RunAsync(evaluator, Studies.Trial()))).Message.ShouldContain("validation_rmse");
    }

    [Fact]
    public async Task A_trial_that_left_no_model_cannot_be_exported()
    {
        (await Should.ThrowAsync<InvalidOperationException>(() =>
            _studies.Evaluator(Studies.Quick).ExportAsync(Studies.Trial(), TestContext.Current.CancellationToken)))
            .Message.ShouldContain("Trial 3 has left no model");
        await Studies.RunAsync(_studies.Evaluator(Studies.Quick), Studies.Trial(1));
        var other = Studies.Trial(1, configuration: new Configuration([new("dropout", 0.25)]));
        (await Should.ThrowAsync<InvalidOperationException>(() =>
            _studies.Evaluator(Studies.Quick).ExportAsync(other, TestContext.Current.CancellationToken)))
            .Message.ShouldContain("another configuration");
    }

    private static float[] Score(InferenceSession session, Dataset dataset, IReadOnlyList<int> indices)
    {
        var inputs = indices.SelectMany(i => dataset.Example(i).ToArray()).ToArray();
        var tensor = new DenseTensor<float>(inputs, [indices.Count, .. dataset.Shape]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", tensor)]);
        return [.. results[0].AsEnumerable<float>()];
    }

    private static int Best(float[] scores) => Array.IndexOf(scores, scores.Max());
}
