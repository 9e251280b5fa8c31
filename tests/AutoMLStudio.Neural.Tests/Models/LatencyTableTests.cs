using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Neural.Tests.Models;

public sealed class LatencyTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-latency-").FullName;
    private int _measured;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_network_is_predicted_by_the_sum_over_its_operations_and_each_is_measured_once()
    {
        var table = Table();
        var graph = Graph();
        // The overhead and seven operations: scale, two convolutions, the second activation, which is no ReLU, pool, head; norms are folded.
        table.Predict(graph, Token).ShouldBe(100 + 6 * (200 - 100));
        _measured.ShouldBe(7);
        table.Predict(graph, Token).ShouldBe(700);
        _measured.ShouldBe(7);
    }

    [Fact]
    public void The_table_is_kept_in_its_file_and_a_damaged_one_is_measured_again()
    {
        Table().Predict(Graph(), Token);
        var again = Table();
        again.Count.ShouldBe(7);
        again.Predict(Graph(), Token).ShouldBe(700);
        _measured.ShouldBe(7);
        File.WriteAllText(Directory.EnumerateFiles(_folder).Single(), "{");
        Table().Predict(Graph(), Token).ShouldBe(700);
        _measured.ShouldBe(14);
    }

    [Fact]
    public void An_operation_without_a_steady_figure_is_refused_and_not_kept()
    {
        var table = new LatencyTable(null, (_, _) => new(null, 0.3, 1, 1));
        Should.Throw<LatencyException>(() => table.Predict(Graph(), Token)).Message.ShouldContain("30");
        table.Count.ShouldBe(0);
    }

    [Fact]
    public void Operations_of_several_inputs_and_those_without_work_run_alone()
    {
        using (var add = OperationModel.Of(new Add(), [new TensorShape(2, 8, 8), new TensorShape(2, 8, 8)])) add!.Run();
        using (var concat = OperationModel.Of(new Concat(), [new TensorShape(2, 8, 8), new TensorShape(3, 8, 8)])) concat!.Run();
        OperationModel.Of(new Dropout(0.5), [new TensorShape(5)]).ShouldBeNull();
    }

    /// <summary>The first entry, the overhead, takes 100 and all others 200 microseconds.</summary>
    private LatencyTable Table() => new(Path.Combine(_folder, "table.json"), (run, _) =>
    {
        run();
        return new(_measured++ % 7 == 0 ? 100 : 200, 0, 1, 1);
    });

    private static NetworkGraph Graph() => ChainNetwork.Build(
        new ChainGenotype(NetworkKind.Cnn, [new(4, 3, Activation.Relu, false), new(6, 3, Activation.Silu, false)]),
        new NetworkTask(new TensorShape(1, 8, 8), Samples.Ten, Samples.Plain(1)));
}
