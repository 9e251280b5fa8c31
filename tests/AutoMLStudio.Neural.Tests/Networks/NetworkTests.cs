using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Networks;

public class NetworkTests
{
    [Fact]
    public void Weights_start_with_the_variance_of_their_fan_in_and_by_their_seed_alone()
    {
        var graph = new GraphBuilder(new TensorShape(4, 8, 8), Samples.Ten);
        var x = graph.Add("conv", new Conv2d(256, 5, Padding: 2), NetworkGraph.InputId);
        graph.Add("head", new Linear(10), graph.Add("pool", new GlobalAveragePool(), x));
        using var first = new Network(graph.Build(), 5);
        using var second = new Network(graph.Build(), 5);
        using var other = new Network(graph.Build(), 6);
        using var scope = NewDisposeScope();
        var kernel = first.WeightsOf(0)[0].Values;
        // 25,600 draws: the estimate of the variance 2 / (4·25) is within 5 % (5.7 standard errors).
        kernel.Select(w => (double)w * w).Average().ShouldBe(0.02, 0.001);
        kernel.Average().ShouldBe(0, 0.005);
        first.WeightsOf(0)[1].Values.ShouldAllBe(b => b == 0);
        first.Parameters.data<float>().ToArray().ShouldBe(second.Parameters.data<float>().ToArray());
        first.Parameters.data<float>().ToArray().ShouldNotBe(other.Parameters.data<float>().ToArray());
    }

    /// <summary>Central differences of a smooth network against the gradients in the flat tensor.</summary>
    [Fact]
    public void Gradients_of_all_weights_arrive_in_the_flat_tensor()
    {
        var genotype = new ChainGenotype(NetworkKind.Cnn, [new(3, 3, Activation.Silu, true), new(2, 3, Activation.Tanh, true)]);
        using var network = new Network(ChainNetwork.Build(genotype,
            new NetworkTask(new TensorShape(2, 8, 8), new NetworkOutput(OutputKind.Values, 1), Samples.Plain(2))), 1);
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var batch = randn([6, 2, 8, 8], generator: generator);
        network.Forward(batch).square().sum().backward();
        using var frozen = no_grad();
        double Loss() => network.Forward(batch).to_type(ScalarType.Float64).square().sum().item<double>();
        var checkedWeights = 0;
        for (var i = 0; i < network.Parameters.numel(); i++)
        {
            var weight = network.Parameters[i];
            var analytic = (double)network.Gradients[i].item<float>();
            const float Delta = 1e-2f;
            weight.add_(Delta);
            var above = Loss();
            weight.sub_(2 * Delta);
            var numeric = (above - Loss()) / (2 * Delta);
            weight.add_(Delta);
            analytic.ShouldBe(numeric, 0.02 * (1 + Math.Abs(numeric)), $"number {i}");
            if (Math.Abs(numeric) > 1e-3) checkedWeights++;
        }
        checkedWeights.ShouldBeGreaterThan((int)(0.7 * network.Graph.ParameterCount));
    }

    [Fact]
    public void Dropout_drops_its_share_and_only_in_training()
    {
        var graph = new GraphBuilder(new TensorShape(10_000), new NetworkOutput(OutputKind.Values, 10_000));
        graph.Add("dropout", new Dropout(0.3), NetworkGraph.InputId);
        using var network = new Network(graph.Build(), 1);
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var dropped = network.Forward(ones(1, 10_000), training: true, generator);
        // Standard error of the share: 0.0046.
        dropped.eq(0).to_type(ScalarType.Float32).mean().item<float>().ShouldBe(0.3f, 0.02f);
        dropped.max().item<float>().ShouldBe(1 / 0.7f, 1e-5f);
        network.Forward(ones(1, 10_000)).eq(1).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void The_callers_batch_survives_an_evaluation()
    {
        var graph = new GraphBuilder(new TensorShape(3), new NetworkOutput(OutputKind.Values, 3));
        graph.Add("sum", new Add(), graph.Add("same", new Dropout(0.5), NetworkGraph.InputId), NetworkGraph.InputId);
        using var network = new Network(graph.Build(), 1);
        using var scope = NewDisposeScope();
        var batch = ones(2, 3);
        network.Forward(batch).eq(2).all().item<bool>().ShouldBeTrue();
        batch.IsInvalid.ShouldBeFalse();
    }

    [Fact]
    public void Weights_of_another_graph_are_refused()
    {
        var space = Samples.Space(1, NetworkKind.Mlp);
        var graph = space.Build(space.Sample(Rng.For(1)), new NetworkTask(new TensorShape(3), Samples.Ten, Samples.Plain(3)));
        Should.Throw<ArgumentException>(() => new Network(graph, new float[3], [])).Message.ShouldContain("not of this graph");
    }

    /// <summary>They are computed another way than other kernels, round a fault of oneDNN.</summary>
    [Fact]
    public void Strided_kernels_of_one_place_give_the_gradients_of_the_plain_convolution()
    {
        var graph = new GraphBuilder(new TensorShape(8, 16, 16), Samples.Ten);
        graph.Add("head", new Linear(10), graph.Add("pool", new GlobalAveragePool(), graph.Add("conv", new Conv2d(8, 1, Stride: 2), NetworkGraph.InputId)));
        using var network = new Network(graph.Build(), 3);
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var batch = randn([63, 8, 16, 16], generator: generator);
        network.Gradients.zero_();
        network.Forward(batch, training: true).sum().backward();
        var kernel = tensor(network.WeightsOf(0)[0].Values).view(8, 8, 1, 1).requires_grad_();
        var head = tensor(network.WeightsOf(2)[0].Values).view(10, 8);
        // The same in words of matrices: every second place, channels mixed by the kernel, averaged, mixed by the head.
        batch.index_select(2, arange(0, 16, 2)).index_select(3, arange(0, 16, 2)).mean([2, 3]).matmul(kernel.view(8, 8).t()).matmul(head.t()).sum()
            .backward();
        network.Gradients.narrow(0, 0, 64).view(8, 8).allclose(kernel.grad!.view(8, 8), 1e-4, 1e-4).ShouldBeTrue();
    }
}
