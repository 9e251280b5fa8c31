using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using FsCheck;
using FsCheck.Xunit;

namespace AutoMLStudio.Neural.Tests.Architectures;

public class ChainSpaceTests
{
    [Property(MaxTest = 200)]
    public void What_is_drawn_mutated_or_crossed_lies_in_the_space(DoNotSize<ulong> draw, bool isCnn)
    {
        var seed = draw.Item;
        var space = Samples.Space(seed, isCnn ? NetworkKind.Cnn : NetworkKind.Mlp);
        var (first, second) = (space.Sample(Rng.For(seed, 1)), space.Sample(Rng.For(seed, 2)));
        space.WhyNotIn(first).ShouldBeNull();
        var mutant = space.Mutate(first, Rng.For(seed, 3));
        space.WhyNotIn(mutant).ShouldBeNull();
        mutant.ShouldNotBe(first);
        space.WhyNotIn(space.CrossOver(first, second, Rng.For(seed, 4))).ShouldBeNull();
        space.CrossOver(first, first, Rng.For(seed, 5)).ShouldBe(first);
        space.Sample(Rng.For(seed, 1)).ShouldBe(first);
    }

    [Property(MaxTest = 200)]
    public void Flat_parameters_encode_and_decode_every_architecture(DoNotSize<ulong> draw, bool isCnn)
    {
        var seed = draw.Item;
        var space = Samples.Space(seed, isCnn ? NetworkKind.Cnn : NetworkKind.Mlp);
        var flat = space.Flatten();
        var search = new SearchSpace([new ArchitectureParameter("net", space)]);
        var architecture = space.Sample(Rng.For(seed, 1));
        flat.Decode(flat.Encode(architecture)).ShouldBe(architecture);
        var configuration = search.Sample(Rng.For(seed, 2));
        search.WhyNotIn(configuration).ShouldBeNull();
        var decoded = search.ArchitectureOf("net", configuration)!;
        space.WhyNotIn(decoded).ShouldBeNull();
        new Configuration(flat.Encode(decoded).Select(p => new KeyValuePair<string, ParameterValue>($"net.{p.Key}", p.Value)))
            .ShouldBe(configuration);
    }

    [Fact]
    public void A_mutation_changes_one_decision()
    {
        var space = Samples.Space(0, NetworkKind.Cnn);
        var parent = space.Sample(Rng.For(3));
        var before = space.Flatten().Encode(parent);
        for (var i = 0; i < 100; i++)
        {
            var after = space.Flatten().Encode(space.Mutate(parent, Rng.For(4, i)));
            var changed = before.Keys.Intersect(after.Keys).Count(k => before[k] != after[k]);
            changed.ShouldBe(1, $"mutant {i}: {after}");
        }
    }

    [Fact]
    public void Layers_beyond_the_least_depth_are_conditional()
    {
        var flat = new ChainSpace(new ChainOptions { MinDepth = 2, MaxDepth = 3 }).Flatten();
        flat.Parameters.Single(p => p.Name == "layer2.width").When.ShouldBeNull();
        flat.Parameters.Single(p => p.Name == "layer3.skip").When!.ToJson().ToJsonString().ShouldBe("""{"depth":{"min":3}}""");
        flat.Parameters.Select(p => p.Name).ShouldNotContain("layer4.width");
        new ChainSpace(new ChainOptions { Kind = NetworkKind.Mlp })
            .Flatten().Parameters.ShouldNotContain(p => p.Name.EndsWith(".kernel", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"kind":"cnn","layers":[{"width":8,"kernel":3,"activation":"relu","skip":false}]}""", null)]
    [InlineData("""{"kind":"mlp","layers":[{"width":8,"activation":"relu","skip":false}]}""", "kind is Mlp")]
    [InlineData("""{"kind":"cnn","layers":[]}""", "has 0 layers")]
    [InlineData("""{"kind":"cnn","layers":[{"width":9,"kernel":3,"activation":"relu","skip":false}]}""", "width of layer 1 is 9")]
    [InlineData("""{"kind":"cnn","layers":[{"width":8,"kernel":4,"activation":"relu","skip":false}]}""", "kernel of layer 1 is 4")]
    [InlineData("""{"kind":"cnn","layers":[{"width":8,"kernel":3,"activation":"elu","skip":false}]}""", "activation of layer 1")]
    [InlineData("""{"kind":"cnn", "layers":[{"width":8,"kernel":3,"activation":"relu","skip":false}]}""", "canonical")]
    [InlineData("""{"kind":"cnn","layers":[{"kernel":3,"width":8,"activation":"relu","skip":false}]}""", "canonical")]
    [InlineData("""{"kind":"cnn"}""", "canonical")]
    [InlineData("""{"kind":"cnn","layers":7}""", "canonical")]
    [InlineData("""[]""", "canonical")]
    [InlineData("nonsense", "canonical")]
    public void Membership_tells_why_not(string genotype, string? reason)
    {
        var why = new ChainSpace(new ChainOptions()).WhyNotIn(new Architecture("chain", genotype));
        if (reason is null) why.ShouldBeNull();
        else why.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_all_named()
    {
        var options = new ChainOptions { MinDepth = 3, MaxDepth = 2, Widths = [8, 8], Kernels = [2], Activations = [] };
        var message = Should.Throw<ArgumentException>(() => new ChainSpace(options)).Message;
        foreach (var name in (string[])["max_depth is 2", "widths is [8, 8]", "kernels is [2]", "activations is []"]) message.ShouldContain(name);
    }

    [Fact]
    public void A_cnn_on_rows_is_refused_in_words()
    {
        var space = new ChainSpace(new ChainOptions());
        var task = new NetworkTask(new TensorShape(5), Samples.Ten, Samples.Plain(5));
        Should.Throw<GraphException>(() => space.Build(space.Sample(Rng.For(1)), task)).Message.ShouldContain("use an mlp");
    }

    [Fact]
    public void A_chain_has_the_parameters_worked_by_hand()
    {
        var space = new ChainSpace(new ChainOptions());
        var genotype = new ChainGenotype(NetworkKind.Cnn, [new(8, 3, Activation.Relu, true), new(8, 5, Activation.Silu, true)]);
        var graph = space.Build(genotype.ToArchitecture(), new NetworkTask(new TensorShape(1, 16, 16), Samples.Ten, Samples.Plain(1)));
        // Layer 1, stride 2: 8·1·9 + 16 for the norm; its projection 8·1·1 + 16.
        // Layer 2, stride 2: 8·8·25 + 16; projection 8·8 + 16. Head: 8·10 + 10.
        graph.ParameterCount.ShouldBe(72 + 16 + 8 + 16 + 1600 + 16 + 64 + 16 + 90);
        graph.Shapes["layer2.activate"].ShouldBe(new TensorShape(8, 4, 4));
    }

    [Theory]
    [InlineData(4, 16, new[] { 2, 3 })]
    [InlineData(1, 32, new[] { 1 })]
    [InlineData(6, 8, new[] { 4 })]
    [InlineData(3, 28, new[] { 1, 2, 3 })]
    [InlineData(3, 16, new[] { 2, 3 })]
    [InlineData(4, 7, new[] { 3 })]
    [InlineData(4, 6, new int[0])]
    public void Maps_are_halved_evenly_along_the_chain(int depth, int side, int[] layers) =>
        ChainNetwork.Halving(depth, new TensorShape(1, side, side)).Order().ShouldBe(layers);
}
