using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Spaces;

public sealed class ArchitectureParameterTests
{
    private static readonly SearchSpace Flat = Make.Space(
        new ChoiceParameter("kind", ["stack", "linear"]),
        new ArchitectureParameter("net", new Stack(flattens: true)) { When = Make.When("kind", "stack") },
        new FloatParameter("rate", 0, 1));

    private static readonly SearchSpace Whole =
        Make.Space(new ArchitectureParameter("net", new Stack(flattens: false)), new FloatParameter("rate", 0, 1));

    [Fact]
    public void A_flat_architecture_becomes_ordinary_parameters_with_their_conditions()
    {
        Flat.Parameters.Select(p => p.Name).ShouldBe(["kind", "rate", "net.depth", "net.width2"]);
        Flat.Declared.Select(p => p.Name).ShouldBe(["kind", "net", "rate"]);
        Flat.Find("net.width2")!.When!.ToJson().ToJsonString().ShouldBe("""{"net.depth":2,"kind":"stack"}""");
        Flat.ToJson()["net"]!.ToJsonString().ShouldBe("""{"type":"architecture","space":"stack","most":2,"when":{"kind":"stack"}}""");
    }

    [Fact]
    public void The_architecture_is_decoded_from_its_parts()
    {
        Flat.ArchitectureOf("net", Make.Configuration(("kind", "stack"), ("rate", 0.5), ("net.depth", 2.0), ("net.width2", 8.0)))
            .ShouldBe(new Architecture("stack", "[4,8]"));
        Flat.ArchitectureOf("net", Make.Configuration(("kind", "stack"), ("rate", 0.5), ("net.depth", 1.0)))
            .ShouldBe(new Architecture("stack", "[4]"));
        Flat.ArchitectureOf("net", Make.Configuration(("kind", "linear"), ("rate", 0.5))).ShouldBeNull();
    }

    [Fact]
    public void Samplers_search_a_flat_architecture_as_it_is()
    {
        var context = Make.Context(Flat);
        ISampler[] samplers = [new RandomSampler(), new SobolSampler(context), new GridSampler(new() { Points = 3 }, context)];
        foreach (var sampler in samplers)
        {
            var drawn = Make.Propose(sampler, Flat, 30);
            drawn.ShouldAllBe(c => Flat.Contains(c));
            drawn.Select(c => Flat.ArchitectureOf("net", c)).Distinct().Count().ShouldBe(4, sampler.GetType().Name);
        }
    }

    [Fact]
    public void An_architecture_without_dimensions_is_drawn_and_carried_whole()
    {
        var context = Make.Context(Whole);
        foreach (var sampler in new ISampler[] { new RandomSampler(), new SobolSampler(context) })
        {
            var drawn = Make.Propose(sampler, Whole, 20);
            drawn.ShouldAllBe(c => Whole.Contains(c));
            drawn.Select(c => Whole.ArchitectureOf("net", c)).Distinct().Count().ShouldBe(3);
            Configuration.FromJson(System.Text.Json.JsonElement.Parse(drawn[0].ToString())).ShouldBe(drawn[0]);
        }
        Whole.WhyNotIn(Make.Configuration(("net", new Architecture("stack", "[9]")), ("rate", 0.5)))
            .ShouldBe("'net' is [9]: an architecture of the space stack is expected.");
    }

    [Fact]
    public void A_grid_over_an_architecture_without_dimensions_is_refused_in_words() =>
        Should.Throw<InvalidOperationException>(() =>
            new GridSampler(new(), Make.Context(Whole)).Suggest(Whole, Make.History(), Rng.For(0))).Message.ShouldContain("'net'");

    /// <summary>One or two layers: the first has 4 units, the second 4 or 8.</summary>
    private sealed class Stack(bool flattens) : ArchitectureSpace
    {
        private static readonly string[] All = ["[4]", "[4,4]", "[4,8]"];

        public override string Key => "stack";

        public override Architecture Sample(Rng rng) => new(Key, All[rng.Next(3)]);

        public override Architecture Mutate(Architecture parent, Rng rng) => Sample(rng);

        public override Architecture CrossOver(Architecture first, Architecture second, Rng rng) => first;

        public override string? WhyNotIn(Architecture architecture) =>
            architecture.Space == Key && All.Contains(architecture.Genotype) ? null : "It is no stack.";

        public override FlatArchitecture? Flatten() => !flattens ? null : new(
            [new IntParameter("depth", 1, 2), new ChoiceParameter("width2", [4.0, 8.0]) { When = Make.When("depth", 2.0) }],
            c => new(Key, c["depth"].Integer == 1 ? "[4]" : $"[4,{c["width2"].Integer}]"),
            a => a.Genotype == "[4]" ? Make.Configuration(("depth", 1)) : Make.Configuration(("depth", 2), ("width2", a.Genotype[3] - '0')));

        public override JsonObject ToJson() => new() { ["most"] = 2 };
    }
}
