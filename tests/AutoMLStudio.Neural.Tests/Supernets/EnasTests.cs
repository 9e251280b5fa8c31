using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Architectures.NasBench;
using AutoMLStudio.Neural.Controllers;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Supernets.Enas;
using AutoMLStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

public class EnasTests
{
    private static readonly EnasOptions Quick = new() { Epochs = 3, ControllerSteps = 2, ControllerAggregate = 3, Ranked = 8 };

    private static readonly CellOptions Micro = new() { Operations = OperationSet.Enas, Nodes = 2, Channels = 4, Cells = 3 };

    public static TheoryData<string> Spaces => ["macro", "cell enas", "cell darts", "cell dense", "nasbench201"];

    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_controller_writes_architectures_of_the_space_that_the_network_under_search_holds(string name)
    {
        var space = SpaceOf(name);
        var (controlled, relaxed) = ((IControlledSpace)space, (IRelaxedSpace)space);
        var task = name == "cell dense" ? new NetworkTask(new TensorShape(6), Samples.Ten, Samples.Plain(6))
            : new NetworkTask(new TensorShape(3, 9, 8), Samples.Ten, Samples.Plain(3));
        var plan = relaxed.Relax(task, new(Affine: true));
        using var controller = new Controller(controlled.Tokens, controlled.Settings, 1);
        var drawn = controller.Sample(300, Rng.For(2));
        var architectures = drawn.Select(controlled.Read).ToList();
        architectures.ShouldAllBe(a => space.WhyNotIn(a) == null);
        architectures.Distinct().Count().ShouldBeGreaterThan(250);
        var paths = architectures.Select(a => relaxed.PathsOf(plan, a)).ToList();
        paths.ShouldAllBe(p => p.Count == plan.Slots.Count);
        for (var slot = 0; slot < plan.Slots.Count; slot++)
            paths.SelectMany(p => p[slot]).Distinct().Count().ShouldBe(plan.Slots[slot].Candidates.Count, $"of {plan.Slots[slot].Name} all are drawn");
    }

    /// <summary>Of cells, too, a path is the network of its architecture: same operations, same weights, zeros for nodes that are taken.</summary>
    [Fact]
    public void A_path_through_cells_computes_what_the_network_of_its_architecture_does()
    {
        var space = new CellSpace(Micro);
        var task = new NetworkTask(new TensorShape(3, 9, 8), Samples.Ten, Samples.Plain(3));
        var plan = ((IRelaxedSpace)space).Relax(task, new(Affine: true));
        for (var seed = 0; seed < 4; seed++)
        {
            using var scope = NewDisposeScope();
            var architecture = space.Sample(Rng.For(3, seed));
            using var supernet = new Network(plan.Graph, 1) { Places = plan.Places };
            using var network = new Network(space.Build(architecture, task), 2);
            CellWeights.Copy(supernet, network, CellGenotype.FromText(architecture.Genotype)!);
            var batch = randn([5, 3, 9, 8], generator: new Generator(4));
            var path = supernet.Forward(batch, Selection.Of(((IRelaxedSpace)space).PathsOf(plan, architecture)));
            RawWeights.Difference(network.Forward(batch, training: true), path).ShouldBeLessThan(2e-5f, architecture.Genotype);
        }
    }

    [Theory]
    [InlineData("macro")]
    [InlineData("cell enas")]
    public async Task A_search_that_was_killed_goes_on_to_the_same_end(string name)
    {
        using var unbroken = await BeginAsync(SpaceOf(name), Quick);
        var expected = Run(unbroken, 3);
        using var first = await BeginAsync(SpaceOf(name), Quick);
        var before = Run(first, 1);
        var (steps, arrays) = first.Save();
        using var second = await BeginAsync(SpaceOf(name), Quick);
        second.Restore(1, steps, arrays).ShouldBeTrue();
        before.Concat(Run(second, 2)).Select(Searches.Text).ShouldBe(expected.Select(Searches.Text));
    }

    [Fact]
    public async Task A_report_tells_what_was_drawn_and_what_was_found()
    {
        using var search = await BeginAsync(SpaceOf("macro"), Quick);
        var reports = Run(search, 3);
        var (found, slots) = (reports[^1].Search!.Found, reports[^1].Search!.Slots);
        found.Count.ShouldBe(8);
        found.Select(f => f.Score!.Value).ShouldBeInOrder(SortDirection.Descending);
        found.Select(f => f.Architecture).Distinct().Count().ShouldBe(8);
        slots.ShouldAllBe(s => Math.Abs(s.Weights.Sum() - 1) < 1e-9 && s.Weights.Count == s.Candidates.Count);
        string[] told =
        [
            Metrics.ControllerEntropy, Metrics.ControllerReward, Metrics.RewardBaseline, Metrics.SkipRate, Metrics.TrainLoss, Metrics.ValidationAccuracy,
        ];
        foreach (var metric in told)
            reports.ShouldAllBe(r => double.IsFinite(r.Metrics[metric]), metric);
        reports[0].Metrics[Metrics.ControllerEntropy].ShouldBeInRange(0.5, Math.Log(6));
    }

    [Fact]
    public async Task An_epoch_leaves_no_tensor()
    {
        using var search = await BeginAsync(SpaceOf("cell enas"), Quick);
        Run(search, 1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Run(search, 1);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    /// <summary>The first twenty architectures against those at the end, weights and controller having learnt.</summary>
    [Fact]
    public async Task Rewards_rise_above_those_of_the_first_architectures()
    {
        var options = Quick with { Epochs = 24, ControllerSteps = 2, ControllerAggregate = 10 };
        var space = new MacroSpace(new MacroOptions { Layers = 3, Channels = 8 });
        using var search = await BeginAsync(space, options, new NetworkOptions { Threads = 1 });
        var rewards = Run(search, 24).Select(r => r.Metrics[Metrics.ControllerReward]).ToList();
        rewards.TakeLast(3).Average().ShouldBeGreaterThan(rewards[0] + 0.1, string.Join(' ', rewards.Select(r => $"{r:F2}")));
    }

    [Fact]
    public void What_cannot_be_written_step_by_step_is_refused_with_the_reason()
    {
        var refused = Should.Throw<ArgumentException>(() => new EnasSampler(Quick, Searches.Context(space: new ChainSpace(new ChainOptions()))));
        refused.Message.ShouldContain("'chain'");
        refused.Message.ShouldContain("macro");
    }

    private static async Task<SupernetSearch> BeginAsync(NetworkSpace space, EnasOptions options, NetworkOptions? training = null)
    {
        var (set, context) = (training ?? new NetworkOptions { MaxPerClass = 60, Threads = 1 }, Searches.Context(space: space));
        var data = await TrainingData.LoadAsync("glyphs", null, set, context.Seed, CPU, TestContext.Current.CancellationToken);
        return new EnasSampler(options, context).Begin(new(data, set, context, 0), TestContext.Current.CancellationToken);
    }

    private static List<Report> Run(SupernetSearch search, int epochs) =>
        [.. Enumerable.Range(0, epochs).Select(_ => search.Next(TestContext.Current.CancellationToken))];

    private static NetworkSpace SpaceOf(string name) => name switch
    {
        "macro" => new MacroSpace(new MacroOptions { Layers = 3, Channels = 4 }),
        "cell enas" => new CellSpace(Micro),
        "cell darts" => new CellSpace(Micro with { Operations = OperationSet.Darts }),
        "cell dense" => new CellSpace(Micro with { Operations = OperationSet.Dense }),
        _ => new NasBenchSpace(new NasBenchOptions { Channels = 4 }),
    };
}
