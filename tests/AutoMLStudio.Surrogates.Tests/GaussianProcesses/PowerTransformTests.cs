using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class PowerTransformTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(2)]
    public void It_comes_back_and_keeps_the_order(double lambda)
    {
        var transform = new PowerTransform(lambda, 0.3, 2);
        double[] values = [-20, -1, -1e-9, 0, 1e-9, 0.7, 20];
        foreach (var value in values) transform.Invert(transform.Apply(value)).ShouldBe(value, 1e-12 * Math.Max(1, Math.Abs(value)));
        values.Select(transform.Apply).ShouldBe(values.Select(transform.Apply).Order());
    }

    [Fact]
    public void Powers_by_hand()
    {
        // λ = 1/2: 2(√4 − 1) = 2 at 3, and −((1 + 3)^1.5 − 1)/1.5 = −14/3 at −3; λ = 0 and 2 are logarithms on one side.
        new PowerTransform(0.5, 0, 1).Apply(3).ShouldBe(2, 1e-15);
        new PowerTransform(0.5, 0, 1).Apply(-3).ShouldBe(-14.0 / 3, 1e-14);
        new PowerTransform(0, 0, 1).Apply(Math.E - 1).ShouldBe(1, 1e-15);
        new PowerTransform(2, 0, 1).Apply(1 - Math.E).ShouldBe(-1, 1e-15);
    }

    [Fact]
    public void Values_of_a_long_tail_are_bent_to_its_logarithm_and_normal_ones_left_alone()
    {
        var rng = Rng.For(4);
        double[] normal = [.. Enumerable.Range(0, 400).Select(_ => rng.NextGaussian())];
        PowerTransform.Fit(normal).Lambda.ShouldBeInRange(0.8, 1.2);
        PowerTransform.Fit([.. normal.Select(z => Math.Exp(z) - 1)]).Lambda.ShouldBeLessThan(0.3);
        PowerTransform.Fit([.. normal.Select(z => 1 - Math.Exp(z))]).Lambda.ShouldBeGreaterThan(1.7);
    }

    [Fact]
    public void The_values_come_out_with_mean_zero_and_variance_one()
    {
        double[] values = [-1, -0.5, 0, 0.2, 4];
        var transformed = values.Select(PowerTransform.Fit(values).Apply).ToArray();
        transformed.Average().ShouldBe(0, 1e-12);
        transformed.Average(t => t * t).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Equal_values_are_left_alone() => PowerTransform.Fit([0, 0, 0]).ShouldBe(PowerTransform.None);
}
