using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>What every sampler that shows its model must do, in every named space.</summary>
public sealed class ModelViewContract
{
    private const int Trials = 26;

    public static IEnumerable<TheoryDataRow<string, string>> ViewsOfSpaces =>
        from method in Methods.Catalog.Of(MethodKind.Sampler)
        where method.InstanceType.IsAssignableTo(typeof(IModelView)) && !method.ChoosesBudgets
        from space in Spaces.Names
        select new TheoryDataRow<string, string>(method.Key, space);

    [Theory]
    [MemberData(nameof(ViewsOfSpaces))]
    public async Task A_view_shows_the_model_that_the_next_proposal_is_made_with(string sampler, string space)
    {
        var (study, history) = await RunAsync(sampler, space);
        if (IsShort(study, history)) return;
        var model = Fit(study, history).ShouldNotBeNull();
        model.Proposal.ShouldBe(study.Sampler.Make<ISampler>(study.Context()).Suggest(study.Space, history, Rng.For(study.Seed, Trials)));
        study.Space.Contains(model.Incumbent).ShouldBeTrue();
        model.Good.ShouldBeSubsetOf(history.Trials.Select(t => t.Number));
        foreach (var parameter in study.Space.Parameters)
        {
            if (model.Cut(new([parameter.Name], Resolution: 11)) is not { } cut) continue;
            var values = cut.Grid.Axes.ShouldHaveSingleItem().Values;
            values.Count.ShouldBeInRange(parameter.Cardinality == 1 ? 1 : 2, parameter.Cardinality is { } count and < 11 ? (int)count : 11);
            values.ShouldAllBe(v => parameter.Contains(v));
            var along = values.Select(parameter.ToUnit).ToList();
            if (!parameter.IsNominal) along.ShouldBe(along.Order());
            Check(cut, values.Count);
        }
    }

    [Theory]
    [MemberData(nameof(ViewsOfSpaces))]
    public async Task A_grid_is_a_slice_wherever_one_axis_stands_still(string sampler, string space)
    {
        var (study, history) = await RunAsync(sampler, space);
        if (IsShort(study, history)) return;
        var model = Fit(study, history).ShouldNotBeNull();
        if (study.Space.Parameters is not [var first, var second, ..]) return;
        if (model.Cut(new([first.Name, second.Name], Resolution: 5)) is not { } grid) return;
        var (rows, columns) = (grid.Grid.Axes[0].Values, grid.Grid.Axes[1].Values);
        Check(grid, rows.Count * columns.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var given = Configuration.Empty.With(first.Name, rows[i]);
            if (model.Cut(new([second.Name], given, Resolution: 5)) is not { } slice) continue;
            // A model of densities integrates out what is not given, which is more in a grid.
            foreach (var field in grid.Fields.Where(f => f.Role != FieldRole.Density && grid.Fields.All(g => g.Role != FieldRole.Density)))
            {
                var row = field.Values.Skip(i * columns.Count).Take(columns.Count).ToList();
                var same = slice.Fields.Single(f => f.Key == field.Key).Values;
                for (var j = 0; j < row.Count; j++)
                    if (row[j] is { } a && same[j] is { } b) a.ShouldBe(b, 1e-9 * Math.Max(1, Math.Abs(a)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(ViewsOfSpaces))]
    public async Task A_view_leaves_no_trace_and_there_is_none_before_there_is_a_model(string sampler, string space)
    {
        var (study, history) = await RunAsync(sampler, space);
        if (IsShort(study, history)) return;
        var view = study.Sampler.Make<IModelView>(study.Context());
        var request = new CutRequest([study.Space.Parameters[0].Name], Resolution: 7);
        IFittedModel? Of(IModelView from, History of, ulong seed) => from.Fit(study.Space, of, Rng.For(seed));
        var first = Of(view, history, 1)!.Cut(request);
        Of(view, new(study.Objectives), 1).ShouldBeNull();
        view.Readiness(study.Space, new(study.Objectives)).Known.ShouldBe(0);
        view.Readiness(study.Space, history).Known.ShouldBeGreaterThanOrEqualTo(view.Readiness(study.Space, history).Needed);
        Of(view, history.Where(t => t.Number < 7), 2);
        foreach (var from in new[] { view, study.Sampler.Make<IModelView>(study.Context()) })
            Of(from, history, 1)!.Cut(request)?.Fields.Select(f => f.Values).ShouldBe(first!.Fields.Select(f => f.Values));
        Of(view, history, 1)!.Cut(new(["no such parameter"])).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(ViewsOfSpaces))]
    public async Task The_diagnostics_are_finite_and_of_the_parameters_and_trials_there_are(string sampler, string space)
    {
        var (study, history) = await RunAsync(sampler, space);
        if (IsShort(study, history)) return;
        var diagnostics = Fit(study, history)!.Diagnose();
        diagnostics.Kind.ShouldNotBeEmpty();
        diagnostics.Facts.Values.ShouldAllBe(v => double.IsFinite(v));
        foreach (var vector in diagnostics.Vectors)
        {
            vector.Values.Select(v => v.Key).ShouldBe(study.Space.Parameters.Select(p => p.Name));
            vector.Values.ShouldAllBe(v => double.IsFinite(v.Value) && v.Value >= 0);
        }
        diagnostics.LeftOut.Select(t => t.Number).ShouldBeSubsetOf(history.Completed.Select(t => t.Number));
        diagnostics.LeftOut.ShouldAllBe(t => t.Predicted.Low <= t.Predicted.Median && t.Predicted.Median <= t.Predicted.High);
        diagnostics.LeftOut.ShouldAllBe(t => double.IsFinite(t.Residual));
    }

    /// <summary>
    /// True where every configuration of a small space was tried before the sampler had the trials that it waits for: then there is no model to show.
    /// </summary>
    private static bool IsShort(StudyDefinition study, History history)
    {
        var readiness = study.Sampler.Make<IModelView>(study.Context()).Readiness(study.Space, history);
        if (readiness.Known >= readiness.Needed) return false;
        Fit(study, history).ShouldBeNull();
        history.Trials.Count.ShouldBeLessThan(Trials);
        return true;
    }

    private static void Check(ModelCut cut, int cells)
    {
        cut.Fields.ShouldNotBeEmpty();
        cut.Fields.Select(f => f.Key).ShouldBeUnique();
        foreach (var field in cut.Fields)
        {
            field.Values.Count.ShouldBe(cells);
            field.Values.OfType<double>().ShouldAllBe(v => double.IsFinite(v));
            if (field.Role is FieldRole.Deviation or FieldRole.Density) field.Values.OfType<double>().ShouldAllBe(v => v >= 0);
        }
    }

    private static IFittedModel? Fit(StudyDefinition study, History history) =>
        study.Sampler.Make<IModelView>(study.Context()).Fit(study.Space, history, Rng.For(study.Seed, Trials));

    private static async Task<(StudyDefinition Study, History History)> RunAsync(string sampler, string space)
    {
        var study = Runs.Study(space, sampler, trials: Trials);
        return (study, History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space))));
    }
}
