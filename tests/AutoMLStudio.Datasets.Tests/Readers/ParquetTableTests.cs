using Parquet;
using Parquet.Schema;

namespace AutoMLStudio.Datasets.Tests.Readers;

public sealed class ParquetTableTests : IDisposable
{
    private readonly TestFiles _files = new();

    [Fact]
    public async Task Types_become_numbers_and_categories_over_all_row_groups()
    {
        var path = _files.Bytes("t.parquet", await Table());
        var data = await TestFiles.Load(path);
        data.Name.ShouldBe("t.parquet");
        data.Count.ShouldBe(4);
        data.ColumnNames.ShouldBe(
            ["size", "weight", "weight missing", "colour=blue", "colour=red", "good=false", "good=true", "day=2020-01-02T00:00:00"]);
        data.Example(1).ToArray().ShouldBe([2, 1.5f, 1, 1, 0, 1, 0, 1]);
        data.Targets.ToArray().ShouldBe([0.25f, 0.5f, 0.25f, 0.5f]);
    }

    [Fact]
    public async Task The_profile_of_a_parquet_file_is_that_of_the_same_table_as_text()
    {
        var token = TestContext.Current.CancellationToken;
        var binary = (await Profiles.Of(_files.Bytes("t.parquet", await Table()), token)).Columns;
        var text = (await Profiles.Of(_files.Text("t.csv",
            "size,weight,colour,good,day,y\n1,1.5,red,true,2020-01-02T00:00:00,0.25\n2,,blue,false,2020-01-02T00:00:00,0.5\n"
            + "1,1.5,red,true,2020-01-02T00:00:00,0.25\n2,,blue,false,2020-01-02T00:00:00,0.5\n"), token)).Columns;
        for (var c = 0; c < text.Count; c++)
        {
            (binary[c].Name, binary[c].Type, binary[c].Missing, binary[c].Numbers)
                .ShouldBe((text[c].Name, text[c].Type, text[c].Missing, text[c].Numbers));
            binary[c].Head.ShouldBe(text[c].Head);
        }
    }

    [Fact]
    public async Task Nested_columns_are_refused_by_name()
    {
        using var stream = new MemoryStream();
        var list = new DataField("list", typeof(int), isArray: true);
        await using (await ParquetWriter.CreateAsync(
            new ParquetSchema(new DataField<int>("a"), list), stream, cancellationToken: TestContext.Current.CancellationToken)) { }
        (await Should.ThrowAsync<DatasetException>(() => TestFiles.Load(_files.Bytes("n.parquet", stream.ToArray())))).Message
            .ShouldStartWith("n.parquet: the column 'list' holds");
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_refused()
    {
        var bytes = await Table();
        foreach (var length in new[] { 4, 20, bytes.Length / 2, bytes.Length - 1 })
            (await Should.ThrowAsync<DatasetException>(() => TestFiles.Load(_files.Bytes("cut.parquet", bytes[..length])))).Message
                .ShouldStartWith("cut.parquet: the Parquet file is damaged");
    }

    public void Dispose() => _files.Dispose();

    private static async Task<byte[]> Table()
    {
        var (size, weight, colour) = (new DataField<int>("size"), new DataField<double>("weight", true), new DataField<string>("colour"));
        var (good, day) = (new DataField<bool>("good"), new DateTimeDataField("day", DateTimeFormat.DateAndTime));
        var y = new DecimalDataField("y", 10, 2);
        using var stream = new MemoryStream();
        var token = TestContext.Current.CancellationToken;
        var schema = new ParquetSchema(size, weight, colour, good, day, y);
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: token))
        {
            for (var g = 0; g < 2; g++)
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<int>(size, new[] { 1, 2 }, cancellationToken: token);
                await group.WriteAsync<double>(weight, new double?[] { 1.5, null }, cancellationToken: token);
                await group.WriteAsync(colour, (string[])["red", "blue"]);
                await group.WriteAsync<bool>(good, new[] { true, false }, cancellationToken: token);
                var date = new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc);
                await group.WriteAsync<DateTime>(day, new[] { date, date }, cancellationToken: token);
                await group.WriteAsync<decimal>(y, new[] { 0.25m, 0.5m }, cancellationToken: token);
            }
        }
        return stream.ToArray();
    }

    private static class Profiles
    {
        public static async Task<Datasets.Profiles.DatasetProfile> Of(string path, CancellationToken token) =>
            (await Datasets.Profiles.DatasetProfiler.OfFileAsync(path, cancellationToken: token)).Profile;
    }
}
