using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Spaces;

public sealed class SpaceSizeTests
{
    private static readonly ChoiceParameter Optimizer = new("optimizer", ["sgd", "adam"]);

    [Fact]
    public void A_finite_space_holds_the_product_of_its_parameters() =>
        SpaceSize.Of(new([new IntParameter("layers", 1, 4), Optimizer])).ShouldBe(new(8, false));

    [Fact]
    public void A_continuous_parameter_makes_it_infinite() =>
        SpaceSize.Of(new([new FloatParameter("x", 0, 1), Optimizer])).ShouldBe(new(double.PositiveInfinity, false));

    [Fact]
    public void A_parameter_counts_only_where_it_is_active()
    {
        // adam alone, or sgd with one of five values of momentum.
        var momentum = new FloatParameter("momentum", 0, 0.8, Step: 0.2) { When = new([new Clause.OneOf("optimizer", ["sgd"])]) };
        SpaceSize.Of(new([Optimizer, momentum])).ShouldBe(new(6, false));
    }

    [Fact]
    public void Layers_that_a_depth_switches_are_counted_as_a_sum_of_powers()
    {
        // 3 + 3² + 3³ networks of one to three layers with three widths each.
        IEnumerable<Parameter> layers = Enumerable.Range(1, 3).Select(Parameter (i) =>
            new ChoiceParameter($"width{i}", [8.0, 16.0, 32.0]) { When = new([new Clause.Between("depth", i, null)]) });
        SpaceSize.Of(new([new IntParameter("depth", 1, 3), .. layers])).ShouldBe(new(39, false));
    }

    [Fact]
    public void Constraints_make_it_an_upper_bound() =>
        SpaceSize.Of(new([new IntParameter("a", 1, 4), new IntParameter("b", 1, 4)], [Constraint.Parse("a < b")])).ShouldBe(new(16, true));

    [Fact]
    public void Conditions_on_too_many_values_make_it_an_upper_bound()
    {
        var child = Optimizer with { When = new([new Clause.Between("n", 5, null)]) };
        SpaceSize.Of(new([new IntParameter("n", 1, 20_000), child])).ShouldBe(new(40_000, true));
    }
}
