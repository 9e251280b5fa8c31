using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Fabric;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.NasBench;
using AutoMLStudio.Neural.Architectures.Recurrent;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Training;

/// <summary>Every space through the evaluator, as a study of it goes.</summary>
public sealed class SpaceTrainingTests : IDisposable
{
    private static readonly Dictionary<string, (NetworkSpace Space, string Dataset)> Spaces = new()
    {
        ["cell"] = (new CellSpace(new CellOptions { Channels = 2, Cells = 3, DropPath = 0.2, Auxiliary = true }), "glyphs"),
        ["cell dense"] = (new CellSpace(new CellOptions { Operations = OperationSet.Dense }), "moons"),
        ["nasbench201"] = (new NasBenchSpace(new NasBenchOptions { Channels = 2 }), "glyphs"),
        ["macro"] = (new MacroSpace(new MacroOptions { Channels = 2, Layers = 4 }), "glyphs"),
        ["mobile"] = (new MobileSpace(new MobileOptions { WidthMultiplier = 0.1, Stages = 2 }), "glyphs"),
        ["fabric"] = (new FabricSpace(new FabricOptions { MaxLayers = 4, MaxChannels = 6 }), "glyphs"),
        ["recurrent"] = (new RecurrentSpace(new RecurrentOptions { Nodes = 3, Features = 8 }), "glyphs"),
    };

    private readonly Studies _studies = new();

    public static TheoryData<string> Names => [.. Spaces.Keys];

    public void Dispose() => _studies.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Architectures_of_every_space_keep_to_a_bound_train_and_are_exported(string name)
    {
        var (space, dataset) = Spaces[name];
        var search = new SearchSpace([new ArchitectureParameter("net", space)], [Constraint.Parse("parameters <= 20000")], Metrics.Costs);
        var evaluator = _studies.Evaluator(Studies.Quick with { BatchSize = 200 }, 1, dataset, search);
        var bound = search.WithCosts(await evaluator.CostsAsync(search.ConstrainedCosts, TestContext.Current.CancellationToken));
        var trial = Studies.Trial(1, configuration: bound.Sample(Rng.For(4)));
        var report = (await Studies.RunAsync(evaluator, trial)).ShouldHaveSingleItem();
        report.Metrics[Metrics.Parameters].ShouldBeLessThanOrEqualTo(20_000);
        report.Metrics[Metrics.ValidationAccuracy].ShouldBeInRange(0, 1);
        double.IsFinite(report.Metrics[Metrics.TrainLoss]).ShouldBeTrue();
        (await evaluator.ExportAsync(trial with { Reports = [report] }, TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
    }
}
