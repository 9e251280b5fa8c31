using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Supernets.MorphNet;
using AutoMLStudio.Neural.Tests.Training;
using AutoMLStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

public sealed class MorphNetTests : IDisposable
{
    private static readonly ChainSpace Rows = new(new ChainOptions
    {
        Kind = NetworkKind.Mlp, MinDepth = 3, MaxDepth = 3, Widths = [.. Enumerable.Range(1, 64)], Skips = SkipChoice.Never,
    });

    private static readonly NetworkTask Moons = new(new TensorShape(2), new NetworkOutput(OutputKind.Classes, 2), Samples.Plain(2));

    private static readonly MorphNetOptions Quick = new()
    {
        SeedWidth = 24, BatchSize = 25, Epochs = 6, Cost = ChannelCost.Parameters, Strength = 3, LearningRate = 0.02, LastLearningRate = 0.02,
    };

    private readonly Studies _studies = new();

    public void Dispose() => _studies.Dispose();

    /// <summary>
    /// Two layers of C = 9 and 4 with 3 channels coming in, the end of C = 1 with 10 going out; 5 and 2 channels are alive. A channel of the
    /// first takes 9 · 3 for itself and 4 · 2 in the second, one of the second 4 · 5 and 1 · 10.
    /// </summary>
    [Fact]
    public void A_channel_costs_its_own_filters_and_those_that_read_it()
    {
        var costs = new ChannelCosts([9, 4, 1], 3, 10);
        costs.OfChannels([5, 2]).ShouldBe([27 + 8, 20 + 10]);
        costs.Of([1.5, 0.5], [5, 2]).ShouldBe(1.5 * 35 + 0.5 * 30);
    }

    [Fact]
    public void What_channels_cost_are_the_weights_of_the_network()
    {
        var seed = new SeedChain(Rows, Chain(5, 7, 3), Quick);
        var graph = seed.Relax(Moons, new()).Graph;
        // Every |γ| is 1: each layer's weights count once for its outputs and once for its inputs, the first and last layer's once.
        double Weights(string id)
        {
            var node = graph.Nodes.Single(n => n.Id == id);
            return node.Operation.Weights(graph.InputsOf(node))[0].Shape.Elements;
        }
        seed.CostsIn(graph).Of([5, 7, 3], [5, 7, 3])
            .ShouldBe(Weights("layer1.linear") + 2 * (Weights("layer2.linear") + Weights("layer3.linear")) + Weights("head"));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_left_is_widened_in_equal_measure_up_to_the_cost_allowed(double target)
    {
        var seed = SeedChain.First(Rows, Quick with { Target = target });
        var plan = seed.Relax(Moons, new());
        // 6, 12 and 24 of 24 channels are left.
        var widths = SeedChain.WidthsOf(seed.Derive(plan, [[0.25, 0.75], [0.5, 0.5], [1, 0]]));
        var allowed = target * seed.CostOf([24, 24, 24]);
        seed.CostOf(widths).ShouldBeInRange(0.9 * allowed, allowed);
        seed.CostOf([.. widths.Select(w => w + 1)]).ShouldBeGreaterThan(allowed);
        (widths[1] / (double)widths[0]).ShouldBe(2, 0.25);
        (widths[2] / (double)widths[1]).ShouldBe(2, 0.25);
    }

    [Fact]
    public void Of_few_widths_the_nearest_are_taken_and_no_layer_vanishes()
    {
        var space = new ChainSpace(new ChainOptions
        {
            Kind = NetworkKind.Mlp, MinDepth = 2, MaxDepth = 2, Widths = [4, 8, 16, 32], Skips = SkipChoice.Never,
        });
        var seed = SeedChain.First(space, Quick with { SeedWidth = null });
        seed.Widths.ShouldBe([16, 16]);
        var found = seed.Derive(seed.Relax(Moons, new()), [[0, 1], [0.5, 0.5]]);
        space.WhyNotIn(found).ShouldBeNull();
        SeedChain.WidthsOf(found)[0].ShouldBe(4);
    }

    [Fact]
    public async Task A_search_cuts_channels_and_meets_the_cost_allowed()
    {
        var reports = await RunAsync(Quick);
        reports.Count.ShouldBe(Quick.Epochs);
        var last = reports[^1];
        last.Metrics[Metrics.KeptShare].ShouldBeLessThan(0.7);
        last.Metrics[Metrics.KeptShare].ShouldBeGreaterThan(0.02);
        last.Metrics[Metrics.CostPenalty].ShouldBeLessThan(reports[0].Metrics[Metrics.CostPenalty]);
        last.Metrics[Metrics.ValidationAccuracy].ShouldBeGreaterThan(0.8);
        var found = last.Search!.Found.ShouldHaveSingleItem().Architecture;
        Rows.WhyNotIn(found).ShouldBeNull();
        var first = SeedChain.First(Rows, Quick);
        var allowed = first.Relax(Moons, new()).Graph.ParameterCount;
        Rows.Build(found, Moons).ParameterCount.ShouldBeInRange((long)(0.85 * allowed), allowed);
        last.Search.Slots.Select(s => s.Name).ShouldBe(["layer1", "layer2", "layer3"]);
        last.Search.Slots.ShouldAllBe(s => s.Weights.Sum() == 1);
    }

    /// <summary>Without the cost nothing is cut: what a search cuts is the cost's doing.</summary>
    [Fact]
    public async Task Without_strength_nothing_is_cut()
    {
        var reports = await RunAsync(Quick with { Strength = 1e-6, WeightDecay = 0, Epochs = 3 });
        reports.ShouldAllBe(r => r.Metrics[Metrics.KeptShare] == 1);
        SeedChain.WidthsOf(reports[^1].Search!.Found[0].Architecture).ShouldBe([24, 24, 24]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_search_that_was_killed_goes_on_to_the_same_end(int survived)
    {
        var options = Quick with { Rounds = 2 };
        var whole = await RunAsync(options, folder: "whole");
        await RunAsync(options, survived, "killed");
        var rest = await RunAsync(options, folder: "killed");
        Studies.ShouldBeSame(rest, whole);
        rest[^1].Search!.Found.ShouldBe(whole[^1].Search!.Found);
        // The second round starts with all channels of other widths.
        whole[3].Metrics[Metrics.KeptShare].ShouldBeGreaterThan(whole[2].Metrics[Metrics.KeptShare]);
    }

    [Fact]
    public async Task An_epoch_leaves_no_live_tensor()
    {
        var data = await TrainingData.LoadAsync("moons", null, Studies.Quick, 7, CPU, TestContext.Current.CancellationToken);
        var context = Context(Rows, "");
        using var search = new MorphNetSearch(new(data, Studies.Quick, context, 0), Quick with { Rounds = 2, Epochs = 4 }, Rows);
        search.Next(TestContext.Current.CancellationToken);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        search.Next(TestContext.Current.CancellationToken);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
        // With the third epoch the second round begins: a network goes, another comes.
        search.Next(TestContext.Current.CancellationToken);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    [Fact]
    public void Chains_with_residual_connections_everywhere_are_refused()
    {
        var space = new ChainSpace(new ChainOptions { Skips = SkipChoice.Always });
        Should.Throw<ArgumentException>(() => new MorphNetSampler(Quick, Context(space, ""))).Message.ShouldContain("without residual connections");
    }

    private static ChainGenotype Chain(params int[] widths) =>
        new(NetworkKind.Mlp, [.. widths.Select(w => new ChainLayer(w, 0, Activation.Relu, false))]);

    private static MethodContext Context(ChainSpace space, string folder) => new(
        new SearchSpace([new ArchitectureParameter("net", space)]), [new Objective(Metrics.ValidationAccuracy, Direction.Maximize)], 2, 7, "moons",
        folder);

    /// <summary>The reports of a search trial, or the first <paramref name="count"/>, after which it is left as a kill leaves it.</summary>
    private async Task<List<Report>> RunAsync(MorphNetOptions options, int count = int.MaxValue, string folder = "own")
    {
        var context = Context(Rows, Path.Combine(_studies.Folder, folder));
        context = context with { Sampler = new MorphNetSampler(options, context) };
        var evaluator = new NetworkEvaluator(Studies.Quick with { Dropout = 0 }, context);
        return await Studies.RunAsync(evaluator, Studies.Trial(options.Epochs, 0, Configuration.ForSearch(0, options.Epochs)), count);
    }
}
