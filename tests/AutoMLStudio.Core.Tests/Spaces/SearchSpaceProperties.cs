using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using FsCheck;
using FsCheck.Xunit;

namespace AutoMLStudio.Core.Tests.Spaces;

/// <summary>What holds in every space; a falsified property names the seed of <see cref="RandomSpaces"/>.</summary>
public sealed class SearchSpaceProperties
{
    private static readonly Catalog Catalog = new(CoreCatalog.Methods);

    [Property(MaxTest = 300)]
    public void Samples_lie_in_the_space(DoNotSize<ulong> number)
    {
        var seed = number.Item;
        var space = RandomSpaces.Of(seed);
        foreach (var configuration in Samples(space, seed, 20)) space.WhyNotIn(configuration).ShouldBeNull();
    }

    [Property(MaxTest = 300)]
    public void Every_point_of_the_cube_decodes_into_the_domains_corners_included(DoNotSize<ulong> number)
    {
        var seed = number.Item;
        var space = RandomSpaces.Of(seed);
        var rng = Rng.For(seed, 1);
        for (var i = 0; i < 20; i++)
        {
            var unit = Enumerable.Range(0, space.Dimension).Select(_ => rng.Next(3) switch { 0 => 0.0, 1 => 1.0, _ => rng.NextDouble() }).ToArray();
            var fault = new SearchSpace(space.Declared).WhyNotIn(space.Decode(unit));
            fault.ShouldBeNull();
        }
    }

    [Property(MaxTest = 300)]
    public void Decoding_undoes_encoding(DoNotSize<ulong> number)
    {
        var seed = number.Item;
        var space = RandomSpaces.Of(seed);
        foreach (var configuration in Samples(space, seed, 20))
        {
            var unit = space.Encode(configuration);
            unit.All(u => u is >= 0 and <= 1).ShouldBeTrue();
            var again = space.Decode(unit);
            again.Keys.ShouldBe(configuration.Keys);
            foreach (var (name, value) in configuration)
            {
                if (space.Find(name) is FloatParameter { Step: null } real)
                    again[name].Number.ShouldBe(value.Number, 1e-9 * (real.Log ? value.Number : real.High - real.Low));
                else again[name].ShouldBe(value, name);
            }
        }
    }

    [Property(MaxTest = 300)]
    public void Encoding_undoes_decoding_up_to_the_cell(DoNotSize<ulong> number)
    {
        var seed = number.Item;
        var space = RandomSpaces.Of(seed);
        foreach (var configuration in Samples(space, seed, 10))
        {
            var unit = space.Encode(configuration);
            var again = space.Encode(space.Decode(unit));
            for (var i = 0; i < unit.Length; i++) again[i].ShouldBe(unit[i], 1e-9);
        }
    }

    [Property(MaxTest = 300)]
    public void A_parameter_stands_after_those_that_its_condition_names(DoNotSize<ulong> number)
    {
        var seed = number.Item;
        var before = new HashSet<string>();
        foreach (var parameter in RandomSpaces.Of(seed).Parameters)
        {
            (parameter.When?.Clauses.Select(c => c.Parameter) ?? []).ShouldBeSubsetOf(before);
            before.Add(parameter.Name);
        }
    }

    [Property(MaxTest = 300)]
    public void Grid_values_are_of_the_domain_and_different(DoNotSize<ulong> number)
    {
        var seed = number.Item;
        foreach (var parameter in RandomSpaces.Of(seed).Parameters)
        {
            foreach (var points in new[] { 1, 2, 7, 50 })
            {
                var values = parameter.Grid(points);
                values.ShouldNotBeEmpty();
                values.All(parameter.Contains).ShouldBeTrue(parameter.ToString());
                values.Distinct().Count().ShouldBe(values.Count);
                if (parameter is not ChoiceParameter) values.Count.ShouldBeLessThanOrEqualTo(points);
                if (parameter.Cardinality <= points) values.Count.ShouldBe((int)parameter.Cardinality);
            }
        }
    }

    [Property(MaxTest = 300)]
    public void A_space_reads_back_from_its_json(DoNotSize<ulong> number)
    {
        var seed = number.Item;
        var space = RandomSpaces.Of(seed);
        var json = new JsonObject
        {
            ["name"] = "round trip",
            ["evaluator"] = new JsonObject { ["type"] = "command", ["command"] = "true" },
            ["space"] = JsonNode.Parse(space.ToJson().ToJsonString()),
            ["constraints"] = space.Constraints.Count == 0 ? null : new JsonArray([.. space.Constraints.Select(c => JsonValue.Create(c.Text))]),
        };
        var read = StudyReader.Read(json, Catalog).Space;
        read.ToJson().ToJsonString().ShouldBe(space.ToJson().ToJsonString());
        read.Constraints.Select(c => c.Text).ShouldBe(space.Constraints.Select(c => c.Text));
        foreach (var configuration in Samples(space, seed, 5)) read.WhyNotIn(configuration).ShouldBeNull();
    }

    [Property(MaxTest = 300)]
    public void A_configuration_reads_back_from_its_json(DoNotSize<ulong> number)
    {
        var seed = number.Item;
        foreach (var configuration in Samples(RandomSpaces.Of(seed), seed, 5))
        {
            Configuration.FromJson(JsonElement.Parse(configuration.ToString())).ShouldBe(configuration);
            JsonSerializer.Deserialize<Configuration>(JsonSerializer.Serialize(configuration, StudyJson.Options), StudyJson.Options)
                .ShouldBe(configuration);
        }
    }

    private static IEnumerable<Configuration> Samples(SearchSpace space, ulong seed, int count) =>
        Enumerable.Range(0, count).Select(i => space.Sample(Rng.For(seed, i)));
}
