using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Neural.Tests.Training;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Models;

public class OnnxModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trained_classifier_is_evaluated_as_its_last_report_says()
    {
        using var studies = new Studies();
        var evaluator = studies.Evaluator(Studies.Quick with { TestFraction = 0 }, epochs: 4);
        var trial = Studies.Trial(budget: 4);
        var reports = await Studies.RunAsync(evaluator, trial);
        using var model = new OnnxModel(await evaluator.ExportAsync(trial, Token));

        (model.Input, model.OutputName).ShouldBe((new TensorShape(2), "probabilities"));
        model.ClassNames.Count.ShouldBe(2);
        double.Parse(model.Metadata["check_difference"]).ShouldBeLessThan(OnnxCheck.Tolerance);
        var examples = await evaluator.ExamplesAsync(Token);
        examples.Part.ShouldBe("validation", "nothing is set aside");
        (await studies.Evaluator(Studies.Quick, epochs: 4).ExamplesAsync(Token)).Part.ShouldBe("test");
        var evaluation = ModelEvaluation.Of(model, examples, Token);
        evaluation.Examples.ShouldBe(examples.Indices.Count);
        evaluation.Classes!.Accuracy.ShouldBe(reports[^1].Metrics["validation_accuracy"], 1e-9);
        evaluation.Classes.LogLoss.ShouldBe(reports[^1].Metrics["validation_loss"], 1e-4);
        evaluation.Values.ShouldBeNull();
    }

    [Fact]
    public async Task A_trained_regression_is_evaluated_in_the_targets_unit()
    {
        using var studies = new Studies();
        var options = Studies.Quick with { Target = "y", TestFraction = 0 };
        var evaluator = studies.Evaluator(options, 4, studies.RegressionFile(), objective: "validation_rmse");
        var trial = Studies.Trial(budget: 4);
        var reports = await Studies.RunAsync(evaluator, trial);
        using var model = new OnnxModel(await evaluator.ExportAsync(trial, Token));
        model.ColumnNames.ShouldBe(["a", "b", "colour=blue", "colour=red"]);
        var evaluation = ModelEvaluation.Of(model, await evaluator.ExamplesAsync(Token), Token);
        evaluation.Values!.Rmse.ShouldBe(reports[^1].Metrics["validation_rmse"], 1e-3);
        evaluation.Classes.ShouldBeNull();
    }

    [Fact]
    public async Task A_network_can_be_had_before_training_and_is_the_one_that_is_exported()
    {
        using var studies = new Studies();
        var evaluator = studies.Evaluator(Studies.Quick, epochs: 1);
        var trial = Studies.Trial(budget: 1);
        var before = await evaluator.NetworkAsync(trial, Token);
        await Studies.RunAsync(evaluator, trial);
        Directory.EnumerateFiles(studies.Folder, "*.bin", SearchOption.AllDirectories).ShouldNotBeEmpty();
        (await evaluator.NetworkAsync(trial, Token)).ShouldBe(before);
        before.Nodes[^1].Operation.ShouldBe(new Softmax());
    }

    [Fact]
    public async Task A_batch_gives_what_its_examples_give_alone()
    {
        using var studies = new Studies();
        var evaluator = studies.Evaluator(Studies.Quick, epochs: 1);
        await Studies.RunAsync(evaluator, Studies.Trial(budget: 1));
        using var model = new OnnxModel(await evaluator.ExportAsync(Studies.Trial(budget: 1), Token));
        var examples = (await evaluator.ExamplesAsync(Token)).Features();
        var together = model.Predict(examples, Token);
        for (var i = 0; i < 5; i++)
            model.Predict(examples.AsMemory(2 * i, 2), Token).ShouldBe([together[2 * i], together[2 * i + 1]], 1e-6);
        Should.Throw<ArgumentException>(() => model.Predict(new float[3], Token)).Message.ShouldContain("no examples of 2");
    }

    [Fact]
    public void What_is_no_model_is_told() => Should.Throw<OnnxCheckException>(() => new OnnxModel([1, 2, 3]));

    [Fact]
    public async Task A_study_whose_data_is_gone_has_no_examples()
    {
        using var studies = new Studies();
        var path = studies.RegressionFile();
        var evaluator = studies.Evaluator(Studies.Quick with { Target = "y" }, 1, path, objective: "validation_rmse");
        File.Delete(path);
        await Should.ThrowAsync<TrialFailedException>(() => evaluator.ExamplesAsync(Token));
    }
}
