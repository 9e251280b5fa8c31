using AutoMLStudio.Datasets.Profiles;

namespace AutoMLStudio.Datasets.Tests.Profiles;

public sealed class TableProfileTests : IDisposable
{
    private readonly TestFiles _files = new();

    [Fact]
    public async Task A_column_of_numbers_has_its_sums_and_its_missing_values()
    {
        // By hand: 2, 4, 4, 4, 5, 5, 7, 9 have the mean 5 and the deviation 2.
        var profile = await Profile("a,class\n2,x\n4,y\n4,x\n4,y\n5,x\n?,y\n5,x\n7,y\n9,x\n");
        profile.Rows.ShouldBe(9);
        var column = profile.Columns[0];
        column.Type.ShouldBe(ColumnType.Number);
        column.Numbers.ShouldBe(new NumberSummary(2, 5, 9, 2, true));
        (column.Missing, column.Distinct, column.DistinctIsExact).ShouldBe((1, 5, true));
        column.Top.ShouldBe([new("2", 1), new("4", 3), new("5", 2), new("7", 1), new("9", 1)]);
        column.Head.ShouldBe(["2", "4", "4", "4", "5", "", "5", "7", "9"]);
    }

    [Fact]
    public async Task Categories_are_counted_and_texts_that_hardly_repeat_are_told_apart()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"name {i},{(i % 3 == 0 ? "red" : "blue")},{i * 0.5}\n"));
        var profile = await Profile($"who,colour,y\n{rows}");
        profile.Columns[0].Type.ShouldBe(ColumnType.Text);
        profile.Columns[1].Type.ShouldBe(ColumnType.Category);
        profile.Columns[1].Top.ShouldBe([new("blue", 40), new("red", 20)]);
        profile.Columns[2].Histogram.Sum(b => b.Count).ShouldBe(60);
        profile.Suggestion!.Task.ShouldBe(DatasetTask.Regression);
    }

    [Theory]
    [InlineData("a,Label,b\n1,x,3\n2,y,4\n3,x,5\n", "Label", DatasetTask.Classification, "The column is named 'Label'.")]
    [InlineData("a,b\n1,0\n2,1\n3,1\n", "b", DatasetTask.Classification, "It is the last column, and none is named")]
    [InlineData("a,b\n1,0.5\n2,1\n3,1\n", "b", DatasetTask.Regression, "numbers with fractions")]
    [InlineData("a,id\nx,p\ny,q\nx,r\ny,s\nx,t\n", "a", DatasetTask.Classification, "the last column that could be predicted")]
    [InlineData("1,14.2,1065.5\n1,13.2,1050.5\n2,12.3,520.5\n2,12.4,680.5\n", "column 1", DatasetTask.Classification,
        "The first column holds 2 classes")]
    public async Task The_target_is_found_with_a_reason(string text, string column, DatasetTask task, string reason)
    {
        var suggestion = (await Profile(text)).Suggestion!;
        (suggestion.Column, suggestion.Task).ShouldBe((column, task));
        suggestion.Reason.ShouldContain(reason);
        var read = await TestFiles.Load(_files.PathOf("data.csv"), new() { Target = suggestion.Column, Task = suggestion.Task });
        read.Task.ShouldBe(task);
    }

    [Fact]
    public async Task A_table_without_a_column_to_predict_has_no_suggestion() => (await Profile("a,b\n1,x\n1,x\n")).Suggestion.ShouldBeNull();

    [Fact]
    public async Task What_no_study_could_read_is_refused()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i == 40 ? "1O" : i)},{i % 2}\n"));
        (await Should.ThrowAsync<DatasetException>(() => Profile($"a,class\n{rows}"))).Message
            .ShouldContain("data.csv line 42, column 'a': '1O' is not a number");
    }

    [Fact]
    public async Task Many_different_values_are_counted_up_to_a_bound()
    {
        var profile = await Profile("id,class\n" + string.Concat(Enumerable.Range(0, 120_000).Select(i => $"{i},{i % 2}\n")));
        (profile.Columns[0].Distinct, profile.Columns[0].DistinctIsExact).ShouldBe((100_000, false));
        profile.Columns[0].Histogram.Sum(b => b.Count).ShouldBe(120_000);
    }

    [Fact]
    public async Task Real_tables_are_understood()
    {
        Assert.SkipUnless(TestFiles.Shared("tabular/adult-train.csv") is not null, "The shared data are not on this machine.");
        var adult = await Shared("tabular/adult-train.csv");
        (adult.Rows, adult.ColumnCount, adult.Classes.Count).ShouldBe((32_561, 15, 2));
        adult.Columns[1].Missing.ShouldBe(1836);
        var wine = await Shared("tabular/wine.csv");
        (wine.Rows, wine.Suggestion!.Column, wine.Classes.Count).ShouldBe((178, "column 14", 3));
        (await Shared("tabular/winequality-red.csv")).Suggestion!.Task.ShouldBe(DatasetTask.Classification);
    }

    public void Dispose() => _files.Dispose();

    private static async Task<DatasetProfile> Shared(string path) =>
        (await DatasetProfiler.OfFileAsync(TestFiles.Shared(path)!, cancellationToken: TestContext.Current.CancellationToken)).Profile;

    private async Task<DatasetProfile> Profile(string text) =>
        (await DatasetProfiler.OfFileAsync(_files.Text("data.csv", text), cancellationToken: TestContext.Current.CancellationToken)).Profile;
}
