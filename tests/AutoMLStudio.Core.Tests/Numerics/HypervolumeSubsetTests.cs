using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Core.Tests.Numerics;

public sealed class HypervolumeSubsetTests
{
    private static readonly double[][] Points = [[1, 5], [2, 3], [4, 1], [5, 5]];
    private static readonly double[] Reference = [6, 6];

    [Fact]
    public void The_subset_grows_by_what_adds_the_most()
    {
        // Alone they have 5 × 1, 4 × 3, 2 × 5 and 1; beside (2, 3), (4, 1) adds 4 and (1, 5) adds 1.
        HypervolumeSubset.Greedy(Points, 3, Reference).ShouldBe([1, 2, 0]);
        HypervolumeSubset.Greedy(Points, 9, Reference).Order().ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public void Looking_again_only_at_the_best_chooses_as_looking_at_all()
    {
        var rng = Rng.For(4);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => (First: rng.NextDouble(), Second: rng.NextDouble()))
            .Select(p => new[] { p.First, p.Second, 2 - p.First - p.Second })];
        double[] reference = [2.1, 2.1, 2.1];
        var chosen = new List<int>();
        while (chosen.Count < 10)
            chosen.Add(Enumerable.Range(0, points.Length).Except(chosen).MaxBy(i => Volume([.. chosen, i])));
        HypervolumeSubset.Greedy(points, 10, reference).ShouldBe(chosen);

        double Volume(int[] indices) => Hypervolume.Of([.. indices.Select(i => points[i])], reference);
    }
}
