using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Evaluation;

public sealed class TestFunctionTests
{
    public static TheoryData<TestFunctionKey, int?> Functions => new()
    {
        { TestFunctionKey.Branin, null }, { TestFunctionKey.Hartmann3, null }, { TestFunctionKey.Hartmann6, null }, { TestFunctionKey.Ackley, 2 },
        { TestFunctionKey.Ackley, 7 }, { TestFunctionKey.Rosenbrock, 2 }, { TestFunctionKey.Rosenbrock, 20 }, { TestFunctionKey.Levy, 1 },
        { TestFunctionKey.Levy, 10 }, { TestFunctionKey.GoldsteinPrice, null }, { TestFunctionKey.Forrester, null },
            { TestFunctionKey.CountingOnes, 8 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_optimum_is_reached_at_every_optimiser(TestFunctionKey key, int? dimension)
    {
        var function = TestFunction.Make(key, dimension);
        function.Optimisers.ShouldNotBeEmpty();
        foreach (var optimiser in function.Optimisers)
        {
            function.Space.WhyNotIn(optimiser).ShouldBeNull();
            function.Evaluate(optimiser).ShouldBe(function.Optimum, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Nothing_near_an_optimiser_or_drawn_at_random_is_better(TestFunctionKey key, int? dimension)
    {
        var function = TestFunction.Make(key, dimension);
        var rng = Rng.For(5);
        for (var i = 0; i < 2_000; i++)
        {
            function.Evaluate(function.Space.Sample(rng)).ShouldBeGreaterThanOrEqualTo(function.Optimum - 1e-9);
            var unit = function.Space.Encode(function.Optimisers[i % function.Optimisers.Count]);
            for (var j = 0; j < unit.Length; j++) unit[j] = Math.Clamp(unit[j] + 1e-4 * rng.NextGaussian(), 0, 1);
            function.Evaluate(function.Space.Decode(unit)).ShouldBeGreaterThanOrEqualTo(function.Optimum - 1e-9);
        }
    }

    /// <summary>Values worked out by hand.</summary>
    [Theory]
    [InlineData(TestFunctionKey.Rosenbrock, 0, 1, 101)]
    [InlineData(TestFunctionKey.GoldsteinPrice, 0, 0, 600)]
    [InlineData(TestFunctionKey.Branin, 0, 0, 55.602112642270262)]
    [InlineData(TestFunctionKey.Ackley, 1, 1, 3.6253849384403627)]
    [InlineData(TestFunctionKey.Levy, 1, -3, 1)]
    public void Known_points_have_their_known_values(TestFunctionKey key, double x1, double x2, double value)
    {
        TestFunction.Make(key).Evaluate(At(("x1", x1), ("x2", x2))).ShouldBe(value, 1e-10);
    }

    [Theory]
    [InlineData(TestFunctionKey.Branin, 3)]
    [InlineData(TestFunctionKey.Rosenbrock, 1)]
    [InlineData(TestFunctionKey.CountingOnes, 5)]
    [InlineData(TestFunctionKey.Ackley, 0)]
    [InlineData(TestFunctionKey.Ackley, 1001)]
    public void A_dimension_that_cannot_be_is_a_fault_that_names_it(TestFunctionKey key, int dimension)
    {
        new FunctionOptions { Function = key, Dimension = dimension }.Faults(null).Single().ShouldStartWith($"dimension is {dimension}");
        Should.Throw<ArgumentOutOfRangeException>(() => TestFunction.Make(key, dimension));
    }

    [Fact]
    public void A_missing_coordinate_fails_the_trial() =>
        Should.Throw<TrialFailedException>(() => TestFunction.Make(TestFunctionKey.Branin).Evaluate(At(("x1", 1)))).Message.ShouldContain("'x2'");

    private static Configuration At(params (string Name, double Value)[] values) =>
        new(values.Select(v => new KeyValuePair<string, ParameterValue>(v.Name, v.Value)));
}
