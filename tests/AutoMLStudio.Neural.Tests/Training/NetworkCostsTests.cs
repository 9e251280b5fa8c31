using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Training;

public sealed class NetworkCostsTests : IDisposable
{
    private readonly Studies _studies = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _studies.Dispose();

    [Theory]
    // 20 log₁₀(70² / √(4.2 · 0.57)) = 20 log₁₀(4900 / 1.5473).
    [InlineData(0.70, 4_200_000, 570_000_000, 70.0128)]
    // A hundredth of both: 20 dB more for each.
    [InlineData(0.70, 42_000, 5_700_000, 110.0128)]
    [InlineData(0.0, 1_000_000, 1_000_000_000, -80)]
    public void NetScore_weighs_accuracy_against_size_and_work(double accuracy, long parameters, long multiplyAdds, double expected) =>
        NetworkCosts.NetScore(accuracy, parameters, multiplyAdds).ShouldBe(expected, 1e-3);

    [Fact]
    public async Task Costs_are_told_before_training_as_reports_tell_them_afterwards()
    {
        var space = Costed(Chain(), "parameters <= 500");
        var evaluator = _studies.Evaluator(Studies.Quick, 1, space: space, keep: false);
        var costs = await evaluator.CostsAsync(space.ConstrainedCosts, Token);
        var bound = space.WithCosts(costs);
        var rng = Rng.For(2);
        for (var i = 0; i < 3; i++)
        {
            var configuration = bound.Sample(rng);
            var told = costs(configuration)!;
            var report = (await Studies.RunAsync(evaluator, Studies.Trial(1, i, configuration))).Single().Metrics;
            report[Metrics.Parameters].ShouldBeLessThanOrEqualTo(500);
            foreach (var name in new[] { Metrics.Parameters, Metrics.MultiplyAdds, Metrics.ActivationMemory }) report[name].ShouldBe(told[name]);
            report.ShouldNotContainKey(Metrics.Latency, "nobody asked for it");
            report[Metrics.NetScore].ShouldBe(NetworkCosts.NetScore(
                report[Metrics.ValidationAccuracy], (long)report[Metrics.Parameters], (long)report[Metrics.MultiplyAdds]), 1e-9);
        }
    }

    [Fact]
    public async Task Costs_follow_from_searched_options_too_and_what_cannot_be_built_has_none()
    {
        var space = Costed([new IntParameter("width", 4, 64), new ChoiceParameter("network", ["mlp", "cnn"]), new FloatParameter("dropout", 0, 0.5)],
            "multiply_adds < 1000");
        var costs = await _studies.Evaluator(Studies.Quick, space: space).CostsAsync(space.ConstrainedCosts, Token);
        double Of(int width) => costs(new([new("width", width), new("network", "mlp"), new("dropout", 0.1)]))![Metrics.MultiplyAdds];
        // Two layers: 2 w + w² + 2 w.
        (Of(8), Of(30)).ShouldBe((96, 1020));
        costs(new([new("width", 8), new("network", "cnn"), new("dropout", 0.1)])).ShouldBeNull();
    }

    [Fact]
    public async Task Where_no_network_fits_the_data_the_reason_is_told_in_place_of_costs()
    {
        var space = Costed([new ArchitectureParameter("network", new CellSpace(new CellOptions { Nodes = 1 }))],
            "parameters <= 500");
        var evaluator = _studies.Evaluator(Studies.Quick, space: space);
        (await Should.ThrowAsync<TrialFailedException>(() => evaluator.CostsAsync(space.ConstrainedCosts, Token))).Message
            .ShouldStartWith("The network cannot be built. These networks take images, signals or texts and the data are rows");
    }

    [Fact]
    public async Task Latency_is_predicted_for_constraints_and_measured_for_objectives()
    {
        var space = Costed([new ChoiceParameter("width", [8, 16])], "latency_ms <= 5");
        var evaluator = _studies.Evaluator(Studies.Quick, 2, space: space, objective: Metrics.Latency);
        try
        {
            var costs = await evaluator.CostsAsync(space.ConstrainedCosts, Token);
            var configuration = space.WithCosts(costs).Sample(Rng.For(1));
            costs(configuration)![Metrics.Latency].ShouldBeInRange(1e-3, 5);
            var reports = await Studies.RunAsync(evaluator, Studies.Trial(2, configuration: configuration), count: 1);
            reports[0].Metrics[Metrics.Latency].ShouldBeInRange(1e-3, 5);
            var after = await Studies.RunAsync(evaluator, Studies.Trial(2, configuration: configuration, reports: reports));
            after[0].Metrics[Metrics.Latency].ShouldBe(reports[0].Metrics[Metrics.Latency], "a trial keeps its figure");
        }
        catch (Exception exception) when (exception is Neural.Models.LatencyException
            || (exception is TrialFailedException && exception.Message.Contains("latency")))
        {
            Assert.Skip($"The machine is too busy for a figure: {exception.Message}");
        }
    }

    private static Parameter[] Chain() =>
    [
        new ArchitectureParameter("net", new ChainSpace(new ChainOptions { Kind = NetworkKind.Mlp, MaxDepth = 3, Widths = [4, 8, 16, 32] })),
        new FloatParameter("learning_rate", 1e-3, 1e-1, Log: true),
    ];

    private static SearchSpace Costed(Parameter[] parameters, string constraint) => new(parameters, [Constraint.Parse(constraint)], Metrics.Costs);
}
