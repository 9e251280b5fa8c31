using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Neural.Tests.Models;

public class ScoresTests
{
    [Fact]
    public void Scores_a_class_are_those_worked_by_hand()
    {
        // True a a a b b; predicted a a b b c; class c has no example, d is never meant nor predicted.
        int[] truth = [0, 0, 0, 1, 1];
        int[] guesses = [0, 0, 1, 1, 2];
        var probabilities = guesses.SelectMany(g => Enumerable.Range(0, 4).Select(c => c == g ? 0.7f : 0.1f)).ToArray();
        var scores = ClassificationScores.Of(probabilities, truth, ["a", "b", "c", "d"]);
        scores.Accuracy.ShouldBe(0.6);
        scores.PerClass[0].ShouldBe(new("a", 3, 1, 2 / 3.0, 0.8));
        scores.PerClass[1].ShouldBe(new("b", 2, 0.5, 0.5, 0.5));
        scores.PerClass[2].ShouldBe(new("c", 0, 0, null, 0));
        scores.PerClass[3].ShouldBe(new("d", 0, null, null, null));
        scores.BalancedAccuracy.ShouldBe((2 / 3.0 + 0.5) / 2);
        scores.MacroF1.ShouldBe((0.8 + 0.5 + 0) / 3, 1e-12);
        // Three right at 0.7, two wrong at 0.1.
        scores.LogLoss.ShouldBe(-(3 * Math.Log(0.7f) + 2 * Math.Log(0.1f)) / 5, 1e-12);
        scores.Confusion.Select(c => string.Join(' ', c)).ShouldBe(["0 0 2", "0 1 1", "1 1 1", "1 2 1"]);
    }

    [Fact]
    public void Scores_of_a_regression_are_those_worked_by_hand()
    {
        // Errors 1, −1, 2, 0; targets 1, 3, 5, 7 have mean 4 and squares 9 + 1 + 1 + 9 = 20.
        var scores = RegressionScores.Of([2, 2, 7, 7], [1, 3, 5, 7]);
        scores.R2!.Value.ShouldBe(1 - 6 / 20.0, 1e-12);
        scores.Rmse.ShouldBe(Math.Sqrt(1.5), 1e-12);
        scores.Mae.ShouldBe(1);
        scores.Bias.ShouldBe(0.5);
        scores.Points[2].ShouldBe([5, 7]);
    }

    [Fact]
    public void A_constant_target_has_no_share_of_variance() => RegressionScores.Of([1, 2], [3, 3]).R2.ShouldBeNull();

    [Fact]
    public void Many_points_are_sampled_evenly()
    {
        var values = Enumerable.Range(0, 10_000).Select(i => (float)i).ToArray();
        var points = RegressionScores.Of(values, values).Points;
        points.Count.ShouldBe(2000);
        points[^1][0].ShouldBe(9_995);
    }
}
