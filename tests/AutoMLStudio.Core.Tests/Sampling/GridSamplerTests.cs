using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling;

public sealed class GridSamplerTests
{
    private static readonly SearchSpace Conditional = Make.Space(
        new ChoiceParameter("optimizer", ["sgd", "adam"]),
        new FloatParameter("momentum", 0, 0.8) { When = Make.When("optimizer", "sgd") },
        new ChoiceParameter("nesterov", [true, false]) { When = new([new Clause.Between("momentum", 0.1, null)]) });

    [Fact]
    public void A_grid_goes_row_by_row_and_ends()
    {
        var space = Make.Space(new FloatParameter("x", 1, 100, Log: true), new IntParameter("n", 1, 2));
        Proposals(space, 3).Select(c => (Math.Round(c["x"].Number, 9), c["n"].Number))
            .ShouldBe([(1, 1), (1, 2), (10, 1), (10, 2), (100, 1), (100, 2)]);
    }

    [Fact]
    public void Inactive_parameters_do_not_multiply_cells()
    {
        // adam, sgd with momentum 0, and sgd with momentum 0.4 and 0.8, each with nesterov and without.
        var cells = Proposals(Conditional, 3);
        cells.Count.ShouldBe(1 + 1 + 2 * 2);
        cells.Distinct().Count().ShouldBe(cells.Count);
        cells.ShouldAllBe(c => Conditional.Contains(c));
    }

    [Fact]
    public void Cells_that_break_a_constraint_are_left_out()
    {
        var space = Make.Space([new IntParameter("a", 1, 3), new IntParameter("b", 1, 3)], "a < b");
        Proposals(space, 5).Select(c => (c["a"].Integer, c["b"].Integer)).ShouldBe([(1, 2), (1, 3), (2, 3)]);
    }

    [Fact]
    public void A_grid_survives_retries()
    {
        var space = Make.Space(new IntParameter("n", 0, 4));
        var sampler = new GridSampler(new(), Make.Context(space));
        var history = new History(Make.Loss);
        var tried = new List<int>();
        while (sampler.Suggest(space, history, Rng.For(0)) is { } cell)
        {
            var number = history.NextNumber;
            tried.Add(cell["n"].Integer);
            StudyEvent[] events =
            [
                new TrialStarted(number, cell, 1),
                new TrialEnded(number, TrialState.Failed, "lost"),
                new TrialResumed(number, 1, 2),
                new TrialEnded(number, TrialState.Failed, "lost again"),
                new TrialResumed(number, 1, 3),
                new TrialEnded(number, TrialState.Cancelled, null),
            ];
            foreach (var studyEvent in events) history.Apply(studyEvent with { Sequence = history.Sequence + 1 });
        }
        tried.ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void A_new_sampler_goes_on_where_the_history_stands()
    {
        var space = Make.Space(new IntParameter("n", 0, 9));
        var history = Make.History(Make.Trial(0, TrialState.Completed, 1, 1), Make.Trial(1, TrialState.Running, 1),
            Make.Trial(2, TrialState.Paused, 1));
        new GridSampler(new(), Make.Context(space)).Suggest(space, history, Rng.For(0))!["n"].Integer.ShouldBe(7);
        new GridSampler(new() { Points = 10 }, Make.Context(space)).Suggest(space, history, Rng.For(0))!["n"].Integer.ShouldBe(3);
    }

    [Fact]
    public void A_slice_of_the_history_does_not_change_the_cell()
    {
        var space = Make.Space(new IntParameter("n", 0, 4));
        var history = Make.History(Make.Trial(0, TrialState.Completed, 1, 1), Make.Trial(1, TrialState.Failed, 1));
        new GridSampler(new(), Make.Context(space))
            .Suggest(space, history.Where(t => t.State == TrialState.Completed), Rng.For(0))!["n"].Integer.ShouldBe(2);
    }

    [Fact]
    public void A_huge_grid_is_made_only_as_far_as_it_is_asked_for()
    {
        var space = Make.Space([.. Enumerable.Range(0, 60).Select(Parameter (i) => new FloatParameter($"x{i}", 0, 1))]);
        Make.Propose(new GridSampler(new() { Points = 1000 }, Make.Context(space)), space, 100).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public void A_shuffled_grid_has_the_same_cells_in_an_order_that_the_seed_names()
    {
        var first = Proposals(Conditional, 5, shuffle: true);
        first.ShouldBe(Proposals(Conditional, 5), ignoreOrder: true);
        first.ShouldNotBe(Proposals(Conditional, 5));
        Proposals(Conditional, 5, shuffle: true).ShouldBe(first);
        Proposals(Conditional, 5, shuffle: true, seed: 2).ShouldNotBe(first);
    }

    [Fact]
    public void A_grid_too_large_to_shuffle_is_refused_each_time_it_is_asked_for()
    {
        var space = Make.Space([.. Enumerable.Range(0, 6).Select(Parameter (i) => new IntParameter($"n{i}", 1, 10))]);
        var sampler = new GridSampler(new() { Points = 10, Shuffle = true }, Make.Context(space));
        for (var i = 0; i < 2; i++)
            Should.Throw<SpaceException>(() => sampler.Suggest(space, Make.History(), Rng.For(0))).Message.ShouldContain("fewer points");
    }

    private static List<Configuration> Proposals(SearchSpace space, int points, bool shuffle = false, ulong seed = 1) =>
        Make.Propose(new GridSampler(new() { Points = points, Shuffle = shuffle }, Make.Context(space, seed)), space, 1_000);
}
