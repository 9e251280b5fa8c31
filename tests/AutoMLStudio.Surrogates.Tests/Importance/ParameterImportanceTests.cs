using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Surrogates.Forests;
using AutoMLStudio.Surrogates.Importance;

namespace AutoMLStudio.Surrogates.Tests.Importance;

public sealed class ParameterImportanceTests
{
    private static readonly SearchSpace Space = new(
        [new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1), new ChoiceParameter("c", ["x", "y", "z"]), new IntParameter("d", 1, 9)]);

    [Fact]
    public void Functional_ANOVA_finds_the_shares_of_a_sum()
    {
        // Variances 9/12, 1/12 and, of the categories' values 0, 0, 1, 2/9: shares .711, .079, .211 and 0.
        var importances = Of(ImportanceMethod.Fanova, c => 3 * c["a"].Number + c["b"].Number + (c["c"].Text == "z" ? 1 : 0), 800);
        importances["a"].ShouldBe(0.711, 0.04);
        importances["b"].ShouldBe(0.079, 0.03);
        importances["c"].ShouldBe(0.211, 0.04);
        importances["d"].ShouldBeLessThan(0.02);
        importances.Values.Sum().ShouldBe(1, 1e-9);
    }

    [Fact]
    public void One_tree_with_one_split_has_its_variance_worked_out_by_hand()
    {
        // Below 0.25 it is 0, above 4: only the first dimension explains anything.
        double[][] points = [.. Enumerable.Range(0, 40).Select(i => new[] { (i + 0.5) / 40, i % 5 / 5.0 })];
        double[] values = [.. points.Select(p => p[0] < 0.25 ? 0.0 : 4)];
        FunctionalAnova.Of([new(0), new(0)], points, values, Rng.For(1)).ShouldBe([1, 0], 1e-9);
    }

    [Fact]
    public void What_matters_only_together_counts_for_neither_alone()
    {
        double[][] points = [.. Enumerable.Range(0, 64).Select(i => new[] { (i % 8 + 0.5) / 8, (i / 8 + 0.5) / 8 })];
        double[] values = [.. points.Select(p => p[0] < 0.5 == p[1] < 0.5 ? 0.0 : 1)];
        FunctionalAnova.Of([new(0), new(0)], points, values, Rng.For(1)).Sum().ShouldBeLessThan(0.35);
    }

    [Fact]
    public void PED_ANOVA_ranks_what_the_best_trials_agree_on_first()
    {
        var importances = Of(ImportanceMethod.PedAnova, c => Math.Abs(c["a"].Number - 0.3) + 0.05 * c["b"].Number, 2000);
        importances.First().Key.ShouldBe("a");
        importances["a"].ShouldBeGreaterThan(0.8);
        importances["d"].ShouldBeLessThan(0.05);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(40, true)]
    public void Too_few_trials_or_equal_losses_say_nothing(int trials, bool equal) =>
        ParameterImportance.Of(Space, Trials(c => equal ? 1 : c["a"].Number, trials), ImportanceMethod.Fanova, 1).ShouldBeNull();

    [Fact]
    public void The_same_study_gives_the_same_importances() =>
        Of(ImportanceMethod.Fanova, c => c["a"].Number * c["d"].Number, 100).ShouldBe(Of(ImportanceMethod.Fanova, c => c["a"].Number * c["d"].Number, 100));

    private static Dictionary<string, double> Of(ImportanceMethod method, Func<Configuration, double> loss, int trials) =>
        new(ParameterImportance.Of(Space, Trials(loss, trials), method, 1)!);

    private static List<(Configuration Configuration, double Loss)> Trials(Func<Configuration, double> loss, int count)
    {
        var rng = Rng.For(11);
        return [.. Enumerable.Range(0, count).Select(_ => Space.Sample(rng)).Select(c => (c, loss(c)))];
    }
}
