using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Training;

public class AveragedWeightsTests
{
    [Fact]
    public void The_average_follows_the_weights_by_its_decay_and_changes_places_with_them()
    {
        using var network = Norm(1);
        using var average = new WeightAverage(network, 0.5);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        average.State[0].fill_(0);
        network.Parameters.fill_(11);
        // (1 + 1) / (10 + 1) is below the decay, (1 + 98) / (10 + 98) above it.
        average.Update(1);
        average.State[0].data<float>()[0].ShouldBe(11 * 9f / 11, 1e-5f);
        average.Update(98);
        average.State[0].data<float>()[0].ShouldBe(10, 1e-5f);
        average.Swap();
        (network.Parameters.data<float>()[0], average.State[0].data<float>()[0]).ShouldBe((10f, 11f));
        average.Swap();
        (network.Parameters.data<float>()[0], average.State[0].data<float>()[0]).ShouldBe((11f, 10f));
    }

    [Fact]
    public void Recalibrated_statistics_are_the_means_over_the_batches()
    {
        using var network = Norm(2);
        using var scope = NewDisposeScope();
        network.Statistics.fill_(99);
        // Means 2 and 5 and unbiased variances 2 and 8 of the first feature; 0 of the second.
        Tensor[] batches = [tensor(new float[] { 1, 0, 3, 0 }, [2, 2]), tensor(new float[] { 3, 0, 7, 0 }, [2, 2])];
        BatchNormCalibration.Run(network, batches, TestContext.Current.CancellationToken);
        network.WeightsOf(0)[2].Values.ShouldBe([3.5f, 0]);
        network.WeightsOf(0)[3].Values.ShouldBe([5f, 0]);
    }

    /// <summary>On the processor, where it is slow but the same.</summary>
    [Fact]
    public void A_network_in_lower_precision_gives_nearly_the_same_output_and_gradients_for_its_full_weights()
    {
        var graph = Samples.Space(3, AutoMLStudio.Neural.Architectures.Chain.NetworkKind.Cnn).Build(
            Samples.Space(3, AutoMLStudio.Neural.Architectures.Chain.NetworkKind.Cnn).Sample(AutoMLStudio.Core.Numerics.Rng.For(1)),
            new NetworkTask(new TensorShape(1, 8, 8), Samples.Ten, Samples.Plain(1)));
        using var full = new Network(graph, 1);
        using var half = new Network(graph, 1) { Precision = ScalarType.BFloat16 };
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var batch = randn([32, 1, 8, 8], generator: generator);
        var outputs = new[] { full, half }.Select(network => network.Forward(batch, training: true)).ToArray();
        outputs[1].dtype.ShouldBe(ScalarType.Float32);
        foreach (var output in outputs) output.mul(output).mean().backward();
        Distance(outputs[0], outputs[1]).ShouldBeInRange(1e-6, 0.1);
        Distance(full.Gradients, half.Gradients).ShouldBeInRange(1e-6, 0.2);
    }

    private static double Distance(Tensor a, Tensor b) => ((a - b).norm() / a.norm()).item<float>();

    private static Network Norm(int features)
    {
        var graph = new GraphBuilder(new TensorShape(features), new NetworkOutput(OutputKind.Values, features));
        graph.Add("norm", new BatchNorm(), NetworkGraph.InputId);
        return new Network(graph.Build(), 1);
    }
}
