using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class InputWarpingTests
{
    private static readonly bool[] IsNominal = [false, false, true];
    private static readonly InputWarping Bent = new([2, 0.6, 1], [3, 1.4, 1]);

    [Fact]
    public void The_curve_is_that_by_hand()
    {
        // 1 − (1 − 0.5²)³ = 0.578125; what is kept from the ends moves the last digits.
        Bent.Apply(0, 0.5).ShouldBe(0.578125, 1e-6);
        Bent.Apply(1, 0).ShouldBe(0, 1e-3);
        Bent.Apply(1, 1).ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Its_derivatives_agree_with_differences()
    {
        foreach (var x in new[] { 0.02, 0.4, 0.97 })
        {
            double At(double logA, double logB, double input) => new InputWarping([Math.Exp(logA)], [Math.Exp(logB)]).Apply(0, input);
            double[] at = [Math.Log(0.6), Math.Log(1.4), x];
            Gradients.ShouldAgree(
                (p, gradient) =>
                {
                    var warping = new InputWarping([Math.Exp(p[0])], [Math.Exp(p[1])]);
                    (gradient[0], gradient[1], gradient[2]) = (warping.ByLogA(0, p[2]), warping.ByLogB(0, p[2]), warping.ByInput(0, p[2]));
                    return At(p[0], p[1], p[2]);
                },
                at, 1e-7);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_gradient_of_the_hyper_parameters_agrees_with_differences(ulong seed)
    {
        var (points, values, rng) = Data(15, seed);
        var posterior = new HyperparameterPosterior(points, values, new());
        double[] at = [.. Enumerable.Range(0, 10).Select(_ => 0.5 * rng.NextGaussian()), Math.Log(0.01) + rng.NextDouble()];
        Gradients.ShouldAgree(posterior.Evaluate, at, 1e-6, step: 1e-3);
    }

    [Fact]
    public void Predictions_are_those_of_a_process_over_the_bent_points()
    {
        var (points, values, _) = Data(12, 3);
        var parameters = new Hyperparameters([3, 0.7, 1.5], 1.3, 0.02);
        var warped = new Posterior(parameters with { Warping = Bent }, points, [values]);
        var plain = new Posterior(parameters, points.Warp(Bent), [values]);
        double[][] at = [[0.2, 0.3, 0], [0.8, 0.5, 1]];
        double[][] bent = [.. at.Select(x => (double[])[Bent.Apply(0, x[0]), Bent.Apply(1, x[1]), x[2]])];
        var (mean, covariance) = warped.Joint(at);
        var (expected, expectedCovariance) = plain.Joint(bent);
        for (var i = 0; i < 2; i++) mean[i].ShouldBe(expected[i], 1e-10);
        for (var i = 0; i < 4; i++) covariance[i].ShouldBe(expectedCovariance[i], 1e-10);
        warped.At(at).Means[1].ShouldBe(mean[1], 1e-10);
        warped.Points.First().ShouldBe(points.Point(0));
        warped.Append([at[0]], [.. values, 0.5]).At([at[1]]).Means[0]
            .ShouldBe(plain.Append([bent[0]], [.. values, 0.5]).At([bent[1]]).Means[0], 1e-10);
    }

    [Fact]
    public void Acquisitions_have_the_slope_along_the_coordinates_themselves()
    {
        // A level that was never seen has a draw of its own: all coordinates are numbers here.
        var (points, values, _) = Data(12, 3);
        var numbers = new PointSet([.. Enumerable.Range(0, 12).Select(points.Point)], [false, false, false]);
        var posterior = new Posterior(new Hyperparameters([3, 0.7, 1.5], 1.3, 0.02) { Warping = Bent }, numbers, [values]);
        IAcquisitionFunction[] functions =
            [new AcquisitionFunction(posterior, new LogExpectedImprovement(), [[values.Min()]]), new ThompsonSample(posterior, Rng.For(4))];
        foreach (var function in functions)
            Gradients.ShouldAgree((x, gradient) => function.Value(x, gradient), [0.3, 0.6, 0.8], 1e-5, 1e-4);
    }

    [Fact]
    public void A_function_that_lives_at_one_end_bends_its_coordinate()
    {
        // ln x varies as much between 0.001 and 0.01 as between 0.1 and 1.
        double[][] inputs = [.. Enumerable.Range(0, 40).Select(i => new[] { (i + 0.5) / 40 })];
        double[] values = [.. inputs.Select(x => Math.Sin(2 * Math.Log(x[0])))];
        var points = new PointSet(inputs, [false]);
        var bent = GaussianProcess.Fit(points, values, new(Warps: true)).Parameters;
        bent.Warping.ShouldNotBeNull().ByInput(0, 0.05).ShouldBeGreaterThan(2 * bent.Warping.ByInput(0, 0.8));
        new Evidence(points, values).Of(bent).ShouldBeGreaterThan(new Evidence(points, values).Of(GaussianProcess.Fit(points, values, new()).Parameters) + 1);

        var drawn = GaussianProcess.Sample(points, values, 20, 5, Rng.For(1), new(Warps: true));
        drawn.ShouldAllBe(p => p.Parameters.Warping!.ByInput(0, 0.05) > p.Parameters.Warping.ByInput(0, 0.8));
    }

    [Fact]
    public void A_search_with_warping_finds_a_minimum_near_one_end()
    {
        foreach (var inference in new[] { HyperparameterInference.Map, HyperparameterInference.Mcmc })
        {
            GaussianProcessOptions options = new() { WarpInputs = true, Hyperparameters = inference, BurnIn = 20, Samples = 3 };
            var space = Searches.Cube(2, 0, 1);
            var trials = Searches.Run(
                new GaussianProcessSampler(options, 5), space, c => Math.Abs(Math.Log(c["x0"].Number + 1e-3) - Math.Log(0.02)) + c["x1"].Number, 25, 5);
            trials.Min(t => t.Loss!.Value).ShouldBeLessThan(0.2);
        }
    }

    private static (PointSet Points, double[] Values, Rng Rng) Data(int count, ulong seed)
    {
        var rng = Rng.For(seed);
        double[][] inputs = [.. Enumerable.Range(0, count).Select(_ => new[] { rng.NextDouble(), rng.NextDouble(), rng.Next(2) })];
        return (new(inputs, IsNominal), [.. inputs.Select(_ => rng.NextGaussian())], rng);
    }
}
