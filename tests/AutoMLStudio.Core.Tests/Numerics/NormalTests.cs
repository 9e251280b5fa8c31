using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Core.Tests.Numerics;

/// <summary>Reference values from a series and a continued fraction in 60 decimal digits.</summary>
public sealed class NormalTests
{
    [Theory]
    [InlineData(-8, 6.220960574271784e-16, -35.01343715991455)]
    [InlineData(-5.5, 1.8989562465887718e-08, -17.77937635262526)]
    [InlineData(-3, 0.0013498980316300946, -6.607726221510349)]
    [InlineData(-1, 0.15865525393145705, -1.8410216450092636)]
    [InlineData(-0.5, 0.3085375387259869, -1.1759117615936185)]
    [InlineData(0, 0.5, -0.6931471805599453)]
    [InlineData(0.25, 0.5987063256829237, -0.5129840754094305)]
    [InlineData(1.5, 0.9331927987311419, -0.06914345561223398)]
    [InlineData(3, 0.9986501019683699, -0.0013508099647481938)]
    [InlineData(4.75, 0.9999989829167575, -1.017083759798215e-06)]
    public void The_distribution_function_is_exact(double x, double p, double logarithm)
    {
        Near(Normal.Cumulative(x), p, 1e-13);
        // For x > 0 the logarithm of a number near 1 has the absolute error of that number.
        Math.Abs(Normal.LogCumulative(x) - logarithm).ShouldBeLessThan(x > 0 ? 1e-15 : 1e-13 * Math.Abs(logarithm));
    }

    [Theory]
    [InlineData(-10, -53.23128515051247)]
    [InlineData(-20, -203.91715537109727)]
    [InlineData(-37, -689.0305855768906)]
    [InlineData(-40, -804.6084420137538)]
    [InlineData(-100, -5005.524208694205)]
    public void The_logarithm_is_exact_far_in_the_tail(double x, double logarithm) => Near(Normal.LogCumulative(x), logarithm, 1e-14);

    [Theory]
    [InlineData(0.5, 0.8763644564536923)]
    [InlineData(2, 0.4213692292880545)]
    [InlineData(4.9, 0.19647027013335613)]
    [InlineData(5.1, 0.18927608574621244)]
    [InlineData(10, 0.09902859647173193)]
    [InlineData(1000, 0.0009999990000029999)]
    public void The_Mills_ratio_is_exact(double x, double ratio) => Near(Normal.MillsRatio(x), ratio, 1e-13);

    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-20, -9.262340089798407)]
    [InlineData(1e-10, -6.361340902404057)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(0.024, -1.9773684281819468)]
    [InlineData(0.0243, -1.9720841590292886)]
    [InlineData(0.3, -0.5244005127080408)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.975, 1.9599639845400538)]
    [InlineData(0.999999, 4.753424308817087)]
    public void The_quantile_is_exact(double p, double x) => Near(Normal.Quantile(p), x, 1e-13);

    [Fact]
    public void The_ends_are_infinite_and_what_lies_beyond_is_nothing()
    {
        Normal.Quantile(0).ShouldBe(double.NegativeInfinity);
        Normal.Quantile(1).ShouldBe(double.PositiveInfinity);
        Normal.Quantile(0.5).ShouldBe(0, 1e-16);
        Normal.Quantile(-0.1).ShouldBe(double.NaN);
        Normal.Quantile(double.NaN).ShouldBe(double.NaN);
        Normal.Cumulative(-40).ShouldBe(0);
        Normal.Cumulative(40).ShouldBe(1);
        Normal.LogCumulative(-1e8).ShouldBe(-5e15, 1e3);
    }

    [Fact]
    public void The_quantile_undoes_the_distribution_function()
    {
        for (var x = -37.0; x <= 8; x += 0.37) Normal.Quantile(Normal.Cumulative(x)).ShouldBe(x, x > 0 ? 1e-15 / Normal.Density(x) : 1e-12);
    }

    [Fact]
    public void The_density_is_the_slope_of_the_distribution_function()
    {
        Near(Normal.Density(0), 0.3989422804014327, 1e-15);
        for (var x = -4.0; x <= 4; x += 0.5) Near((Normal.Cumulative(x + 1e-4) - Normal.Cumulative(x - 1e-4)) / 2e-4, Normal.Density(x), 1e-5);
    }

    private static void Near(double value, double expected, double relative) =>
        Math.Abs(value - expected).ShouldBeLessThanOrEqualTo(relative * Math.Abs(expected), $"{value:R} against {expected:R}");
}
