using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Training;
using TorchSharp;

namespace AutoMLStudio.Neural.Tests.Training;

public class TrainingRunTests
{
    /// <summary>Counted on this thread, so that tests beside it are not counted.</summary>
    [Fact]
    public async Task An_epoch_leaves_no_live_tensor()
    {
        var options = Studies.Quick with { BatchSize = 400, Activation = Activation.Gelu };
        var data = await TrainingData.LoadAsync("glyphs", null, options, 7, torch.CPU, TestContext.Current.CancellationToken);
        var layer = new ChainLayer(8, 3, Activation.Gelu, Skip: true);
        var graph = ChainNetwork.Build(new ChainGenotype(NetworkKind.Cnn, [layer, layer]), data.Task(0.2));
        var statistics = DisposeScopeManager.Statistics;
        var before = statistics.ThreadTotalLiveCount;
        using (var run = new TrainingRun(graph, options, data, 7, 0, 4))
        {
            run.Next(TestContext.Current.CancellationToken);
            var live = statistics.ThreadTotalLiveCount;
            run.Next(TestContext.Current.CancellationToken);
            run.Next(TestContext.Current.CancellationToken);
            run.Save();
            statistics.ThreadTotalLiveCount.ShouldBe(live);
        }
        statistics.ThreadTotalLiveCount.ShouldBe(before, "nor does the trial");
    }
}
