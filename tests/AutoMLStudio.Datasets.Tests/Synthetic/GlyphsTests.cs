using System.Diagnostics;

namespace AutoMLStudio.Datasets.Tests.Synthetic;

public sealed class GlyphsTests
{
    private static Task<Dataset> Make(DatasetOptions? options = null) => TestFiles.Load("glyphs", options);

    /// <summary>
    /// The point of drawing without the platform's mathematics: this number holds on every machine. A change of the drawing changes it on purpose.
    /// </summary>
    [Fact]
    public async Task Glyphs_are_the_same_to_the_last_bit_everywhere() =>
        (await Make()).Fingerprint.ShouldBe("9f3488d324f48cd9f0a3c08a27d27844044578f40f1657f6b073015a76cf0663");

    [Fact]
    public async Task Two_thousand_glyphs_of_ten_classes_are_made_at_once()
    {
        var watch = Stopwatch.StartNew();
        var glyphs = await Make();
        // A quarter of a second on an idle machine, the compilation included; the bound leaves room for a busy one.
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(10);
        (glyphs.Count, glyphs.ClassNames.Count).ShouldBe((2000, 10));
        glyphs.Shape.ShouldBe([1, 16, 16]);
        glyphs.Targets.ToArray().GroupBy(t => t).ShouldAllBe(g => g.Count() == 200);
        glyphs.Features.ToArray().ShouldAllBe(v => v >= 0 && v <= 1);
    }

    [Fact]
    public async Task A_glyph_depends_on_its_seed_and_number_alone()
    {
        var few = await Make(new DatasetOptions { Count = 50 });
        var many = await Make(new DatasetOptions { Count = 100 });
        var others = await Make(new DatasetOptions { Count = 50, Seed = 2 });
        many.Features[..few.Features.Length].ToArray().ShouldBe(few.Features.ToArray());
        others.Features.ToArray().ShouldNotBe(few.Features.ToArray());
    }

    [Fact]
    public async Task The_size_can_be_chosen() => (await Make(new DatasetOptions { Count = 20, ImageSize = 28 })).Shape.ShouldBe([1, 28, 28]);

    /// <summary>Real structure, and no toy: a class's mean picture says something about it, yet far from all.</summary>
    [Fact]
    public async Task The_nearest_mean_picture_is_right_more_often_than_chance_and_far_from_always()
    {
        var glyphs = await Make();
        var split = Split.Stratified(glyphs, 0.2, 0, 1);
        var means = Enumerable.Range(0, 10).Select(c => Mean(glyphs, split.Train.Where(i => glyphs.Targets.Span[i] == c))).ToArray();
        var right = split.Validation.Count(i => means.Index().MinBy(m => Distance(m.Item, glyphs.Example(i))).Index == glyphs.Targets.Span[i]);
        ((double)right / split.Validation.Count).ShouldBeInRange(0.4, 0.8);
    }

    [Fact]
    public async Task More_than_memory_holds_is_refused() =>
        (await Should.ThrowAsync<DatasetException>(() => Make(new DatasetOptions { Count = 1_000_000, ImageSize = 512 })))
            .Message.ShouldContain("at most 200,000,000 are expected");

    [Fact]
    public async Task Moons_are_two_classes_that_overlap_a_little()
    {
        var moons = await TestFiles.Load("moons");
        (moons.Count, moons.Kind).ShouldBe((1000, DatasetKind.Table));
        moons.ColumnNames.ShouldBe(["x", "y"]);
        moons.Fingerprint.ShouldBe("cacd922ae5c267e8825fc9304447ddaff0eff9d8a7e851cdcbf4ef9ce8708f27");
        // The upper moon is the half circle around (0, 0), the lower one that around (1, 0.5).
        var upper = Enumerable.Range(0, 1000).Where(i => moons.Targets.Span[i] == 0).Select(i => moons.Example(i).ToArray()).ToList();
        upper.Average(p => Math.Sqrt(p[0] * p[0] + p[1] * p[1])).ShouldBeInRange(0.95, 1.1);
        ((double)upper.Average(p => p[1])).ShouldBe(2 / Math.PI, 0.05);
    }

    private static float[] Mean(Dataset glyphs, IEnumerable<int> indices)
    {
        var examples = indices.Select(i => glyphs.Example(i).ToArray()).ToList();
        return [.. Enumerable.Range(0, glyphs.FeatureCount).Select(p => examples.Average(e => e[p]))];
    }

    private static double Distance(float[] mean, ReadOnlySpan<float> example)
    {
        var sum = 0.0;
        for (var p = 0; p < mean.Length; p++) sum += (mean[p] - example[p]) * (mean[p] - example[p]);
        return sum;
    }
}
