namespace AutoMLStudio.Datasets.Tests;

public sealed class DatasetTests
{
    private static Dataset Table(
        float[]? features = null, float[]? targets = null, string[]? classes = null, string[]? columns = null, int[]? test = null) =>
        new("t", DatasetKind.Table, [2], features ?? [1, 2, 3, 4, 5, 6], targets ?? [0, 1, 0], classes ?? ["a", "b"], columns ?? ["x", "y"], test);

    [Fact]
    public void An_example_is_its_slice_of_the_features()
    {
        var table = Table();
        table.Count.ShouldBe(3);
        table.Task.ShouldBe(DatasetTask.Classification);
        table.Example(1).ToArray().ShouldBe([3, 4]);
    }

    [Fact]
    public void Without_classes_it_is_a_regression() => Table(targets: [0.5f, -1, 7], classes: []).Task.ShouldBe(DatasetTask.Regression);

    [Fact]
    public void Parts_that_do_not_fit_are_refused_by_name()
    {
        Should.Throw<ArgumentException>(() => Table(features: [1, 2, 3])).Message.ShouldContain("3 numbers for 3 examples of 2");
        Should.Throw<ArgumentException>(() => Table(targets: [0, 1, 2])).Message.ShouldContain("A target is 2; the index of one of 2 classes");
        Should.Throw<ArgumentException>(() => Table(targets: [0, 0.5f, 1])).Message.ShouldContain("A target is 0.5");
        Should.Throw<ArgumentException>(() => Table(features: [1, 2, float.NaN, 4, 5, 6])).Message.ShouldContain("A feature is NaN");
        Should.Throw<ArgumentException>(() => Table(classes: ["a"])).Message.ShouldContain("one class only, 'a'");
        Should.Throw<ArgumentException>(() => Table(columns: ["x"])).Message.ShouldContain("1 names for 2 columns");
        Should.Throw<ArgumentException>(() => Table(test: [2, 1])).Message.ShouldContain("holds index 1");
        Should.Throw<ArgumentException>(() => Table(test: [0, 1, 2])).Message.ShouldContain("leaves no example");
        Should.Throw<ArgumentException>(() => Table(features: [], targets: [])).Message.ShouldContain("no example");
    }

    [Fact]
    public void The_fingerprint_follows_the_content_and_nothing_else()
    {
        var print = Table().Fingerprint;
        print.Length.ShouldBe(64);
        new Dataset("another name", DatasetKind.Table, [2], [1, 2, 3, 4, 5, 6], [0, 1, 0], ["a", "b"], ["x", "y"]).Fingerprint.ShouldBe(print);
        Dataset[] others =
        [
            Table(features: [1, 2, 3, 4, 5, 7]), Table(targets: [0, 1, 1]), Table(classes: ["a", "c"]),
            Table(columns: ["x", "z"]), Table(test: [2]), Table(classes: []),
        ];
        others.Select(o => o.Fingerprint).Append(print).Distinct().Count().ShouldBe(7);
    }

    [Fact]
    public void Normalisation_is_by_column_and_of_the_given_examples_only()
    {
        var table = new Dataset("t", DatasetKind.Table, [2], [1, 5, 3, 5, 1000, 1000], [0, 1, 0], ["a", "b"], ["x", "y"]);
        var normalization = Normalization.Of(table, [0, 1]);
        normalization.Mean.ShouldBe([2, 5]);
        // The second column is constant in these examples.
        normalization.Deviation.ShouldBe([1, 1]);
    }

    [Fact]
    public void Normalisation_is_by_channel_for_images()
    {
        var images = new Dataset("i", DatasetKind.Images, [2, 1, 2], [0, 1, 0.5f, 0.5f, 1, 0, 0.5f, 0.5f], [0, 1], ["a", "b"]);
        var normalization = Normalization.Of(images, [0, 1]);
        normalization.Mean.ShouldBe([0.5f, 0.5f]);
        normalization.Deviation.ShouldBe([0.5f, 1]);
    }

    [Fact]
    public void Normalisation_keeps_its_digits_where_the_mean_is_large()
    {
        var table = new Dataset("t", DatasetKind.Table, [1], [1_000_000, 1_000_002], [3, 7], [], ["x"]);
        Normalization.Of(table, [0, 1]).Deviation.ShouldBe([1]);
        var target = Normalization.OfTarget(table, [0, 1]);
        (target.Mean[0], target.Deviation[0]).ShouldBe((5, 2));
    }
}
