using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Supernets.Proxyless;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>Latency as an expectation over what is drawn [Cai2019].</summary>
public class ExpectedLatencyTests
{
    private static readonly NetworkTask Task = new(new TensorShape(1, 12, 12), Samples.Ten, Samples.Plain(1));

    private static readonly MobileSpace Space = new(new MobileOptions { WidthMultiplier = 0.1, Stages = 2, MaxDepth = 2, Kernels = [3, 5] });

    private static readonly SupernetPlan Plan = ((IRelaxedSpace)Space).Relax(Task, default);

    [Fact]
    public void It_is_what_is_fixed_and_the_sum_over_slots_of_probability_times_latency()
    {
        var latency = Latency(Table());
        var probabilities = Probabilities();
        var expected = latency.Fixed;
        for (var slot = 0; slot < Plan.Slots.Count; slot++)
            expected += probabilities[slot].Zip(latency.BySlot[slot], (p, f) => p * f).Sum();
        latency.Of(probabilities).ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void Where_one_path_is_certain_it_is_the_latency_of_that_network()
    {
        var table = Table();
        var latency = Latency(table);
        for (var i = 0; i < 20; i++)
        {
            var architecture = Space.Sample(Rng.For(8, i));
            var paths = ((IRelaxedSpace)Space).PathsOf(Plan, architecture);
            var alone = table.Predict(Space.Build(architecture, Task), TestContext.Current.CancellationToken);
            latency.Of(MobileRelaxationTests.OneHot(Plan, paths)).ShouldBe(alone, 1e-6, $"{architecture}");
            latency.Of([.. paths.Select(p => p[0])]).ShouldBe(alone, 1e-6);
        }
    }

    [Fact]
    public void A_cell_whose_path_is_certain_has_the_latency_of_its_network()
    {
        var space = new CellSpace(new CellOptions { Nodes = 3, Channels = 4, Cells = 3, DropPath = 0, Auxiliary = false });
        var plan = ((IRelaxedSpace)space).Relax(Task, new RelaxOptions(WithNone: true, Affine: true));
        var table = Table();
        var latency = Latency(table, plan);
        for (var i = 0; i < 5; i++)
        {
            var architecture = space.Sample(Rng.For(8, i));
            var alone = table.Predict(space.Build(architecture, Task), TestContext.Current.CancellationToken);
            latency.Of(MobileRelaxationTests.OneHot(plan, ((IRelaxedSpace)space).PathsOf(plan, architecture))).ShouldBe(alone, 1e-6);
        }
    }

    [Theory]
    [InlineData(LatencyForm.MulLog, 0.3)]
    [InlineData(LatencyForm.AddLinear, 0.1)]
    public void The_slopes_of_the_loss_are_those_of_finite_differences(LatencyForm form, double strength)
    {
        double Value(double[] at) => LatencyLoss.Of(form, strength, at[0], at[1], 180).Value;
        double[] at = [1.7, 240];
        var loss = LatencyLoss.Of(form, strength, at[0], at[1], 180);
        loss.CrossEntropySlope.ShouldBe(GatesTests.Slope(Value, at, 0), 1e-8);
        loss.LatencySlope.ShouldBe(GatesTests.Slope(Value, at, 1), 1e-8);
    }

    /// <summary>The regulariser is differentiable in the architecture parameters of every slot.</summary>
    [Theory]
    [InlineData(LatencyForm.MulLog)]
    [InlineData(LatencyForm.AddLinear)]
    public void Its_gradient_by_the_architecture_parameters_is_that_of_finite_differences(LatencyForm form)
    {
        var latency = Latency(Table());
        var alphas = Plan.Slots.Select((s, i) => s.Candidates.Select(_ => Rng.For(9, i, _.Length).NextGaussian()).ToArray()).ToList();
        LatencyLoss Loss(double[] own) => LatencyLoss.Of(form, 0.3, 1.2,
            latency.Of([Gates.Softmax(own), .. alphas.Skip(1).Select(a => Gates.Softmax(a))]), 500);
        var slope = Loss(alphas[0]).LatencySlope;
        var gradient = Gates.Gradient([.. latency.BySlot[0].Select(f => slope * f)], alphas[0]);
        for (var i = 0; i < gradient.Length; i++) gradient[i].ShouldBe(GatesTests.Slope(a => Loss(a).Value, alphas[0], i), 1e-7);
        gradient.Sum(Math.Abs).ShouldBeGreaterThan(1e-4);
    }

    [Fact]
    public void A_product_of_logarithms_is_defined_for_networks_of_a_microsecond()
    {
        var loss = LatencyLoss.Of(LatencyForm.MulLog, 0.3, 2, 0.4, 2);
        double.IsFinite(loss.Value).ShouldBeTrue();
        loss.LatencySlope.ShouldBe(0);
    }

    private static IReadOnlyList<double[]> Probabilities() =>
        [.. Plan.Slots.Select((s, i) => Gates.Softmax([.. s.Candidates.Select((_, c) => Rng.For(7, i, c).NextGaussian())]))];

    private static ExpectedLatency Latency(LatencyTable table, SupernetPlan? plan = null) =>
        ExpectedLatency.Measure(plan ?? Plan, table, TestContext.Current.CancellationToken);

    /// <summary>Every operation takes a time of its own, whatever the machine; the first entry is the overhead of a run.</summary>
    internal static LatencyTable Table()
    {
        var measured = 0;
        return new(null, (_, _) => new(measured++ == 0 ? 20 : 100 + 100 * Math.Abs(Math.Sin(measured)), 0, 1, 1));
    }
}
