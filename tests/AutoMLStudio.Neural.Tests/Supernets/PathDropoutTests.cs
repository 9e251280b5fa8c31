using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Supernets.OneShot;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>Paths that are left out [Bender2018].</summary>
public class PathDropoutTests
{
    private static readonly Slot[] Cell =
    [
        new("normal", "0→2", ["a", "b", "c"], 0, 2), new("normal", "1→2", ["a", "b", "c"], 1, 2),
        new("normal", "0→3", ["a", "b"], 0, 3), new("reduce", "0→2", ["a", "b", "c"], 0, 2), new("stage1", "block2", ["a", "b", "c", "d"]),
    ];

    [Fact]
    public void Edges_that_meet_in_a_state_are_its_paths_together_and_a_place_of_its_own_counts_alone()
    {
        var dropout = new PathDropout(Cell);
        Enumerable.Range(0, 5).Select(slot => dropout.RateOf(slot, 0.1)).ShouldBe(
            new[] { 6, 6, 2, 3, 4 }.Select(k => Math.Pow(0.1, 1.0 / k)));
        dropout.RateOf(0, 0).ShouldBe(0);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.05)]
    public void All_paths_into_an_operation_are_left_out_with_the_probability_asked_for(double rate)
    {
        const int draws = 20_000;
        var (dropout, rng) = (new PathDropout(Cell), Rng.For(4));
        int[][] sums = [[0, 1], [2], [3], [4]];
        var none = new int[sums.Length];
        for (var i = 0; i < draws; i++)
        {
            var kept = dropout.Draw(rate, rng);
            for (var s = 0; s < sums.Length; s++)
                if (sums[s].All(slot => kept[slot].Count == 0)) none[s]++;
        }
        // Four standard deviations.
        foreach (var count in none) ((double)count / draws).ShouldBe(rate, 4 * Math.Sqrt(rate * (1 - rate) / draws));
    }

    [Fact]
    public void The_rate_rises_linearly_from_nothing() =>
        new[] { 0, 0.25, 0.5, 1 }.Select(done => PathDropout.Ramp(done, 0.2)).ShouldBe([0, 0.05, 0.1, 0.2]);

    [Fact]
    public void Nothing_is_no_path()
    {
        Slot Edge(int from, int to) => new("cell", $"{from}→{to}", ["none", "a"], from, to);
        var dropout = new PathDropout([Edge(0, 1), Edge(0, 2), Edge(1, 2)]);
        Enumerable.Range(0, 3).Select(slot => dropout.RateOf(slot, 0.04)).ShouldBe([0.04, 0.2, 0.2], 1e-12);
        dropout.Draw(0, Rng.For(1)).ShouldBe([[1], [1], [1]]);
    }

    [Fact]
    public void Without_a_rate_everything_stays() =>
        new PathDropout(Cell).Draw(0, Rng.For(1)).Select(k => k.Count).ShouldBe([3, 3, 2, 3, 4]);

    [Fact]
    public void The_best_and_some_from_the_best_to_the_worst_are_trained()
    {
        int[] ranking = [.. Enumerable.Range(0, 100)];
        OneShotSampler.Spread(ranking, 2, 0).ShouldBe([0, 1]);
        OneShotSampler.Spread(ranking, 1, 4).ShouldBe([0, 33, 66, 99]);
        OneShotSampler.Spread(ranking, 3, 1).ShouldBe([0, 1, 2, 49]);
        OneShotSampler.Spread<int>([7], 3, 5).ShouldBe([7]);
        OneShotSampler.Spread<int>([], 3, 5).ShouldBeEmpty();
    }
}
