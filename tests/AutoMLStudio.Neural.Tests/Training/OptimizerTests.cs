using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Training;

public class OptimizerTests
{
    [Fact]
    public void Sgd_steps_by_momentum_and_decay_as_worked_by_hand()
    {
        // v₁ = 1 + 0.1·2 = 1.2, w₁ = 2 − 0.5·1.2 = 1.4; v₂ = 0.9·1.2 + 1 + 0.1·1.4 = 2.22, w₂ = 1.4 − 0.5·2.22 = 0.29.
        Weights(new NetworkOptions { Optimizer = OptimizerKind.Sgd, Momentum = 0.9, WeightDecay = 0.1 }, [1, 1]).ShouldBe([1.4, 0.29], 1e-6);
    }

    [Fact]
    public void Adam_steps_as_worked_by_hand()
    {
        // First step: moments over their corrections are g and g², so w₁ = 2 − 0.5·1.
        // Second, g = 3: m = (0.09 + 0.3)/0.19, v = (0.000999 + 0.009)/0.001999, w₂ = 1.5 − 0.5·m/√v.
        var second = 1.5 - 0.5 * (0.39 / 0.19) / Math.Sqrt(0.009999 / 0.001999);
        Weights(new NetworkOptions { Optimizer = OptimizerKind.Adam, WeightDecay = 0 }, [1, 3]).ShouldBe([1.5, second], 1e-5);
        // Coupled decay only scales the gradient, which the first step does not see.
        Weights(new NetworkOptions { Optimizer = OptimizerKind.Adam, WeightDecay = 0.1 }, [1]).ShouldBe([1.5], 1e-5);
    }

    [Fact]
    public void Adamw_decays_apart_from_the_gradient() =>
        Weights(new NetworkOptions { Optimizer = OptimizerKind.Adamw, WeightDecay = 0.1 }, [1]).ShouldBe([2 * (1 - 0.5 * 0.1) - 0.5], 1e-5);

    [Fact]
    public void Nesterov_looks_ahead_as_worked_by_hand()
    {
        // v₁ = 1, w₁ = 2 − 0.5·(1 + 0.9·1) = 1.05; v₂ = 0.9 + 1 = 1.9, w₂ = 1.05 − 0.5·(1 + 0.9·1.9) = −0.305.
        Weights(new NetworkOptions { Optimizer = OptimizerKind.Sgd, Momentum = 0.9, Nesterov = true }, [1, 1]).ShouldBe([1.05, -0.305], 1e-6);
    }

    [Fact]
    public void Gradients_are_shortened_to_the_length_given_and_never_lengthened()
    {
        var options = new NetworkOptions { Optimizer = OptimizerKind.Sgd, Momentum = 0 };
        Weights(options, [4, -4, 0.5], clip: 1).ShouldBe([1.5, 2, 1.75], 1e-6);
    }

    [Theory]
    [InlineData(ScheduleKind.Cosine, 0, 0, 0.2)]
    [InlineData(ScheduleKind.Cosine, 0, 2, 0.15)]
    [InlineData(ScheduleKind.Cosine, 0, 3, 0.1)]
    [InlineData(ScheduleKind.Cosine, 0, 6, 0)]
    [InlineData(ScheduleKind.Constant, 0, 4, 0.2)]
    [InlineData(ScheduleKind.Cosine, 2, 0, 0)]
    [InlineData(ScheduleKind.Cosine, 2, 0.5, 0.05)]
    [InlineData(ScheduleKind.Cosine, 2, 2, 0.2)]
    [InlineData(ScheduleKind.Cosine, 2, 4, 0.1)]
    [InlineData(ScheduleKind.Constant, 2, 1, 0.1)]
    [InlineData(ScheduleKind.Constant, 2, 3, 0.2)]
    [InlineData(ScheduleKind.Cosine, 9, 3, 0.1)]
    public void Learning_rates_warm_up_and_follow_their_schedule(ScheduleKind schedule, double warmUp, double epoch, double rate) =>
        LearningRate.At(new NetworkOptions { Schedule = schedule, LearningRate = 0.2, WarmUp = warmUp }, epoch, 6).ShouldBe(rate, 1e-12);

    /// <summary>The weight after each step with rate 0.5 from 2 along these gradients.</summary>
    private static double[] Weights(NetworkOptions options, double[] gradients, double? clip = null)
    {
        var graph = new GraphBuilder(new TensorShape(1), new NetworkOutput(OutputKind.Values, 1));
        graph.Add("w", new Linear(1, Bias: false), NetworkGraph.InputId);
        using var network = new Network(graph.Build(), 1);
        using var optimizer = FlatOptimizer.Of(options, network);
        using var scope = NewDisposeScope();
        network.Parameters.fill_(2);
        return [.. gradients.Select(gradient =>
        {
            network.Gradients[0].fill_(gradient);
            optimizer.Step(0.5, clip);
            return (double)network.Parameters[0].item<float>();
        })];
    }
}
