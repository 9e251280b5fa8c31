using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Environments;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Environments;

public sealed class FabolasSamplerTests
{
    private static readonly SearchSpace Line = Searches.Cube(1, 0, 1);

    [Fact]
    public void Budgets_grow_by_the_root_of_two_and_stay_whole_where_units_cannot_be_divided()
    {
        var shares = Budgets.Between(1.0 / 128, 1);
        shares.Count.ShouldBe(15);
        shares[0].ShouldBe(1.0 / 128);
        shares[^1].ShouldBe(1);
        for (var i = 1; i < 15; i++) (shares[i] / shares[i - 1]).ShouldBe(Math.Sqrt(2), 1e-9);
        Budgets.Between(1.0 / 128, 27).ShouldBe([1, 2, 3, 5, 7, 10, 13, 19, 27]);
    }

    [Fact]
    public void The_first_fifteen_trials_have_the_budgets_of_the_paper()
    {
        var budgets = Budgets.Between(1.0 / 128, 1);
        FabolasSampler.Design(budgets).Select(i => 1 / budgets[i]).Select(d => (int)Math.Round(d))
            .ShouldBe([128, 128, 128, 128, 128, 128, 128, 128, 64, 64, 64, 64, 32, 32, 4]);
    }

    [Fact]
    public void The_features_of_a_size_are_those_of_the_paper()
    {
        var sizes = new DataSizes([0.25, 0.5, 1]);
        sizes.Loss(0).ShouldBe([1, 1]);
        sizes.Loss(1).ShouldBe([1, 0.25]);
        sizes.Loss(2).ShouldBe([1, 0]);
        sizes.Cost(1).ShouldBe([1, 0.5]);
    }

    [Fact]
    public void Small_parts_find_the_minimum_on_all_data_at_a_fraction_of_its_cost()
    {
        var sampler = new FabolasSampler(new() { BurnIn = 10, Samples = 2, VerifyEvery = 0 }, Context(1));
        var trials = Run(sampler, 26);
        trials.Select(t => t.Budget).Sum().ShouldBeLessThan(8);
        var model = sampler.Fit(Line, History(trials), Rng.For(1, 26))!;
        model.Incumbent["x0"].Number.ShouldBe(0.3, 0.05);
        model.Proposal!.Budget.ShouldNotBeNull();
        var cut = model.Cut(new(["x0"]))!;
        cut.Fields.Select(f => f.Key).ShouldBe(["mean", "low", "high", "deviation", "mean_small", "cost", "information", "acquisition"]);
        model.Diagnose().Facts["points"].ShouldBe(26);
    }

    [Fact]
    public void The_incumbent_gets_the_whole_budget_after_the_design_and_every_tenth_time_and_the_same_study_comes_out_again()
    {
        FabolasOptions options = new() { BurnIn = 5, Samples = 2 };
        var trials = Run(new FabolasSampler(options, Context(1)), 26);
        trials[15].Budget.ShouldBe(1);
        trials[25].Budget.ShouldBe(1);
        Run(new FabolasSampler(options, Context(1)), 26).Select(t => (t.Configuration, t.Budget))
            .ShouldBe(trials.Select(t => (t.Configuration, t.Budget)));
    }

    [Fact]
    public void Pending_trials_at_a_budget_are_not_proposed_again()
    {
        FabolasOptions options = new() { BurnIn = 5, Samples = 2 };
        var sampler = new FabolasSampler(options, Context(1));
        var trials = Run(sampler, 18);
        var proposals = new HashSet<(Configuration, double)>();
        for (var i = 18; i < 22; i++)
        {
            var proposal = sampler.Suggest(Line, History(trials), Rng.For(1, i))!;
            proposals.Add((proposal, proposal.Budget!.Value)).ShouldBeTrue();
            trials.Add(new() { Number = i, Configuration = proposal, Budget = proposal.Budget!.Value });
        }
    }

    [Fact]
    public void Losses_below_zero_and_equal_ones_are_searched_too()
    {
        var sampler = new FabolasSampler(new() { BurnIn = 5, Samples = 2 }, Context(9));
        var trials = Run(sampler, 16, (_, _) => -1);
        sampler.Suggest(Line, History(trials), Rng.For(1, 16)).ShouldNotBeNull();
    }

    [Fact]
    public void There_is_no_model_to_look_at_before_it_decides()
    {
        var sampler = new FabolasSampler(new() { BurnIn = 5, Samples = 2 }, Context(1));
        var trials = Run(sampler, 15);
        sampler.Fit(Line, History(trials.Take(14)), Rng.For(1, 14)).ShouldBeNull();
        var model = sampler.Fit(Line, History(trials), Rng.For(1, 15))!;
        model.Proposal.ShouldBe(sampler.Suggest(Line, History(trials), Rng.For(1, 15)));
    }

    [Fact]
    public void A_trial_that_was_stopped_early_speaks_of_what_it_had_spent()
    {
        var trial = new Trial
        {
            Number = 0, Configuration = new([new("x0", 0.5)]), Budget = 8, State = TrialState.Stopped, Losses = [1],
            Reports = [new(2, new Dictionary<string, double> { ["loss"] = 1 }, 1)],
        };
        double[] budgets = [1, 2, 4, 8];
        EnvironmentData.Of(new(Line), History([trial]), budgets, new DataSizes(budgets)).Levels.ShouldBe([1]);
    }

    [Fact]
    public void A_cheap_task_that_agrees_with_the_real_one_shows_where_its_minimum_is()
    {
        var sampler = new MultiTaskSampler(new() { BurnIn = 10, Samples = 2, VerifyEvery = 0 }, Context(1));
        var trials = Run(sampler, 14);
        trials[0].Budget.ShouldBe(0.25);
        trials[1].Budget.ShouldBe(0.25);
        trials.Select(t => t.Budget).Distinct().Count().ShouldBe(2);
        sampler.Fit(Line, History(trials), Rng.For(1, 14))!.Incumbent["x0"].Number.ShouldBe(0.3, 0.06);
    }

    private static MethodContext Context(double budget) => new(Line, Searches.Loss, budget, 1);

    private static History History(IEnumerable<Trial> trials) => new(Searches.Loss, trials);

    private static List<Trial> Run(ISampler sampler, int count, Func<double, double, double>? loss = null)
    {
        // A bowl about 0.3 whose bottom lies a little to the right where there is little data; a trial costs what data it has.
        loss ??= (x, share) => 0.05 + (x - 0.3 - 0.03 * (1 - share)) * (x - 0.3 - 0.03 * (1 - share)) + 0.1 * (1 - share);
        var trials = new List<Trial>();
        for (var n = 0; n < count; n++)
        {
            var proposal = sampler.Suggest(Line, History(trials), Rng.For(1, n))!;
            var budget = proposal.Budget!.Value;
            var value = loss(proposal["x0"].Number, budget);
            trials.Add(new()
            {
                Number = n, Configuration = proposal, Budget = budget, State = TrialState.Stopped, Losses = [value],
                Reports = [new(budget, new Dictionary<string, double> { ["loss"] = value }, 10 * budget)],
            });
        }
        return trials;
    }
}
