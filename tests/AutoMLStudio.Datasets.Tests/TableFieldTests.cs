namespace AutoMLStudio.Datasets.Tests;

public class TableFieldTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Csv = """
        size,colour,age,y
        1,red,10,0.5
        2,blue,,1.5
        3,red,30,2.5
        4,red,50,3.5
        2,,20,4.5
        """;

    [Fact]
    public async Task Encoded_columns_become_the_fields_that_a_person_knows()
    {
        var fields = TableField.Of(await TableAsync(Csv));
        fields.Select(f => f.Name).ShouldBe(["size", "colour", "age"]);
        var (size, colour, age) = (fields[0], fields[1], fields[2]);
        (size.IsWhole, size.Low, size.High, size.Typical, size.MissingColumn).ShouldBe((true, 1, 4, "2", null));
        colour.Choices.ShouldBe(["blue", "red"]);
        (colour.Typical, colour.First, colour.MissingColumn).ShouldBe(("red", 1, 3));
        (age.Low, age.High, age.Typical, age.First, age.MissingColumn).ShouldBe((10, 50, "25", 4, 5));
    }

    [Fact]
    public async Task A_row_is_encoded_as_the_reader_encodes_it()
    {
        var table = await TableAsync(Csv);
        var fields = TableField.Of(table);
        var second = TableField.Encode(fields, new Dictionary<string, string?> { ["size"] = "2", ["colour"] = "blue", ["age"] = "" }, 6, "rows[0]");
        second.Faults.ShouldBeEmpty();
        second.Row.ShouldBe(table.Example(1).ToArray());
        var last = TableField.Encode(fields, new Dictionary<string, string?> { ["size"] = "2", ["age"] = "20" }, 6, "rows[0]");
        last.Row.ShouldBe(table.Example(4).ToArray());
    }

    [Fact]
    public async Task Every_fault_names_its_field_and_what_would_be_accepted()
    {
        var fields = TableField.Of(await TableAsync(Csv));
        var cells = new Dictionary<string, string?> { ["size"] = "", ["colour"] = "green", ["age"] = "1e99", ["shape"] = "x" };
        TableField.Encode(fields, cells, 6, "rows[2]").Faults.Select(f => $"{f.Field}: {f.Message}").ShouldBe(
        [
            "rows[2]: There is no field 'shape': size, colour, age are expected.",
            "rows[2].size: It is missing: a number (1 to 4 in the data) is expected.",
            "rows[2].colour: 'green' is not accepted: one of blue, red is expected.",
            "rows[2].age: '1e99' is not accepted: a number (10 to 50 in the data) is expected.",
        ]);
    }

    [Fact]
    public async Task Numbers_whose_names_look_like_choices_stay_numbers()
    {
        var fields = TableField.Of(await TableAsync("""
            a=1,b=2,y
            0.5,7,1.5
            0.25,8,2.5
            0.75,9,0.5
            """));
        fields.Select(f => f.Name).ShouldBe(["a=1", "b=2"]);
        fields.ShouldAllBe(f => f.Choices.Count == 0);
    }

    [Fact]
    public void A_picture_becomes_an_example_of_the_models_shape()
    {
        // 2×1 pixels: pure red, white.
        using var bitmap = new SkiaSharp.SKBitmap(2, 1);
        bitmap.SetPixel(0, 0, new(255, 0, 0));
        bitmap.SetPixel(1, 0, new(255, 255, 255));
        var png = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100).ToArray();
        Pictures.Read("it", png, [3, 1, 2]).ShouldBe([1, 1, 0, 1, 0, 1]);
        Pictures.Read("it", png, [1, 1, 2]).ShouldBe([0.299f, 1], 1e-6);
        Should.Throw<DatasetException>(() => Pictures.Read("it", png, [4, 1, 2])).Message.ShouldContain("1 or 3 channels");
        Should.Throw<DatasetException>(() => Pictures.Read("it", [1, 2, 3], [1, 1, 2])).Message.ShouldContain("no picture");
    }

    private static async Task<Dataset> TableAsync(string csv)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, csv, Token);
            return await DatasetCatalog.LoadAsync(path, new DatasetOptions { Target = "y" }, cancellationToken: Token);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
