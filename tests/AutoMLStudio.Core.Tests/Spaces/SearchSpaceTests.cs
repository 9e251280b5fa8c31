using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Spaces;

public sealed class SearchSpaceTests
{
    private static readonly SearchSpace Nested = Make.Space(
        new FloatParameter("momentum", 0, 1) { When = Make.When("optimizer", "sgd", "rmsprop") },
        new ChoiceParameter("nesterov", [true, false])
        {
            When = new([new Clause.Between("momentum", 0.5, null), new Clause.OneOf("optimizer", ["sgd"])]),
        },
        new ChoiceParameter("optimizer", ["sgd", "rmsprop", "adam"]));

    [Theory]
    [InlineData("""{"optimizer":"adam"}""", null)]
    [InlineData("""{"optimizer":"sgd","momentum":0.25}""", null)]
    [InlineData("""{"optimizer":"sgd","momentum":0.5,"nesterov":true}""", null)]
    [InlineData("""{"optimizer":"rmsprop","momentum":0.75}""", null)]
    [InlineData("""{"momentum":0.75}""", "'optimizer' is missing: one of sgd, rmsprop, adam is expected.")]
    [InlineData("""{"optimizer":"sgd"}""", "'momentum' is missing: a number from 0 to 1 is expected.")]
    [InlineData("""{"optimizer":"sgd","momentum":0.75}""", "'nesterov' is missing: one of true, false is expected.")]
    [InlineData("""{"optimizer":"adam","momentum":0.75}""", "'momentum' is given but its condition does not hold.")]
    [InlineData("""{"optimizer":"lion"}""", "'optimizer' is lion: one of sgd, rmsprop, adam is expected.")]
    [InlineData("""{"optimizer":"sgd","momentum":2}""", "'momentum' is 2: a number from 0 to 1 is expected.")]
    [InlineData("""{"optimizer":"adam","depth":2}""", "'depth' is no parameter of this space.")]
    public void Membership_is_told_with_its_reason(string json, string? reason) =>
        Nested.WhyNotIn(Configuration.FromJson(System.Text.Json.JsonElement.Parse(json))!).ShouldBe(reason);

    [Fact]
    public void A_broken_constraint_is_named()
    {
        var space = Make.Space([new IntParameter("a", 1, 9), new IntParameter("b", 1, 9)], "a * b <= 20");
        space.Contains(Make.Configuration(("a", 4), ("b", 5))).ShouldBeTrue();
        space.WhyNotIn(Make.Configuration(("a", 5), ("b", 5))).ShouldBe("The constraint 'a * b <= 20' does not hold.");
    }

    [Fact]
    public void A_constraint_on_an_inactive_parameter_holds()
    {
        var space = Make.Space([new ChoiceParameter("c", ["x", "y"]), new IntParameter("n", 1, 9) { When = Make.When("c", "x") }], "n > 5");
        space.Contains(Make.Configuration(("c", "y"))).ShouldBeTrue();
        space.Contains(Make.Configuration(("c", "x"), ("n", 5))).ShouldBeFalse();
    }

    [Fact]
    public void Constraints_may_name_costs_and_hold_until_somebody_can_tell_them()
    {
        Parameter[] parameters = [new IntParameter("a", 1, 9), new IntParameter("b", 1, 9)];
        Constraint[] constraints = [Constraint.Parse("size <= 20 and a > 1"), Constraint.Parse("a <= b")];
        Should.Throw<SpaceException>(() => new SearchSpace(parameters, constraints, ["weight"]))
            .Message.ShouldContain("names 'size', which is no parameter and no cost; there are a, b, weight.");
        var space = new SearchSpace(parameters, constraints, ["size", "weight"]);
        space.ConstrainedCosts.ShouldBe(["size"]);
        space.SatisfiesConstraints(Make.Configuration(("a", 9), ("b", 9))).ShouldBeTrue();
        space.SatisfiesConstraints(Make.Configuration(("a", 9), ("b", 1))).ShouldBeFalse("no cost decides this one");
        var told = space.WithCosts(c => c["b"].Integer == 7 ? null
            : new Dictionary<string, double> { ["size"] = c["a"].Number * c["b"].Number, ["weight"] = 1 });
        told.WhyNotIn(Make.Configuration(("a", 5), ("b", 5))).ShouldBe("The constraint 'size <= 20 and a > 1' does not hold.");
        told.Contains(Make.Configuration(("a", 4), ("b", 5))).ShouldBeTrue();
        told.Contains(Make.Configuration(("a", 2), ("b", 7))).ShouldBeFalse("it cannot be evaluated at all");
        var rng = Core.Numerics.Rng.For(1);
        for (var i = 0; i < 50; i++) (told.Sample(rng) is var c && c["a"].Integer * c["b"].Integer <= 20).ShouldBeTrue();
    }

    [Fact]
    public void A_bound_on_a_cost_that_nothing_keeps_is_given_up_soon_and_says_what_the_cost_is_like()
    {
        var asked = 0;
        var space = new SearchSpace([new IntParameter("a", 1, 9)], [Constraint.Parse("size <= 5")], ["size"]).WithCosts(c =>
        {
            asked++;
            return new Dictionary<string, double> { ["size"] = 1000 * c["a"].Number };
        });
        Should.Throw<SpaceException>(() => space.Sample(Core.Numerics.Rng.For(1))).Message.ShouldBe("No point of 5,000 drawn at random satisfies the "
            + "constraints; loosen one of: size <= 5. Of 100 drawn, size is between 1,000 and 9,000.");
        asked.ShouldBe(5_100);
    }

    [Fact]
    public void Configurations_that_differ_only_in_what_is_inactive_are_one_point()
    {
        var inactive = Nested.Encode(Make.Configuration(("optimizer", "adam")));
        inactive[Nested.Parameters.ToList().FindIndex(p => p.Name == "momentum")].ShouldBe(0.5);
        Nested.Decode([0.9, 0.1, 0.2]).ShouldBe(Nested.Decode([0.9, 0.7, 0.8]));
    }

    [Fact]
    public void Every_fault_of_a_space_is_told_at_once()
    {
        var exception = Should.Throw<SpaceException>(() => Make.Space(
            [
                new IntParameter("a", 1, 2) { When = Make.When("b", 1.0) },
                new IntParameter("b", 1, 2) { When = Make.When("a", 1.0) },
                new ChoiceParameter("c", ["x", "y"]) { When = Make.When("nowhere", "x") },
                new ChoiceParameter("d", ["x"]) { When = Make.When("c", "z") },
                new IntParameter("e", 1, 2) { When = new([new Clause.Between("c", 1, 2)]) },
                new IntParameter("e", 1, 2),
            ],
            "unknown > 3"));
        string.Join('\n', exception.Faults).ShouldSatisfyAllConditions(
            text => text.ShouldContain("'nowhere'"), text => text.ShouldContain("is z"), text => text.ShouldContain("no order"),
            text => text.ShouldContain("declared 2 times"), text => text.ShouldContain("'unknown'"));
        Should.Throw<SpaceException>(() => Make.Space(
            new IntParameter("a", 1, 2) { When = Make.When("b", 1.0) },
            new IntParameter("b", 1, 2) { When = Make.When("a", 1.0) })).Message.ShouldContain("circle");
        Should.Throw<SpaceException>(() => Make.Space()).Message.ShouldContain("no parameter");
    }

    [Fact]
    public void Constraints_that_nothing_satisfies_are_a_fault_that_names_them() =>
        Should.Throw<SpaceException>(() => Make.Space([new FloatParameter("x", 0, 1)], "x > 2").Sample(Rng.For(1))).Message.ShouldContain("x > 2");

    [Fact]
    public void Equal_streams_give_equal_samples()
    {
        Nested.Sample(Rng.For(3, 1)).ShouldBe(Nested.Sample(Rng.For(3, 1)));
        Nested.Sample(Rng.For(3, 1)).ShouldNotBe(Nested.Sample(Rng.For(3, 3)));
    }
}
