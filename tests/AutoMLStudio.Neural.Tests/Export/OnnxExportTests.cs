using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Export;

public class OnnxExportTests
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>The network itself asserts the inferred shape of every node.</summary>
    [Property(MaxTest = 200)]
    public void Chains_are_built_with_the_inferred_shapes_and_agree_with_ONNX_Runtime(DoNotSize<ulong> draw, bool isCnn)
    {
        var seed = draw.Item;
        var space = Samples.Space(seed, isCnn ? NetworkKind.Cnn : NetworkKind.Mlp);
        var task = Samples.Task(seed, images: isCnn || seed % 2 == 0);
        var graph = space.Build(space.Sample(Rng.For(seed, 1)), task);
        if (task.Output.Kind == OutputKind.Classes) graph = graph.Append("probabilities", new Softmax());
        using var network = new Network(graph, seed);
        ShortTraining.Steps(network, seed);
        OnnxCheck.Verify(OnnxExport.Write(network, NoMetadata), network, task.Scale, TestContext.Current.CancellationToken)
            .ShouldBeLessThan(OnnxCheck.Tolerance);
    }

    /// <summary>Every operation that chains do not use.</summary>
    [Fact]
    public void All_operations_agree_with_ONNX_Runtime()
    {
        var graph = new GraphBuilder(new TensorShape(3, 11, 9), Samples.Ten);
        var x = graph.Add("max", new MaxPool(3, 2, 1), NetworkGraph.InputId);
        var y = graph.Add("mean", new AveragePool(3, 2, 1), NetworkGraph.InputId);
        var both = graph.Add("both", new Concat(), x, y);
        var deep = graph.Add("depthwise", new Conv2d(6, 3, 1, 1, Groups: 6), graph.Add("relu", new Activate(Activation.Relu), both));
        var sum = graph.Add("sum", new Add(), deep, both, deep);
        var vector = graph.Add("flat", new Flatten(), graph.Add("norm", new BatchNorm(0.3, 1e-3), sum));
        var wide = graph.Add("wide", new Concat(), vector, graph.Add("global", new GlobalAveragePool(), sum));
        x = graph.Add("hidden", new Linear(12), graph.Add("dropout", new Dropout(0.5), wide));
        foreach (var function in Enum.GetValues<Activation>()) x = graph.Add($"{function}", new Activate(function), x);
        graph.Add("out", new Softmax(), graph.Add("head", new Linear(10), x));
        using var network = new Network(graph.Build(), 1);
        ShortTraining.Steps(network, 1);
        OnnxCheck.Verify(OnnxExport.Write(network, NoMetadata), network, null, TestContext.Current.CancellationToken)
            .ShouldBeLessThan(OnnxCheck.Tolerance);
    }

    [Fact]
    public void The_file_names_its_input_and_output_leaves_the_batch_open_and_carries_the_metadata()
    {
        using var network = Classifier();
        var model = OnnxExport.Write(network, new Dictionary<string, string> { ["classes"] = """["null","eins"]""", ["study"] = "digits" });
        using var session = new InferenceSession(model);
        session.InputMetadata["input"].Dimensions.ShouldBe([-1, 1, 8, 8]);
        session.OutputMetadata["probabilities"].Dimensions.ShouldBe([-1, 10]);
        session.ModelMetadata.CustomMetadataMap["classes"].ShouldBe("""["null","eins"]""");
        session.ModelMetadata.CustomMetadataMap["study"].ShouldBe("digits");
        session.ModelMetadata.ProducerName.ShouldBe("AutoML Studio");
    }

    [Fact]
    public void A_model_that_computes_something_else_fails_the_check()
    {
        using var network = Classifier();
        using var other = new Network(network.Graph, 2);
        Should.Throw<OnnxCheckException>(() => OnnxCheck.Verify(OnnxExport.Write(other, NoMetadata), network, null,
            TestContext.Current.CancellationToken)).Message.ShouldContain("where the network gives");
    }

    [Fact]
    public void A_broken_model_fails_the_check()
    {
        using var network = Classifier();
        Should.Throw<OnnxCheckException>(() =>
            OnnxCheck.Verify([1, 2, 3], network, null, TestContext.Current.CancellationToken)).Message.ShouldContain("cannot run");
    }

    [Fact]
    public void Weights_carry_over_to_the_network_with_one_operation_more()
    {
        var space = Samples.Space(1, NetworkKind.Cnn);
        var graph = space.Build(space.Sample(Rng.For(5)), new NetworkTask(new TensorShape(1, 8, 8), Samples.Ten, Samples.Plain(1)));
        using var network = new Network(graph, 3);
        using var copy = new Network(graph.Append("zz", new Softmax()), network.Parameters.data<float>().ToArray(),
            network.Statistics.data<float>().ToArray());
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var batch = ones(2, 1, 8, 8);
        (copy.Forward(batch) - network.Forward(batch).softmax(1)).abs().max().item<float>().ShouldBeLessThan(1e-6f);
    }

    private static Network Classifier()
    {
        var graph = new GraphBuilder(new TensorShape(1, 8, 8), Samples.Ten);
        graph.Add("out", new Softmax(), graph.Add("head", new Linear(10), graph.Add("flat", new Flatten(), NetworkGraph.InputId)));
        return new Network(graph.Build(), 1);
    }
}
