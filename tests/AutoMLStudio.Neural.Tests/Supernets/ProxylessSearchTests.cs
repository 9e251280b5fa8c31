using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Supernets.Proxyless;
using AutoMLStudio.Neural.Tests.Training;
using AutoMLStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>ProxylessNAS from its first step to a restart [Cai2019].</summary>
public sealed class ProxylessSearchTests : IDisposable
{
    private static readonly ProxylessOptions Quick = new() { Epochs = 4, WarmUp = 1, BatchSize = 32, Interval = 2, ArchitectureFraction = 0.3 };

    private readonly Studies _studies = new();

    public static TheoryData<GateUpdate> Updates => [.. Enum.GetValues<GateUpdate>()];

    public void Dispose() => _studies.Dispose();

    /// <summary>dL/dg_j = ⟨dL/dy, o_j(x)⟩, of the active candidate as of the other, whose gate is 0.</summary>
    [Fact]
    public void The_gradient_by_a_gate_is_that_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        var data = Data();
        using var network = Smooth(data);
        var batch = new Part(data.Train.Inputs.narrow(0, 0, 16), data.Train.Targets.narrow(0, 0, 16));
        int[][] involved = [[0, 2], [3, 1]];
        using var parameters = new PathParameters([], Rng.For(1));
        var (_, gates) = new GateStep(Quick, network, data, parameters).GateGradients(batch, involved);
        double Loss(int slot, int place, double distance)
        {
            using var frozen = no_grad();
            float Gate(int s, int k) => (k == 0 ? 1 : 0) + (s == slot && k == place ? (float)distance : 0);
            var selection = new Selection([.. involved.Select((c, s) =>
                (IReadOnlyList<Route>)[.. c.Select((j, k) => new Route(j, tensor(Gate(s, k))))])]);
            return Assessment.Value(Assessment.Loss(data, network.Forward(batch.Inputs, selection), batch.Targets));
        }
        const double step = 0.01;
        for (var slot = 0; slot < involved.Length; slot++)
            for (var k = 0; k < 2; k++)
            {
                var slope = (Loss(slot, k, step) - Loss(slot, k, -step)) / (2 * step);
                gates[slot][k].ShouldBe(slope, 4e-4, $"slot {slot}, gate {k}");
            }
        gates.Sum(g => g.Sum(Math.Abs)).ShouldBeGreaterThan(0.02);
    }

    /// <summary>
    /// What a candidate gives is all that the gradient of its gate needs: in a cell, too, nothing behind a closed gate has to be kept.
    /// </summary>
    [Fact]
    public void A_closed_gate_has_the_gradient_that_it_would_have_if_all_were_kept()
    {
        using var scope = NewDisposeScope();
        var data = Data();
        var space = new CellSpace(new CellOptions { Nodes = 2, Channels = 2, Cells = 3, DropPath = 0, Auxiliary = false });
        var plan = ((IRelaxedSpace)space).Relax(data.Task(0), new RelaxOptions(WithNone: true, Affine: true));
        using var network = new Network(plan.Graph, 4) { Places = plan.Places };
        var batch = new Part(data.Train.Inputs.narrow(0, 0, 16), data.Train.Targets.narrow(0, 0, 16));
        using var parameters = new PathParameters(plan.Slots, Rng.For(1));
        var rng = Rng.For(2);
        var involved = parameters.Probabilities().Select(p => Gates.DrawTwo(p, rng)).ToList();
        var (_, gates) = new GateStep(Quick, network, data, parameters).GateGradients(batch, involved);
        var all = tensor(involved.SelectMany(_ => new[] { 1f, 0f }).ToArray(), requires_grad: true);
        var one = all.unbind(0);
        var kept = new Selection([.. involved.Select((c, s) => (IReadOnlyList<Route>)[.. c.Select((j, k) => new Route(j, one[2 * s + k]))])]);
        Assessment.Loss(data, network.Forward(batch.Inputs, kept), batch.Targets).backward();
        var expected = all.grad!.data<float>().ToArray();
        gates.SelectMany(g => g).Zip(expected).ShouldAllBe(g => Math.Abs(g.First - g.Second) < 1e-5);
        expected.Sum(Math.Abs).ShouldBeGreaterThan(0.05f);
    }

    [Fact]
    public void A_step_changes_two_candidates_a_slot_and_keeps_the_probability_of_all_others()
    {
        using var scope = NewDisposeScope();
        var data = Data();
        var plan = ((IRelaxedSpace)Searches.Small).Relax(data.Task(0), default);
        using var network = new Network(plan.Graph, 4) { Places = plan.Places };
        using var parameters = new PathParameters(plan.Slots, Rng.For(2));
        var before = Enumerable.Range(0, plan.Slots.Count).Select(parameters.Of).ToList();
        var latency = ExpectedLatency.Measure(plan, ExpectedLatencyTests.Table(), TestContext.Current.CancellationToken);
        var batch = new Part(data.Train.Inputs.narrow(0, 0, 16), data.Train.Targets.narrow(0, 0, 16));
        new GateStep(Quick with { TargetLatency = 0.2 }, network, data, parameters).Run(batch, 0.05, latency, Rng.For(3)).ShouldBeGreaterThan(0);
        for (var slot = 0; slot < plan.Slots.Count; slot++)
        {
            var after = parameters.Of(slot);
            after.Zip(before[slot]).Count(a => a.First != a.Second).ShouldBe(2);
            after.Sum(Math.Exp).ShouldBe(before[slot].Sum(Math.Exp), 1e-6);
        }
        parameters.State.ShouldAllBe(t => t.dtype == ScalarType.Float32);
    }

    /// <summary>
    /// A slot of three with probabilities 0.5, 0.3 and 0.2, rewards 1 and 0: by hand −(0.5 · (1 − 0.5) − 0.5 · (0 − 0.5)) / 2 for the first.
    /// </summary>
    [Fact]
    public void REINFORCE_moves_towards_paths_that_are_better_than_the_baseline()
    {
        var gradient = PolicyStep.Gradient([[0.5, 0.3, 0.2]], [[0], [1]], [1, 0], 0.5)[0];
        gradient.Zip([-0.25, 0.25, 0.0]).ShouldAllBe(g => Math.Abs(g.First - g.Second) < 1e-12);
        PolicyStep.Baseline(null, [0.2, 0.4]).ShouldBe(0.3, 1e-12);
        PolicyStep.Baseline(0.5, [0.2, 0.4]).ShouldBe(0.498, 1e-12);
        PolicyStep.Reward(0.8, 50, 50, 0.1).ShouldBe(0.8);
        PolicyStep.Reward(0.8, 100, 50, 0.1).ShouldBe(0.8 * Math.Pow(0.5, 0.1), 1e-12);
        PolicyStep.Reward(0.8, null, 50, 0.1).ShouldBe(0.8);
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task A_search_that_is_killed_goes_on_to_the_same_end(GateUpdate update)
    {
        var options = Quick with { Update = update, Finals = 2 };
        var unbroken = await RunAsync(options, "", 0, []);
        var before = await RunAsync(options, _studies.Folder, 2, []);
        var after = await RunAsync(options, _studies.Folder, 0, before);
        unbroken.Count.ShouldBe(4);
        before.Concat(after).Select(Searches.Text).ShouldBe(unbroken.Select(Searches.Text));
        var last = unbroken[^1];
        var learnt = update == GateUpdate.Reinforce ? "controller_reward" : "architecture_loss";
        last.Search!.Found.Count.ShouldBe(2);
        last.Search.Slots.ShouldAllBe(s => Math.Abs(s.Weights.Sum() - 1) < 1e-6);
        unbroken[0].Metrics.ContainsKey(learnt).ShouldBeFalse("the first epoch warms up");
        last.Metrics[learnt].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Measured_latencies_are_kept_for_a_restart()
    {
        var (context, options) = (Searches.Context(), Quick with { TargetLatency = 0.3 });
        var data = Data();
        using var search = new ProxylessSearch(new(data, Searches.Training, context, 0), options, Searches.Small, ExpectedLatencyTests.Table());
        var first = search.Next(TestContext.Current.CancellationToken);
        first.Metrics["expected_latency_ms"].ShouldBeGreaterThan(0.1);
        var (steps, arrays) = search.Save();
        using var other = new ProxylessSearch(new(data, Searches.Training, context, 0), options, Searches.Small,
            new(null, (_, _) => throw new InvalidOperationException("It must not be measured again.")));
        other.Restore(1, steps, arrays).ShouldBeTrue();
        Searches.Text(other.Next(TestContext.Current.CancellationToken)).ShouldBe(Searches.Text(search.Next(TestContext.Current.CancellationToken)));
        await Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_epoch_leaves_no_live_tensor(GateUpdate update)
    {
        using var search = await Searches.BeginAsync(new ProxylessSampler(Quick with { Update = update }, Searches.Context()), Searches.Context());
        search.Next(TestContext.Current.CancellationToken);
        search.Next(TestContext.Current.CancellationToken);
        var statistics = DisposeScopeManager.Statistics;
        var live = statistics.ThreadTotalLiveCount;
        search.Next(TestContext.Current.CancellationToken);
        statistics.ThreadTotalLiveCount.ShouldBe(live);
    }

    [Fact]
    public void A_limit_of_memory_is_held_against_two_paths_not_against_all()
    {
        var plan = ((IRelaxedSpace)Searches.Small).Relax(Data().Task(0), default);
        var all = TrainingSize.BytesOf(plan.Graph, Searches.Training, 200);
        var two = TrainingSize.BytesOf(plan.Graph, Searches.Training, 200, Quick.ShareOf(plan));
        // The slot with the fewest candidates has four.
        Quick.ShareOf(plan).ShouldBe(0.5);
        two.ShouldBeInRange(0.5 * all, 0.7 * all);
        (Quick with { Update = GateUpdate.Full }).ShareOf(plan).ShouldBe(1);
    }

    [Fact]
    public void Options_and_spaces_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => new ProxylessSampler(Quick with { WarmUp = 4 }, Searches.Context()))
            .Message.ShouldContain("warm_up is 4");
        var chain = Searches.Context(space: Samples.Space(1, NetworkKind.Cnn));
        Should.Throw<ArgumentException>(() => new ProxylessSampler(Quick, chain)).Message.ShouldContain("mobile, cell or nasbench201");
    }

    private static TrainingData Data() => TrainingData.LoadAsync("glyphs", null, Searches.Training, 7, CPU, TestContext.Current.CancellationToken)
        .GetAwaiter().GetResult();

    /// <summary>Two slots of three convolutions and an identity, without kinks that finite differences would stumble over.</summary>
    private static Network Smooth(TrainingData data)
    {
        var graph = new GraphBuilder(data.Task(0).Input, data.Output);
        string Mix(string id, string x) => graph.Add($"{id}.act", new Activate(Activation.Tanh), graph.Add(id,
            new Mixture([new Conv2d(6, 3, 1, 1), new Conv2d(6, 1), new Conv2d(6, 5, 1, 2), new Identity()]), x));
        var scale = graph.Add("scale", data.Scale!, NetworkGraph.InputId);
        var x = Mix("two", Mix("one", graph.Add("stem", new Conv2d(6, 3, 2, 1), scale)));
        graph.Add("head", new Linear(data.Output.Size), graph.Add("flat", new Flatten(), x));
        return new(graph.Build(), 4) { Places = new Dictionary<string, IReadOnlyList<int>> { ["one"] = [0], ["two"] = [1] } };
    }

    private static async Task<List<Report>> RunAsync(ProxylessOptions options, string folder, int count, IReadOnlyList<Report> known)
    {
        var context = Searches.Context(folder);
        return await Studies.RunAsync(Searches.Evaluator(context, new ProxylessSampler(options, context)), Searches.Trial(options.Epochs, known),
            count > 0 ? count : int.MaxValue);
    }
}
