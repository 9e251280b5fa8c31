using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Training;

public sealed class SearchedOptionsTests : IDisposable
{
    private readonly Studies _studies = new();

    public void Dispose() => _studies.Dispose();

    public static TheoryData<Parameter, string> Faulty => new()
    {
        { new FloatParameter("learning_rat", 0.1, 1), "'learning_rat' is neither" },
        { new IntParameter("epochs", 1, 10), "The epochs are the budget" },
        { new FloatParameter("validation_fraction", 0.1, 0.5), "cannot be searched" },
        { new FloatParameter("test_fraction", 0.1, 0.5), "cannot be searched" },
        { new IntParameter("threads", 1, 2), "cannot be searched" },
        { new FloatParameter("learning_rate", 0, 1), "It may be 0" },
        { new FloatParameter("learning_rate", 0.1, 100), "It may be 100" },
        { new FloatParameter("momentum", 0, 1), "It may be 1" },
        { new FloatParameter("dropout", -0.1, 0.5), "It may be -0.1" },
        { new FloatParameter("batch_size", 16, 64), "an integer from 4 to 65536 is expected" },
        { new IntParameter("batch_size", 1, 64), "It may be 1" },
        { new IntParameter("layers", 0, 3), "It may be 0" },
        { new IntParameter("kernel", 3, 5), "It may be 4: an odd integer" },
        { new ChoiceParameter("kernel", [3, 4]), "It may be 4: an odd integer" },
        { new ChoiceParameter("width", [8, 16.5]), "It may be 16.5" },
        { new ChoiceParameter("optimizer", ["sgd", "lion"]), "It may be lion: one of sgd, adam, adamw" },
        { new ChoiceParameter("optimizer", [1, 2]), "It may be 1: one of sgd, adam, adamw" },
        { new IntParameter("activation", 0, 3), "one of relu, gelu, silu, tanh, elu, leaky_relu" },
        { new ChoiceParameter("schedule", ["cosine", true]), "It may be true" },
        { new ChoiceParameter("flip", [true, "no"]), "It may be no: true or false is expected" },
        { new IntParameter("nesterov", 0, 1), "true or false is expected" },
        { new FloatParameter("ema", 0.9, 1), "It may be 1" },
        { new IntParameter("max_parameters", 1, 10), "cannot be searched" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Parameters_that_training_cannot_search_are_refused_by_name(Parameter parameter, string message)
    {
        var fault = Should.Throw<StudyFileException>(() =>
            _studies.Evaluator(Studies.Quick, space: Studies.Space(parameter))).Faults.ShouldHaveSingleItem();
        fault.Field.ShouldBe($"space.{parameter.Name}");
        fault.Message.ShouldContain(message);
    }

    [Fact]
    public void All_faults_of_a_study_are_told_at_once()
    {
        var chain = new ArchitectureParameter("net", new ChainSpace(new ChainOptions()));
        var space = Studies.Space(chain, chain with { Name = "other" }, new IntParameter("layers", 1, 3), new IntParameter("nonsense", 1, 3));
        var faults = Should.Throw<StudyFileException>(() => _studies.Evaluator(Studies.Quick, space: space, objective: "speed")).Faults;
        faults.Select(f => f.Field).ShouldBe(["space.other", "space.layers", "space.nonsense", "objective"]);
    }

    [Fact]
    public void Every_option_takes_the_value_of_its_parameter()
    {
        var space = Studies.Space(
            new FloatParameter("learning_rate", 0.5, 0.6),
            new IntParameter("batch_size", 8, 9),
            new ChoiceParameter("optimizer", ["sgd"]),
            new FloatParameter("momentum", 0.1, 0.2),
            new ChoiceParameter("nesterov", [true]),
            new FloatParameter("weight_decay", 0.1, 0.2),
            new FloatParameter("warm_up", 0.1, 0.2),
            new FloatParameter("clip_norm", 0.1, 0.2),
            new ChoiceParameter("flip", [true]),
            new IntParameter("crop", 3, 4),
            new IntParameter("cutout", 5, 6),
            new FloatParameter("mixup", 0.1, 0.2),
            new FloatParameter("ema", 0.1, 0.2),
            new IntParameter("recalibrate", 7, 8),
            new IntParameter("early_stop", 9, 10),
            new FloatParameter("auxiliary_weight", 0.1, 0.2),
            new FloatParameter("dropout", 0.1, 0.2),
            new FloatParameter("label_smoothing", 0.1, 0.2),
            new ChoiceParameter("schedule", ["constant"]),
            new ChoiceParameter("network", ["mlp"]),
            new IntParameter("layers", 5, 6),
            new IntParameter("width", 11, 12),
            new ChoiceParameter("kernel", [7]),
            new ChoiceParameter("activation", ["leaky_relu"]));
        _studies.Evaluator(Studies.Quick, space: space).ShouldNotBeNull();
        var configuration = space.Decode(new double[space.Dimension]);
        SearchedOptions.Apply(new NetworkOptions(), configuration).ShouldBe(new NetworkOptions
        {
            LearningRate = 0.5,
            BatchSize = 8,
            Optimizer = OptimizerKind.Sgd,
            Momentum = 0.1,
            Nesterov = true,
            WeightDecay = 0.1,
            WarmUp = 0.1,
            ClipNorm = 0.1,
            Flip = true,
            Crop = 3,
            Cutout = 5,
            Mixup = 0.1,
            Ema = 0.1,
            Recalibrate = 7,
            EarlyStop = 9,
            AuxiliaryWeight = 0.1,
            Dropout = 0.1,
            LabelSmoothing = 0.1,
            Schedule = ScheduleKind.Constant,
            Network = NetworkKind.Mlp,
            Layers = 5,
            Width = 11,
            Kernel = 7,
            Activation = Activation.LeakyRelu,
        });
    }

    [Fact]
    public void The_default_space_is_one_that_training_accepts()
    {
        var space = new NetworkOptions().DefaultSpace!;
        _studies.Evaluator(Studies.Quick, space: space).ShouldNotBeNull();
        SearchedOptions.Apply(Studies.Quick, space.Sample(Rng.For(1))).ShouldNotBe(Studies.Quick);
    }

    [Theory]
    [InlineData(null, 0.2, 0.1, 3, "names none")]
    [InlineData("no-such-data", 0.2, 0.1, 3, "no dataset 'no-such-data'")]
    [InlineData("glyphs", 0.6, 0.5, 3, "leave nothing to train on")]
    [InlineData("glyphs", 0.2, 0.1, 4, "kernel is 4")]
    public void Options_that_contradict_each_other_are_named(string? dataset, double validation, double test, int kernel, string message) =>
        new NetworkOptions { ValidationFraction = validation, TestFraction = test, Kernel = kernel }.Faults(dataset).ShouldHaveSingleItem()
            .ShouldContain(message);
}
