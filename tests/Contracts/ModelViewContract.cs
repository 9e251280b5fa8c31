using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>What every sampler that shows its model must do, in every named space.</summary>
public sealed class ModelViewContract
{
    public static IEnumerable<TheoryDataRow<string, string>> ViewsOfSpaces =>
        from method in Methods.Catalog.Of(MethodKind.Sampler)
        where method.InstanceType.IsAssignableTo(typeof(IModelView))
        from space in Spaces.Names
        select new TheoryDataRow<string, string>(method.Key, space);

    [Theory]
    [MemberData(nameof(ViewsOfSpaces))]
    public async Task A_view_shows_the_model_that_the_next_proposal_is_made_with(string sampler, string space)
    {
        var (study, history) = await RunAsync(sampler, space, 9);
        var instance = study.Sampler.Make<IModelView>(study.Context());
        var proposal = study.Sampler.Make<ISampler>(study.Context()).Suggest(study.Space, history, Rng.For(study.Seed, 9));
        foreach (var parameter in study.Space.Parameters)
        {
            if (instance.Slice(study.Space, history, new(parameter.Name, Resolution: 11), Rng.For(study.Seed, 9)) is not { } slice) continue;
            slice.Parameter.ShouldBe(parameter.Name);
            slice.Proposal.ShouldBe(proposal);
            slice.Points.Count.ShouldBeInRange(parameter.Cardinality == 1 ? 1 : 2, parameter.Cardinality is { } count and < 11 ? (int)count : 11);
            slice.Points.ShouldAllBe(p => parameter.Contains(p.Value) && double.IsFinite(p.Mean) && double.IsFinite(p.Deviation) && p.Deviation >= 0);
            slice.Points.Select(p => p.Acquisition).OfType<double>().ShouldAllBe(a => double.IsFinite(a));
            var along = slice.Points.Select(p => parameter.ToUnit(p.Value)).ToList();
            if (!parameter.IsNominal) along.ShouldBe(along.Order());
        }
    }

    [Theory]
    [MemberData(nameof(ViewsOfSpaces))]
    public async Task A_view_leaves_no_trace_and_there_is_none_before_there_is_a_model(string sampler, string space)
    {
        var (study, history) = await RunAsync(sampler, space, 9);
        var instance = study.Sampler.Make<IModelView>(study.Context());
        var request = new SliceRequest(study.Space.Parameters[0].Name, Resolution: 7);
        var first = instance.Slice(study.Space, history, request, Rng.For(1));
        instance.Slice(study.Space, new(study.Objectives), request, Rng.For(1)).ShouldBeNull();
        instance.Slice(study.Space, history.Where(t => t.Number < 7), request, Rng.For(2));
        instance.Slice(study.Space, history, request, Rng.For(1))?.Points.ShouldBe(first!.Points);
        study.Sampler.Make<IModelView>(study.Context()).Slice(study.Space, history, request, Rng.For(1))?.Points.ShouldBe(first!.Points);
        instance.Slice(study.Space, history, new("no such parameter"), Rng.For(1)).ShouldBeNull();
    }

    private static async Task<(StudyDefinition Study, History History)> RunAsync(string sampler, string space, int trials)
    {
        var study = Runs.Study(space, sampler, trials: trials);
        return (study, History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space))));
    }
}
