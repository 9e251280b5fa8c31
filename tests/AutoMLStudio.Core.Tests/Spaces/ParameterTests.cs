using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Spaces;

public sealed class ParameterTests
{
    [Theory]
    [InlineData(0, 1, 0.1, new[] { 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1 })]
    [InlineData(-1, 0.3, 0.5, new[] { -1, -0.5, 0 })]
    [InlineData(1e-8, 3e-8, 1e-8, new[] { 1e-8, 2e-8, 3e-8 })]
    [InlineData(1e-13, 5e-13, 2e-13, new[] { 1e-13, 3e-13, 5e-13 })]
    [InlineData(1e15, 1e15 + 2, 1, new[] { 1e15, 1e15 + 1, 1e15 + 2 })]
    [InlineData(1.0 / 3, 1, 0.5, new[] { 1.0 / 3, 0.833333333333333 })]
    public void Steps_give_the_numbers_that_a_person_would_write(double low, double high, double step, double[] values)
    {
        var parameter = new FloatParameter("x", low, high, Step: step);
        parameter.Grid(100).Select(v => v.Number).ShouldBe(values);
        parameter.Grid(100).ShouldAllBe(v => parameter.Contains(v));
    }

    [Theory]
    [InlineData(0.05, false)]
    [InlineData(0.1, true)]
    [InlineData(-0.1, false)]
    [InlineData(1.1, false)]
    [InlineData(double.NaN, false)]
    public void A_stepped_float_contains_its_steps_alone(double value, bool contained) =>
        new FloatParameter("x", 0, 1, Step: 0.1).Contains(value).ShouldBe(contained);

    [Fact]
    public void A_log_float_is_uniform_on_the_logarithm()
    {
        var parameter = new FloatParameter("x", 1e-4, 1, Log: true);
        parameter.FromUnit(0.5).Number.ShouldBe(1e-2, 1e-12);
        parameter.FromUnit(0).Number.ShouldBe(1e-4);
        parameter.FromUnit(1).Number.ShouldBe(1);
        parameter.ToUnit(1e-3).ShouldBe(0.25, 1e-12);
    }

    [Fact]
    public void A_log_integer_weighs_a_value_by_the_logarithm_of_what_rounds_to_it()
    {
        var parameter = new IntParameter("n", 1, 8, Log: true);
        var rng = Rng.For(1);
        var drawn = Enumerable.Range(0, 20_000).Select(_ => parameter.FromUnit(rng.NextDouble()).Integer).ToList();
        for (var value = 1; value <= 8; value++)
            (drawn.Count(d => d == value) / 20_000.0).ShouldBe(Math.Log((value + 0.5) / (value - 0.5)) / Math.Log(8.5 / 0.5), 0.015);
    }

    [Fact]
    public void An_integer_with_a_step_takes_each_value_alike()
    {
        var parameter = new IntParameter("n", -3, 7, Step: 4);
        parameter.Cardinality.ShouldBe(3);
        Enumerable.Range(0, 9).Select(i => parameter.FromUnit((i + 0.5) / 9).Integer).ShouldBe([-3, -3, -3, 1, 1, 1, 5, 5, 5]);
        parameter.Contains(1.0).ShouldBeTrue();
        parameter.Contains(2.0).ShouldBeFalse();
        parameter.Contains(1.5).ShouldBeFalse();
        parameter.Contains("1").ShouldBeFalse();
    }

    [Fact]
    public void A_choice_is_known_by_kind_and_value()
    {
        var parameter = new ChoiceParameter("c", [1.0, "1", true]);
        parameter.Contains(1.0).ShouldBeTrue();
        parameter.Contains("1").ShouldBeTrue();
        parameter.Contains(false).ShouldBeFalse();
        parameter.FromUnit(0.99).ShouldBe((ParameterValue)true);
        parameter.ToUnit("1").ShouldBe(0.5);
    }
}
