using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Training;

public class AugmentationTests
{
    private const int Count = 400;

    /// <summary>Each image is 0 but for a number at row 1, column 0.</summary>
    [Fact]
    public void Half_of_the_images_are_mirrored()
    {
        var images = Apply(new NetworkOptions { Flip = true }, out _);
        var left = Enumerable.Range(0, Count).Count(i => images[i, 0, 1, 0] > 0);
        Enumerable.Range(0, Count).ShouldAllBe(i =>
            images[i, 0, 1, 0] + images[i, 0, 1, 3] == 1 + i && images[i, 1, 1, 0] + images[i, 1, 1, 3] == -1 - i);
        left.ShouldBeInRange(150, 250);
    }

    [Fact]
    public void Images_move_by_no_more_than_the_border_and_every_move_is_as_likely()
    {
        var images = Apply(new NetworkOptions { Crop = 1 }, out _);
        // From row 1, column 0 to rows 0 to 2, columns −1 to 1: a third leaves the image.
        var places = Enumerable.Range(0, Count).Select(i => Places(images, i)).ToList();
        places.ShouldAllBe(p => p.Count <= 1);
        var seen = places.SelectMany(p => p).GroupBy(p => p).ToDictionary(g => g.Key, g => g.Count());
        seen.Keys.Order().ShouldBe([(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]);
        seen.Values.ShouldAllBe(n => n > 20 && n < 75);
    }

    [Fact]
    public void A_square_is_blanked_out_in_the_mean_and_may_stand_out_over_the_border()
    {
        var images = Apply(new NetworkOptions { Cutout = 2 }, out var before);
        var sizes = new List<int>();
        for (var i = 0; i < Count; i++)
        {
            var changed = (from y in Enumerable.Range(0, 3)
                           from x in Enumerable.Range(0, 4)
                           where images[i, 0, y, x] == 0.25f
                           select (y, x)).ToList();
            sizes.Add(changed.Count);
            foreach (var (y, x) in changed) images[i, 1, y, x].ShouldBe(0.5f);
            for (var y = 0; y < 3; y++)
                for (var x = 0; x < 4; x++)
                    if (!changed.Contains((y, x))) images[i, 0, y, x].ShouldBe(before[i, 0, y, x]);
        }
        sizes.Distinct().Order().ShouldBe([1, 2, 4]);
    }

    [Theory]
    [InlineData(0.2, 0.5 * 0.5 / 1.4)]
    [InlineData(1.0, 0.5 * 0.5 / 3)]
    [InlineData(4.0, 0.5 * 0.5 / 9)]
    public void Shares_of_mixed_examples_have_mean_and_variance_of_their_beta_distribution(double alpha, double variance)
    {
        var rng = Rng.For(3);
        var draws = Enumerable.Range(0, 20_000).Select(_ => Mixup.Beta(alpha, rng)).ToList();
        draws.ShouldAllBe(d => d >= 0 && d <= 1);
        draws.Average().ShouldBe(0.5, 0.015);
        // Beta(α, α) has the variance 1 / (4 (2α + 1)).
        draws.Average(d => (d - 0.5) * (d - 0.5)).ShouldBe(variance, 0.05 * variance);
    }

    private static float[,,,] Apply(NetworkOptions options, out float[,,,] before)
    {
        using var scope = NewDisposeScope();
        before = new float[Count, 2, 3, 4];
        for (var i = 0; i < Count; i++) (before[i, 0, 1, 0], before[i, 1, 1, 0]) = (1 + i, -1 - i);
        var changed = Augmentation.Of(options, [0.25f, 0.5f])!.Apply(tensor(before), Rng.For(1));
        changed.shape.ShouldBe([Count, 2, 3, 4]);
        var after = new float[Count, 2, 3, 4];
        Buffer.BlockCopy(changed.contiguous().data<float>().ToArray(), 0, after, 0, sizeof(float) * after.Length);
        return after;
    }

    private static List<(int, int)> Places(float[,,,] images, int i) =>
        [.. from y in Enumerable.Range(0, 3) from x in Enumerable.Range(0, 4) where images[i, 0, y, x] == 1 + i select (y, x)];
}
