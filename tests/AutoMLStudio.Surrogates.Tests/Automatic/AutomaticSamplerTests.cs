using AutoMLStudio.Core;
using AutoMLStudio.Core.Advice;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Automatic;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Automatic;

public sealed class AutomaticSamplerTests
{
    private static readonly SearchSpace Plane = Searches.Cube(2, 0, 1);

    private static readonly SearchSpace Conditional = new([
        new ChoiceParameter("kind", ["a", "b"]), new FloatParameter("x", 0, 1) { When = new([new Clause.OneOf("kind", ["a"])]) }]);

    [Fact]
    public void The_choice_follows_the_space_the_trials_and_the_scheduler()
    {
        AutomaticChoice.Of(Plane, 1, 10, hasSeveralBudgets: false).ShouldBe(("gp", SamplerReason.FewTrials));
        AutomaticChoice.Of(Plane, 1, 201, hasSeveralBudgets: false).ShouldBe(("tpe", SamplerReason.ManyTrials));
        AutomaticChoice.Of(Conditional, 1, 10, hasSeveralBudgets: false).ShouldBe(("tpe", SamplerReason.Conditional));
        AutomaticChoice.Of(Searches.Cube(21, 0, 1), 1, 10, hasSeveralBudgets: false).ShouldBe(("tpe", SamplerReason.ManyParameters));
        AutomaticChoice.Of(Plane, 1, 10, hasSeveralBudgets: true).ShouldBe(("bohb", SamplerReason.SeveralBudgets));
        AutomaticChoice.Of(Plane, 2, 10, hasSeveralBudgets: true).ShouldBe(("motpe", SamplerReason.FewCompromises));
        AutomaticChoice.Of(Plane, 2, 10, hasSeveralBudgets: false).ShouldBe(("gp", SamplerReason.FewTrials));
        AutomaticChoice.Of(Plane, 2, 201, hasSeveralBudgets: false).ShouldBe(("motpe", SamplerReason.FewCompromises));
        AutomaticChoice.Of(Plane, 4, 10, hasSeveralBudgets: false).ShouldBe(("motpe", SamplerReason.FewCompromises));
        AutomaticChoice.Of(Conditional, 2, 10, hasSeveralBudgets: false).ShouldBe(("motpe", SamplerReason.FewCompromises));
    }

    [Fact]
    public void It_proposes_what_the_chosen_sampler_proposes_and_shows_its_model()
    {
        var trials = Enumerable.Range(0, 14).Select(i => Searches.Completed(i, Plane.Sample(Rng.For(3, i)), i % 5)).ToList();
        var history = new History(Searches.Loss, trials);
        var context = new MethodContext(Plane, Searches.Loss, 1, 7);
        var sampler = new AutomaticSampler(context);
        sampler.Suggest(Plane, history, Rng.For(7, 14)).ShouldBe(new GaussianProcessSampler(new(), 7).Suggest(Plane, history, Rng.For(7, 14)));
        sampler.Fit(Plane, history, Rng.For(7, 14)).ShouldNotBeNull().Diagnose().Kind.ShouldContain("Matérn");
        var many = new History(Searches.Loss, Enumerable.Range(0, 201).Select(i => Searches.Completed(i, Plane.Sample(Rng.For(3, i)), i % 5)));
        sampler.Suggest(Plane, many, Rng.For(7, 201)).ShouldBe(new TpeSampler(new()).Suggest(Plane, many, Rng.For(7, 201)));
    }
}
