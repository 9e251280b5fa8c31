using AutoMLStudio.Core.Advice;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Advice;

public sealed class MethodAdvisorTests
{
    private static readonly SearchFacts Few = new() { Dimension = 5, Size = new(double.PositiveInfinity, false), Trials = 50 };

    [Fact]
    public void Few_trials_in_few_dimensions_ask_for_a_Gaussian_process()
    {
        var advice = MethodAdvisor.Advise(Few);
        advice.Sampler.ToJsonString().ShouldBe("""{"type":"gp"}""");
        advice.SamplerReason.ShouldBe(SamplerReason.FewTrials);
    }

    [Theory]
    [InlineData(20, 200, "gp", SamplerReason.FewTrials)]
    [InlineData(21, 200, "tpe", SamplerReason.ManyParameters)]
    [InlineData(20, 201, "tpe", SamplerReason.ManyTrials)]
    [InlineData(5, null, "tpe", SamplerReason.ManyTrials)]
    public void The_bounds_of_a_Gaussian_process_are_kept(int dimension, int? trials, string sampler, SamplerReason reason) =>
        SamplerOf(Few with { Dimension = dimension, Trials = trials }).ShouldBe((sampler, reason));

    [Fact]
    public void A_conditional_space_asks_for_the_tree_structured_estimator() =>
        SamplerOf(Few with { IsConditional = true }).ShouldBe(("tpe", SamplerReason.Conditional));

    [Fact]
    public void Several_objectives_ask_for_a_model_of_their_compromises_and_with_many_trials_for_a_population()
    {
        SamplerOf(Few with { Objectives = 2, IsConditional = true }).ShouldBe(("motpe", SamplerReason.FewCompromises));
        SamplerOf(Few with { Objectives = 2, Trials = 201 }).ShouldBe(("nsga2", SamplerReason.ManyCompromises));
        SamplerOf(Few with { Objectives = 3, Trials = null }).ShouldBe(("nsga2", SamplerReason.ManyCompromises));
    }

    [Fact]
    public void A_space_that_the_budget_exhausts_is_tried_completely()
    {
        var advice = MethodAdvisor.Advise(Few with { Size = new(50, false), LargestCardinality = 10 });
        advice.Sampler.ToJsonString().ShouldBe("""{"type":"grid","points":10}""");
        advice.SamplerReason.ShouldBe(SamplerReason.Exhaustive);
        SamplerOf(Few with { Size = new(51, false), LargestCardinality = 51 }).Reason.ShouldBe(SamplerReason.FewTrials);
    }

    [Fact]
    public void Trials_that_start_before_any_result_are_spread_evenly() =>
        SamplerOf(Few with { Trials = 16, Parallelism = 8 }).ShouldBe(("sobol", SamplerReason.NothingToLearnFrom));

    [Fact]
    public void Architectures_without_dimensions_are_drawn_at_random() =>
        SamplerOf(Few with { HasOpenArchitectures = true, Size = new(null, false) }).ShouldBe(("random", SamplerReason.OpenArchitectures));

    [Theory]
    [InlineData(1, 50, 1, "full", SchedulerReason.NoSteps)]
    [InlineData(20, 9, 1, "full", SchedulerReason.FewTrials)]
    [InlineData(9, 50, 1, "median", SchedulerReason.ShortTraining)]
    [InlineData(81, 26, 1, "median", SchedulerReason.ShortTraining)]
    [InlineData(27, 27, 1, "hyperband", SchedulerReason.LongTraining)]
    [InlineData(81, null, 4, "asha", SchedulerReason.LongTrainingInParallel)]
    public void The_longer_a_trial_the_more_is_decided_on_the_way(double budget, int? trials, int parallelism, string key, SchedulerReason reason)
    {
        var advice = MethodAdvisor.Advise(Few with { MaximumBudget = budget, Trials = trials, Parallelism = parallelism });
        advice.Scheduler.ToJsonString().ShouldBe($$"""{"type":"{{key}}"}""");
        advice.SchedulerReason.ShouldBe(reason);
    }

    [Fact]
    public void Every_advised_method_of_this_project_exists() =>
        new[] { "random", "grid", "sobol", "tpe" }.ShouldAllBe(key => new Catalog(CoreCatalog.Methods).Find(MethodKind.Sampler, key) != null);

    private static (string Key, SamplerReason Reason) SamplerOf(SearchFacts facts)
    {
        var advice = MethodAdvisor.Advise(facts);
        return ((string)advice.Sampler["type"]!, advice.SamplerReason);
    }
}
