using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class HyperparameterPosteriorTests
{
    [Fact]
    public void The_density_of_three_observations_is_that_by_hand()
    {
        // Evidence −5.0196509729516455 and prior −4.3247934011912402 of scale and noise, computed with 40 digits; 2 ln ½ − 6 · ½ of the length-scale.
        var posterior = new HyperparameterPosterior(new PointSet([[0], [0.5], [1]], [false]), [1, -1, 0.5], new());
        posterior.Evaluate(new Hyperparameters([4], 1.5, 0.1).ToLogarithms(), new double[3])
            .ShouldBe(-5.0196509729516455 - 4.3247934011912402 - 2 * Math.Log(2) - 3, 1e-12);
    }

    [Theory]
    [InlineData(1, 0.0, LengthScalePrior.Gamma)]
    [InlineData(2, 1.0, LengthScalePrior.DimensionScaled)]
    [InlineData(3, -2.0, LengthScalePrior.Symmetric)]
    public void The_gradient_agrees_with_differences(ulong seed, double centre, LengthScalePrior prior)
    {
        var rng = Rng.For(seed);
        bool[] isNominal = [false, false, true, false];
        double[][] inputs = [.. Enumerable.Range(0, 17).Select(_ => new[] { rng.NextDouble(), rng.NextDouble(), rng.Next(3) / 3.0, 0.5 })];
        double[] values = [.. inputs.Select(_ => rng.NextGaussian())];
        var posterior = new HyperparameterPosterior(new PointSet(inputs, isNominal), values, new(Prior: prior));
        double[] at = [.. Enumerable.Range(0, 5).Select(_ => centre + rng.NextGaussian()), Math.Log(0.01) + rng.NextDouble()];
        Gradients.ShouldAgree(posterior.Evaluate, at, 1e-7, step: 1e-3);
    }

    [Theory]
    [InlineData(LengthScalePrior.Gamma, 1, 1.0 / 3)]
    [InlineData(LengthScalePrior.Gamma, 20, 1.0 / 3)]
    [InlineData(LengthScalePrior.DimensionScaled, 1, 0.2047866778)]
    [InlineData(LengthScalePrior.DimensionScaled, 20, 0.9158338650)]
    [InlineData(LengthScalePrior.Symmetric, 20, 1)]
    public void A_prior_of_length_scales_has_its_mode_where_it_says(LengthScalePrior prior, int dimension, double mode)
    {
        // (a − 1) / b of a gamma density, exp(μ − σ²) of a log-normal one.
        HyperparameterPrior.OfLengthScale(prior, Math.Log(mode), dimension).Slope.ShouldBe(0, 1e-6);
        HyperparameterPrior.OfLengthScale(prior, Math.Log(mode) - 0.01, dimension).Slope.ShouldBeGreaterThan(0);
        HyperparameterPrior.OfLengthScale(prior, Math.Log(mode) + 0.01, dimension).Slope.ShouldBeLessThan(0);
    }

    [Fact]
    public void The_length_scales_found_are_those_the_values_were_drawn_with()
    {
        // A sample of a process that varies along the first dimension (ℓ = 0.2) and hardly along the second (ℓ = 3).
        var rng = Rng.For(7);
        var points = new PointSet([.. Enumerable.Range(0, 120).Select(_ => new[] { rng.NextDouble(), rng.NextDouble() })], [false, false]);
        var truth = new Hyperparameters([25, 1.0 / 9], 1, 1e-4);
        var seedPoint = new PointSet([[0.5, 0.5]], [false, false]);
        var all = Enumerable.Range(0, 120).Select(points.Point).ToList();
        var values = Fantasies.Draw(new Posterior(truth, seedPoint, [new double[1]]), all, 1, rng).Values[0];
        var found = GaussianProcess.Fit(points, values, new(Prior: LengthScalePrior.Symmetric)).Parameters;
        found.LengthScales.First().ShouldBeInRange(0.12, 0.35);
        found.LengthScales.Last().ShouldBeGreaterThan(1);
        found.Noise.ShouldBeLessThan(0.01);
    }

    [Fact]
    public void Values_without_structure_are_called_noise()
    {
        var rng = Rng.For(9);
        var points = new PointSet([.. Enumerable.Range(0, 60).Select(_ => new[] { rng.NextDouble() })], [false]);
        GaussianProcess.Fit(points, [.. Enumerable.Range(0, 60).Select(_ => rng.NextGaussian())], new()).Parameters.Noise.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void Of_many_points_an_even_part_decides_on_the_hyper_parameters()
    {
        var rng = Rng.For(11);
        double[][] inputs = [.. Enumerable.Range(0, 400).Select(_ => new[] { rng.NextDouble(), rng.NextDouble() })];
        double[] values = [.. inputs.Select(x => Math.Sin(9 * x[0]) + x[1] * x[1])];
        var points = new PointSet(inputs, [false, false]);
        var found = GaussianProcess.Fit(points, values, new()).Parameters;
        var gradient = new double[4];
        int[] even = [.. Enumerable.Range(0, 200).Select(i => 2 * i)];
        new HyperparameterPosterior(points.At(even), [.. even.Select(i => values[i])], new()).Evaluate(found.ToLogarithms(), gradient);
        // At the mode of every second point, except for the noise, which lies at its smallest value.
        for (var i = 0; i < 3; i++) gradient[i].ShouldBe(0, 2);
        found.Noise.ShouldBe(Hyperparameters.MinimumNoise, 1e-6);
    }
}
