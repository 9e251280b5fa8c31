using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Recurrent;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Supernets.Darts;
using AutoMLStudio.Neural.Supernets.Enas;
using AutoMLStudio.Neural.Tests.Training;
using AutoMLStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>Recurrent cells searched on a text.</summary>
public sealed class RecurrentSearchTests : IDisposable
{
    private static readonly RecurrentSpace Space = new(new RecurrentOptions { Nodes = 3, Features = 8 });

    private static readonly NetworkOptions Text = Studies.Quick with
    {
        Text = Datasets.TextTokens.Characters,
        Length = 8,
        BatchSize = 20,
        Dropout = 0,
        TestFraction = 0,
        Optimizer = OptimizerKind.Adam,
    };

    private readonly Studies _studies = new();

    public void Dispose() => _studies.Dispose();

    public static TheoryData<string, string> Killed => new()
    {
        { "darts", "first" }, { "darts", "second" }, { "enas", "" },
    };

    [Theory]
    [MemberData(nameof(Killed))]
    public async Task A_search_on_a_text_learns_and_goes_on_after_a_kill_to_the_same_end(string method, string order)
    {
        var whole = await RunAsync(method, order, "whole");
        await RunAsync(method, order, "killed", 2);
        var rest = await RunAsync(method, order, "killed");
        Studies.ShouldBeSame(rest, whole);
        rest[^1].Search!.Found.ShouldBe(whole[^1].Search!.Found);
        whole[^1].Metrics[Metrics.TrainLoss].ShouldBeLessThan(0.8 * whole[0].Metrics[Metrics.TrainLoss]);
        Space.WhyNotIn(whole[^1].Search!.Found[0].Architecture).ShouldBeNull();
        whole[^1].Search!.Slots.Select(s => s.Name).ShouldBe(["0→1", "0→2", "1→2", "0→3", "1→3", "2→3"]);
    }

    [Fact]
    public async Task An_epoch_leaves_no_live_tensor()
    {
        var data = await TrainingData.LoadAsync(File(), null, Text, 7, CPU, TestContext.Current.CancellationToken);
        using var search = new DartsSearch(new(data, Text, Context(""), 0), new DartsOptions { BatchSize = 20, Order = DartsOrder.Second }, Space);
        search.Next(TestContext.Current.CancellationToken);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        search.Next(TestContext.Current.CancellationToken);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    /// <summary>What is left empty is what is published for the space, or else for the method; what is given is taken.</summary>
    [Fact]
    public void Shared_weights_learn_as_is_published_for_the_space()
    {
        IRelaxedSpace cells = new CellSpace(new CellOptions());
        new DartsOptions().DescentIn(cells).ShouldBe(new Descent(0.025, 0.001, 0.9, 3e-4, 5));
        new EnasOptions().DescentIn(cells).ShouldBe(new Descent(0.05, 5e-4, 0.9, 2e-4, 5));
        new DartsOptions().DescentIn(Space).ShouldBe(new Descent(20, 20, 0, 5e-7, 0.25, 3e-3));
        new EnasOptions { LearningRate = 5, ClipNorm = 0.1 }.DescentIn(Space).ShouldBe(new Descent(5, 5, 0, 5e-7, 0.1, 3e-3));
        new DartsOptions { Momentum = 0, WeightDecay = 0.1, LastLearningRate = 0.01 }.DescentIn(cells).ShouldBe(new Descent(0.025, 0.01, 0, 0.1, 5));
    }

    private MethodContext Context(string folder) => new(new SearchSpace([new ArchitectureParameter("cell", Space)]),
        [new Objective(Metrics.ValidationAccuracy, Direction.Maximize)], 2, 7, File(), folder);

    /// <summary>A text with rules: words of two letters that take turns with words of three.</summary>
    private string File()
    {
        var path = Path.Combine(_studies.Folder, "turns.txt");
        if (!System.IO.File.Exists(path)) System.IO.File.WriteAllText(path, string.Concat(Enumerable.Repeat("ab cde ", 700)));
        return path;
    }

    private async Task<List<Report>> RunAsync(string method, string order, string folder, int count = int.MaxValue)
    {
        var context = Context(Path.Combine(_studies.Folder, folder));
        SupernetSampler sampler = method == "enas"
            ? new EnasSampler(new EnasOptions { Epochs = 3, BatchSize = 20, ControllerSteps = 2, ControllerAggregate = 2, Ranked = 5 }, context)
            : new DartsSampler(new DartsOptions { Epochs = 3, BatchSize = 20, Order = Enum.Parse<DartsOrder>(order, ignoreCase: true) }, context);
        var evaluator = new NetworkEvaluator(Text, context with { Sampler = sampler });
        return await Studies.RunAsync(evaluator, Studies.Trial(3, 0, Configuration.ForSearch(0, 3)), count);
    }
}
