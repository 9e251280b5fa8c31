using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>What every architecture space of the catalogue must do.</summary>
public sealed class ArchitectureContract
{
    public static IEnumerable<TheoryDataRow<string>> All =>
        Methods.Catalog.Of(MethodKind.ArchitectureSpace).Select(m => new TheoryDataRow<string>(m.Key));

    [Theory]
    [MemberData(nameof(All))]
    public void Samples_mutants_and_children_lie_in_the_space_and_are_named_by_their_stream(string key)
    {
        var space = Make(key);
        for (var i = 0; i < 100; i++)
        {
            var (one, two) = (space.Sample(Rng.For(1, i)), space.Sample(Rng.For(2, i)));
            var (mutant, child) = (space.Mutate(one, Rng.For(3, i)), space.CrossOver(one, two, Rng.For(4, i)));
            foreach (var architecture in new[] { one, two, mutant, child }) space.WhyNotIn(architecture).ShouldBeNull();
            mutant.ShouldNotBe(one);
            (space.Sample(Rng.For(1, i)), space.Mutate(one, Rng.For(3, i)), space.CrossOver(one, two, Rng.For(4, i))).ShouldBe((one, mutant, child));
            space.CrossOver(one, one, Rng.For(5, i)).ShouldBe(one);
        }
        Enumerable.Range(0, 100).Select(i => space.Sample(Rng.For(1, i))).Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_no_architecture_of_the_space_is_told_so(string key)
    {
        var space = Make(key);
        foreach (var genotype in new[] { "", "null", "[]", "{}", "nonsense", "{\"layers\":" })
            space.WhyNotIn(new(key, genotype)).ShouldNotBeNullOrEmpty();
        space.WhyNotIn(space.Sample(Rng.For(1)) with { Space = "another" }).ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_flat_form_holds_the_same_architectures(string key)
    {
        var space = Make(key);
        if (space.Flatten() is not { } flat) return;
        var parameters = new SearchSpace(flat.Parameters);
        for (var i = 0; i < 100; i++)
        {
            var configuration = parameters.Sample(Rng.For(6, i));
            var architecture = flat.Decode(configuration);
            space.WhyNotIn(architecture).ShouldBeNull();
            flat.Encode(architecture).ShouldBe(configuration);
            var drawn = space.Sample(Rng.For(7, i));
            parameters.WhyNotIn(flat.Encode(drawn)).ShouldBeNull();
            flat.Decode(flat.Encode(drawn)).ShouldBe(drawn);
        }
    }

    public static IEnumerable<TheoryDataRow<string, string>> Searched =>
        from key in Methods.Catalog.Of(MethodKind.ArchitectureSpace)
        from sampler in (string[])["random", "tpe", "gp"]
        select new TheoryDataRow<string, string>(key.Key, sampler);

    [Theory]
    [MemberData(nameof(Searched))]
    public async Task Ordinary_samplers_search_every_space_that_flattens(string key, string sampler)
    {
        var space = new SearchSpace([new ArchitectureParameter("net", Make(key))]);
        var study = Runs.Study("flat", sampler, trials: 16) with { Space = space };
        var trials = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(space))).Trials;
        trials.Count.ShouldBe(16);
        foreach (var trial in trials)
        {
            space.WhyNotIn(trial.Configuration).ShouldBeNull();
            ((ArchitectureParameter)space.Declared[0]).Space.WhyNotIn(space.ArchitectureOf("net", trial.Configuration)!).ShouldBeNull();
        }
        trials.Select(t => t.Configuration).Distinct().Count().ShouldBeGreaterThan(12);
    }

    private static ArchitectureSpace Make(string key)
    {
        var method = Methods.Catalog.Find(MethodKind.ArchitectureSpace, key)!;
        return (ArchitectureSpace)method.Make(Activator.CreateInstance(method.OptionsType)!, Runs.Study("flat").Context());
    }
}
