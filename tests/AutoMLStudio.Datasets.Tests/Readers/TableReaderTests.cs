namespace AutoMLStudio.Datasets.Tests.Readers;

public sealed class TableReaderTests : IDisposable
{
    private readonly TestFiles _files = new();

    private Task<Dataset> Read(string text, DatasetOptions? options = null) => TestFiles.Load(_files.Text("data.csv", text), options);

    [Fact]
    public async Task Numbers_and_categories_become_columns()
    {
        var data = await Read("size,colour,price\n1,red,10.5\n2,blue,11.5\n3,red,12.5\n");
        data.Name.ShouldBe("data.csv");
        data.Task.ShouldBe(DatasetTask.Regression);
        data.ColumnNames.ShouldBe(["size", "colour=blue", "colour=red"]);
        data.Features.ToArray().ShouldBe([1, 0, 1, 2, 1, 0, 3, 0, 1]);
        data.Targets.ToArray().ShouldBe([10.5f, 11.5f, 12.5f]);
    }

    [Theory]
    [InlineData("?")]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("NaN")]
    public async Task A_missing_number_becomes_the_median_and_is_marked(string mark)
    {
        var data = await Read($"a,b,class\n1,x,p\n{mark},{mark},q\n3,y,p\n10,x,q\n");
        data.ColumnNames.ShouldBe(["a", "a missing", "b=x", "b=y", "b missing"]);
        data.Example(0).ToArray().ShouldBe([1, 0, 1, 0, 0]);
        data.Example(1).ToArray().ShouldBe([3, 1, 0, 0, 1]);
    }

    [Fact]
    public async Task A_column_without_any_value_is_left_out() => (await Read("a,,class\n1,,p\n2,,q\n")).ColumnNames.ShouldBe(["a"]);

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData(',')]
    [InlineData('|')]
    public async Task The_separator_is_found(char separator)
    {
        var data = await Read("a,b,class\n1.5,x y,p\n2.5,z,q\n".Replace(',', separator));
        data.ColumnNames.ShouldBe(["a", "b=x y", "b=z"]);
        data.Example(0)[0].ShouldBe(1.5f);
    }

    [Fact]
    public async Task Decimal_commas_are_read_between_semicolons()
    {
        var data = await Read("a;y\n1,5;0,25\n2,5;0,75\n");
        data.Features.ToArray().ShouldBe([1.5f, 2.5f]);
        data.Targets.ToArray().ShouldBe([0.25f, 0.75f]);
    }

    [Fact]
    public async Task Quotes_line_breaks_a_byte_order_mark_and_windows_line_ends_are_understood()
    {
        var data = await Read("\uFEFF\"a\",\"said \"\"so\"\"\",class\r\n\"1\",\"x, y\",p\r\n2,\"two\r\nlines\",q\r\n");
        data.ColumnNames.ShouldBe(["a", "said \"so\"=two\r\nlines", "said \"so\"=x, y"]);
    }

    [Fact]
    public async Task Utf16_is_understood_by_its_byte_order_mark()
    {
        var utf16 = System.Text.Encoding.Unicode;
        var path = _files.Bytes("wide.csv", [.. utf16.Preamble, .. utf16.GetBytes("ä,class\n1,p\n2,q\n")]);
        (await TestFiles.Load(path)).ColumnNames.ShouldBe(["ä"]);
    }

    [Fact]
    public async Task Without_a_header_the_columns_are_numbered()
    {
        var data = await Read("1,red,0\n2,blue,1\n3,red,0\n4,red,1\n");
        data.Count.ShouldBe(4);
        data.ColumnNames.ShouldBe(["column 1", "column 2=blue", "column 2=red"]);
        (await Read("a,b\nc,d\ne,b\na,d\n", new DatasetOptions { Header = false })).Count.ShouldBe(4);
        (await Read("1,2\n3,0\n4,1\n5,0\n", new DatasetOptions { Header = true })).ColumnNames.ShouldBe(["1"]);
    }

    [Fact]
    public async Task The_target_is_found_by_its_usual_name_its_own_name_or_its_number()
    {
        const string Text = "label,b,c\np,1,2.5\nq,2,3.5\np,3,4.5\nq,4,5.5\n";
        (await Read(Text)).ClassNames.ShouldBe(["p", "q"]);
        (await Read(Text, new DatasetOptions { Target = "C" })).Targets.ToArray().ShouldBe([2.5f, 3.5f, 4.5f, 5.5f]);
        (await Read(Text, new DatasetOptions { Target = "3" })).Targets.ToArray().ShouldBe([2.5f, 3.5f, 4.5f, 5.5f]);
    }

    [Fact]
    public async Task Whole_numbers_are_classes_in_numerical_order_unless_told_otherwise()
    {
        const string Text = "a,y\n1,10\n2,9\n3,10.0\n4,9\n";
        var classes = await Read(Text);
        classes.ClassNames.ShouldBe(["9", "10"]);
        classes.Targets.ToArray().ShouldBe([1, 0, 1, 0]);
        var values = await Read(Text, new DatasetOptions { Task = DatasetTask.Regression });
        values.Targets.ToArray().ShouldBe([10, 9, 10, 9]);
    }

    [Fact]
    public async Task Many_whole_numbers_are_a_regression()
    {
        var text = "a,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i}\n"));
        (await Read(text)).Task.ShouldBe(DatasetTask.Regression);
    }

    [Fact]
    public async Task Rare_categories_share_a_column()
    {
        // k0 and k1 are frequent; of the 48 others, 30 more get a column of their own.
        var cells = Enumerable.Range(0, 50).SelectMany(i => Enumerable.Repeat($"k{i}", i < 2 ? 20 : 1));
        var data = await Read("a,y\n" + string.Concat(cells.Select((c, i) => $"{c},{i % 2}\n")));
        data.FeatureCount.ShouldBe(33);
        data.ColumnNames[^1].ShouldBe("a other");
        Enumerable.Range(0, data.Count).ShouldAllBe(i => data.Example(i).ToArray().Sum() == 1);
    }

    [Fact]
    public async Task Adult_is_read_with_its_missing_marks_and_without_a_header()
    {
        var path = TestFiles.Shared("tabular/adult-train.csv");
        Assert.SkipUnless(path is not null, "The adult table is not on this machine.");
        var data = await TestFiles.Load(path!, new DatasetOptions { Header = false });
        data.Count.ShouldBe(32561);
        data.ClassNames.ShouldBe(["<=50K", ">50K"]);
        data.Targets.ToArray().Count(t => t == 1).ShouldBe(7841);
        data.ColumnNames.ShouldContain("column 2 missing");
        var missing = data.ColumnNames.ToList().IndexOf("column 2 missing");
        Enumerable.Range(0, data.Count).Count(i => data.Example(i)[missing] == 1).ShouldBe(1836);
    }

    [Fact]
    public async Task Wine_is_read_as_three_classes_and_wine_quality_as_asked()
    {
        var (wine, quality) = (TestFiles.Shared("tabular/wine.csv"), TestFiles.Shared("tabular/winequality-red.csv"));
        Assert.SkipUnless(wine is not null && quality is not null, "The wine tables are not on this machine.");
        var classes = await TestFiles.Load(wine!);
        (classes.Count, classes.FeatureCount).ShouldBe((178, 13));
        classes.ClassNames.ShouldBe(["1", "2", "3"]);
        classes.Targets.ToArray().CountBy(t => t).Select(c => c.Value).ShouldBe([59, 71, 48]);
        var values = await TestFiles.Load(quality!, new DatasetOptions { Task = DatasetTask.Regression });
        (values.Count, values.FeatureCount, values.Task).ShouldBe((1599, 11, DatasetTask.Regression));
    }

    public void Dispose() => _files.Dispose();
}
