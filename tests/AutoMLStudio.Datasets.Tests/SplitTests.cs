using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AutoMLStudio.Datasets.Tests;

public sealed class SplitTests
{
    /// <summary>Any dataset of up to five classes and any pair of fractions that leaves something to train on.</summary>
    public sealed record Case(float[] Targets, bool Regression, double Validation, double Test, ulong Seed)
    {
        public Dataset Data => Column(Targets, Regression ? [] : ["a", "b", "c", "d", "e"]);

        public Split Split => Datasets.Split.Stratified(Data, Validation, Test, Seed);
    }

    public static class Cases
    {
        public static Arbitrary<Case> Case() => (
            from count in Gen.Choose(30, 300)
            from regression in Gen.Elements(true, false)
            from targets in Gen.ArrayOf(Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Constant(1)), (1, Gen.Choose(2, 4))), count)
            from validation in Gen.Choose(5, 45)
            from test in Gen.Choose(0, 45)
            from seed in Gen.Choose(0, int.MaxValue)
            where test is 0 or >= 5
            select new Case([.. targets.Select(t => (float)t)], regression, validation / 100.0, test / 100.0, (ulong)seed)).ToArbitrary();
    }

    [Property(Arbitrary = [typeof(Cases)])]
    public void The_parts_share_nothing_and_leave_nothing_out(Case c) =>
        c.Split.Train.Concat(c.Split.Validation).Concat(c.Split.Test).Order().ShouldBe(Enumerable.Range(0, c.Targets.Length));

    [Property(Arbitrary = [typeof(Cases)])]
    public void Every_part_holds_each_class_in_proportion_to_less_than_one_example(Case given)
    {
        var c = given with { Regression = false };
        foreach (var (part, fraction) in new[] { (c.Split.Validation, c.Validation), (c.Split.Test, c.Test) })
            for (var label = 0; label < 5; label++)
            {
                var share = c.Targets.Count(t => t == label) * fraction;
                Math.Abs(part.Count(i => c.Targets[i] == label) - share).ShouldBeLessThan(1);
            }
        foreach (var label in c.Targets.Distinct()) c.Split.Train.ShouldContain(i => c.Targets[i] == label);
    }

    [Property(Arbitrary = [typeof(Cases)])]
    public void The_seed_names_the_split(Case c)
    {
        c.Split.Validation.ShouldBe(c.Split.Validation);
        // One other seed may draw the same few examples by chance; five do not.
        Enumerable.Range(1, 5).Any(k => !(c with { Seed = c.Seed + (ulong)k }).Split.Validation.SequenceEqual(c.Split.Validation)).ShouldBeTrue();
    }

    [Property(Arbitrary = [typeof(Cases)])]
    public void Subsets_are_nested_and_leave_the_other_parts_alone(Case c)
    {
        var (small, large) = (c.Split.Subset(0.25, 9), c.Split.Subset(0.5, 9));
        small.Train.Except(large.Train).ShouldBeEmpty();
        large.Train.Except(c.Split.Train).ShouldBeEmpty();
        large.Train.Count.ShouldBe(Math.Max(c.Split.Subset(1e-9, 1).Train.Count, (int)Math.Ceiling(0.5 * c.Split.Train.Count)));
        c.Split.Subset(1, 9).Train.ShouldBe(c.Split.Train);
        small.Validation.ShouldBe(c.Split.Validation);
        small.Test.ShouldBe(c.Split.Test);
        if (!c.Regression) small.Train.Select(i => c.Targets[i]).Distinct().Count().ShouldBe(c.Targets.Distinct().Count());
    }

    private static Dataset Column(IEnumerable<float> targets, string[] classes, int[]? test = null)
    {
        float[] values = [.. targets];
        return new Dataset("column", DatasetKind.Table, [1], new float[values.Length], values, classes, ["x"], test);
    }

    [Fact]
    public void The_parts_have_the_sizes_asked_for()
    {
        var data = Column(Enumerable.Range(0, 100).Select(i => i % 3f), ["a", "b", "c"]);
        var split = Split.Stratified(data, 0.2, 0.1, 1);
        (split.Train.Count, split.Validation.Count, split.Test.Count).ShouldBe((70, 20, 10));
    }

    [Fact]
    public void A_subset_keeps_each_class_in_proportion_and_one_of_each()
    {
        var data = Column(Enumerable.Range(0, 101).Select(i => i < 60 ? 0f : i < 100 ? 1 : 2), ["a", "b", "c"]);
        var half = Split.Stratified(data, 0, 0, 1).Subset(0.5, 4);
        half.Train.CountBy(i => data.Targets.Span[i]).Select(c => (double)c.Value).ShouldBe([30, 20, 1], tolerance: 1);
        half.Train.Count.ShouldBe(51);
        Split.Stratified(data, 0, 0, 1).Subset(0.001, 4).Train.Count.ShouldBe(3);
    }

    [Fact]
    public void A_regression_is_stratified_by_the_size_of_its_target()
    {
        var data = Column(Enumerable.Range(0, 200).Select(i => i * 7 % 200f), []);
        var split = Split.Stratified(data, 0.2, 0, 3);
        for (var bin = 0; bin < 10; bin++)
            split.Validation.Count(i => (int)data.Targets.Span[i] / 20 == bin).ShouldBe(4);
    }

    [Fact]
    public void A_part_that_the_source_sets_aside_is_the_test_part()
    {
        var data = Column(Enumerable.Range(0, 40).Select(i => i % 2f), ["a", "b"], [.. Enumerable.Range(30, 10)]);
        var split = Split.Stratified(data, 0.2, 0.5, 1);
        split.Test.ShouldBe(Enumerable.Range(30, 10));
        split.Validation.Count.ShouldBe(6);
        split.Train.Concat(split.Validation).ShouldAllBe(i => i < 30);
    }

    [Fact]
    public void A_part_that_would_be_empty_is_refused()
    {
        var data = Column([0, 1, 0, 1], ["a", "b"]);
        Should.Throw<DatasetException>(() => Split.Stratified(data, 0.1, 0, 1))
            .Message.ShouldContain("'column' has 4 examples; a validation part of 0.1");
        Should.Throw<DatasetException>(() => Split.Stratified(data, 0, 0.1, 1)).Message.ShouldContain("a test part of 0.1");
        Should.Throw<ArgumentOutOfRangeException>(() => Split.Stratified(data, 0.5, 0.5, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Split.Stratified(data, -0.1, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Split.Stratified(data, 0.5, 0, 1).Subset(0, 1));
    }
}
