using SkiaSharp;

namespace AutoMLStudio.Datasets.Tests;

/// <summary>What people get wrong, one row each: the message must name the file, the place, the value and what is expected.</summary>
public sealed class MalformedTests : IDisposable
{
    private static readonly byte[] Picture = TestFiles.Picture(TestFiles.Grey(90));
    private static readonly DatasetOptions Regression = new() { Task = DatasetTask.Regression };
    private static readonly byte[] Webp = TestFiles.Picture(TestFiles.Grey(9), format: SKEncodedImageFormat.Webp);
    private readonly TestFiles _files = new();

    public static TheoryData<string, string, DatasetOptions?, string> Tables => new()
    {
        { "an empty file", "", null, "data.csv: the file is empty; a CSV file" },
        { "blank lines only", "\n\n\n", null, "data.csv: the file has no row" },
        { "a header only", "a,b,class\n", null, "there is no row below the header; at least two are expected" },
        { "one row", "a,class\n1,p\n", null, "there is one row only below the header" },
        { "one column", "a\n1\n2\n", null, "line 1: there is one column only, 'a'" },
        { "a short row", "a,b,class\n1,2,p\n1,p\n", null, "data.csv line 3: there are 2 fields; 3 are expected" },
        { "a long row", "a,b,class\n1,2,p\n\n1,2,3,p\n", null, "data.csv line 4: there are 4 fields; 3 are expected" },
        { "a name twice", "a,a,class\n1,2,p\n3,4,q\n", null, "line 1: the header names 'a' 2 times" },
        { "no such target", "a,b\n1,2\n3,4\n", new() { Target = "price" }, "there is no target column 'price'; one of a, b or a number from 1 to 2" },
        { "no such target number", "a,b\n1,2\n3,4\n", new() { Target = "3" }, "there is no target column '3'" },
        { "a target missing", "a,class\n1,p\n2,?\n3,q\n4,\n", null, "data.csv line 3, column 'class': the target is missing (and in 1 more rows)" },
        { "one class", "a,class\n1,p\n2,p\n", null, "column 'class': every row is of the class 'p'; at least two classes" },
        { "one class by number", "a,class\n1,1\n2,1\n", null, "every row is of the class '1'" },
        { "a name for every row", "a,class\n1,p\n2,q\n3,r\n4,s\n5,t\n6,u\n", null, "there are 6 different values in 6 rows" },
        { "too many classes", Rows(2400, i => $"{i},c{i / 2}"), null, "column 'class': there are more than 1,000 classes" },
        { "a text as regression target", "a,y\n1,2\n2,high\n3,4\n", Regression, "line 3, column 'y': 'high' is not a number" },
        { "a constant regression target", "a,y\n1,2\n2,2\n", Regression, "every target is 2; at least two different values" },
        {
            "a slip among numbers", Rows(60, i => $"{(i == 40 ? "1O" : i)},{i % 2}"), null,
            "line 42, column 'a': '1O' is not a number, as 59 of 60 values of the column are"
        },
        { "a slip in a numeric target", Rows(60, i => $"{i},{(i == 7 ? "x" : i * 0.5)}"), null, "line 9, column 'class': 'x' is not a number" },
        { "a huge number", "a,class\n1e300,p\n2,q\n", null, "line 2, column 'a': '1e300' is too large" },
        { "features without values", "a,class\n,p\n?,q\n", null, "no column beside the target holds a value" },
        { "a stray quote", "a,class\n1,p\"q\n2,r\n", null, "data.csv line 2: the row is malformed" },
        { "text after a quote", "a,class\n\"1\"x,p\n2,r\n", null, "data.csv line 2: the row is malformed" },
        { "an open quote", "a,class\n1,p\n\"2,q\n3,p\n", null, "data.csv line 3: the row is malformed" },
        { "an odd separator", "a,b\n1,2\n", new() { Separator = ':' }, "The separator is ':'; comma, semicolon, tab or bar is expected" },
        { "a count out of range", "a,b\n1,2\n", new() { Count = 1 }, "Examples must be between 20 and 1000000" },
        { "too many columns", string.Join(',', Enumerable.Range(0, 10_001).Select(i => $"c{i}")), null, "there are 10,001 columns; at most 10,000" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_faulty_table_is_refused_with_the_fault_named(string what, string text, DatasetOptions? options, string expected) =>
        (await Refusal(_files.Text("data.csv", text), options)).ShouldContain(expected, customMessage: what);

    public static TheoryData<string, string> Archives => new()
    {
        { "empty", "none of the 0 entries is a picture" },
        { "no pictures", "none of the 1 entries is a picture" },
        { "no folder", "the picture '1.png' lies in no folder" },
        { "one class", "there is one class only, 'a'" },
        { "directly in train", "the picture 'train/1.png' lies directly in 'train'; train/class/file.png is expected" },
        { "only test", "every picture is in the test folder" },
        { "unknown test class", "'test/c/1.png' is of the class 'c', which has no picture to train on" },
        { "uneven", "lie at different places" },
        { "climbing", "the entry '../a/1.png' has a path that is not plain" },
        { "absolute", "the entry '/a/1.png' has a path that is not plain" },
        { "backslash", @"the entry 'a\1.png' has a path that is not plain" },
        { "drive", "the entry 'C:/a/1.png' has a path that is not plain" },
        { "twice", "two entries are named 'a/1.png'" },
        { "not a picture", "z.zip: 'b/1.png': the entry is no picture that can be read" },
        { "cut picture", "z.zip: 'b/1.png': the picture is damaged" },
        { "another format", "z.zip: 'b/1.png': the picture is Webp; PNG, JPEG or BMP is expected" },
        { "wide picture", "the picture has 9000 × 1 pixels; 1 to 8,192 a side are expected" },
        { "cut", "z.zip: the archive is damaged" },
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task A_faulty_archive_is_refused_with_the_fault_named(string what, string expected) =>
        (await Refusal(Archive(what))).ShouldContain(expected);

    private string Archive(string what) => what switch
    {
        "empty" => _files.Zip("z.zip"),
        "no pictures" => _files.Zip("z.zip", ("a/readme.txt", [65])),
        "no folder" => _files.Zip("z.zip", ("1.png", Picture)),
        "one class" => _files.Zip("z.zip", ("a/1.png", Picture)),
        "directly in train" => _files.Zip("z.zip", ("train/1.png", Picture), ("test/1.png", Picture)),
        "only test" => _files.Zip("z.zip", ("test/a/1.png", Picture), ("test/b/1.png", Picture)),
        "unknown test class" => _files.Zip("z.zip", ("train/a/1.png", Picture), ("train/b/1.png", Picture), ("test/c/1.png", Picture)),
        "uneven" => _files.Zip("z.zip", ("a/1.png", Picture), ("x/b/1.png", Picture)),
        "climbing" => _files.Zip("z.zip", ("../a/1.png", Picture), ("b/1.png", Picture)),
        "absolute" => _files.Zip("z.zip", ("/a/1.png", Picture), ("b/1.png", Picture)),
        "backslash" => _files.Zip("z.zip", (@"a\1.png", Picture), ("b/1.png", Picture)),
        "drive" => _files.Zip("z.zip", ("C:/a/1.png", Picture), ("b/1.png", Picture)),
        "twice" => _files.Zip("z.zip", ("a/1.png", Picture), ("a/1.png", Picture), ("b/1.png", Picture)),
        "not a picture" => _files.Zip("z.zip", ("a/1.png", Picture), ("b/1.png", [1, 2, 3])),
        "cut picture" => _files.Zip("z.zip", ("a/1.png", Picture), ("b/1.png", TestFiles.Picture(TestFiles.Grey(9), 500, 500)[..200])),
        "another format" => _files.Zip("z.zip", ("a/1.png", Picture), ("b/1.png", Webp)),
        "wide picture" => _files.Zip("z.zip", ("a/1.png", Picture), ("b/1.png", TestFiles.Picture(TestFiles.Grey(9), 1, 9000))),
        "cut" => _files.Bytes("z.zip", File.ReadAllBytes(_files.Zip("whole.zip", ("a/1.png", Picture), ("b/1.png", Picture)))[..150]),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "No such archive."),
    };

    public static TheoryData<string, byte[], byte[]?, string> IdxFiles => new()
    {
        { "of another type", [0, 0, 0x0D, 3, 0, 0, 0, 1], null, "starts with 00000D03; 00000803 is expected (unsigned bytes, 3 dimensions: images)" },
        { "ending in the header", [0, 0, 8, 3, 0, 0], null, "the file ends within the header; 16 bytes" },
        { "ending in the magic number", [0, 0, 8], null, "the file ends within the header" },
        { "promising too much", TestFiles.Idx([1000, 28, 28], [1, 2]), null, "promises 1000 × 28 × 28 = 784,000 bytes after itself, but 2 follow" },
        { "promising too little", TestFiles.Idx([1, 1, 1], [1, 2]), null, "promises 1 × 1 × 1 = 1 bytes after itself, but 2 follow" },
        { "promising beyond memory", TestFiles.Idx([90_000_000, 8000, 8000], []), null, "at most 200,000,000 are expected" },
        { "of no image", TestFiles.Idx([0, 28, 28], []), null, "dimension 1 is 0; a number from 1" },
        { "with a negative size", TestFiles.Idx([2, -1, 28], []), null, "dimension 2 is -1; a number from 1 to 8,192 is expected" },
        { "without labels", TestFiles.Idx([1, 1, 1], [1]), null, "its labels are expected in 'x-labels-idx1-ubyte' beside it, which does not exist" },
        { "with too few labels", TestFiles.Idx([2, 1, 1], [1, 2]), TestFiles.Idx([1], [0]), "there are 1 labels for the 2 images" },
        {
            "with images for labels", TestFiles.Idx([2, 1, 1], [1, 2]), TestFiles.Idx([2, 1, 1], [1, 2]),
            "starts with 00000803; 00000801 is expected (unsigned bytes, 1 dimension: labels)"
        },
        { "of one class", TestFiles.Idx([2, 1, 1], [1, 2]), TestFiles.Idx([2], [4, 4]), "every label is 4; at least two classes" },
        { "compressed, promising too much", TestFiles.Gzip(TestFiles.Idx([100, 1000, 1000], [])), null, "compressed bytes can hold" },
        { "compressed, ending early", TestFiles.Gzip(TestFiles.Idx([2, 10, 10], [1])), null, "but 1 follow" },
        { "compressed, going on", TestFiles.Gzip(TestFiles.Idx([1, 1, 1], [1, 2, 3])), null, "but more follow" },
        { "compressed, damaged", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 0xFF, 0xFF, 0xFF], null, "the compressed data is damaged" },
    };

    [Theory]
    [MemberData(nameof(IdxFiles))]
    public async Task A_faulty_idx_file_is_refused_with_the_fault_named(string what, byte[] images, byte[]? labels, string expected)
    {
        var path = _files.Bytes("x-images-idx3-ubyte", images);
        if (labels is not null) _files.Bytes("x-labels-idx1-ubyte", labels);
        (await Refusal(path)).ShouldContain(expected, customMessage: what);
    }

    [Fact]
    public async Task What_is_no_dataset_at_all_is_refused_with_the_choice_named()
    {
        (await Refusal("mnist")).ShouldBe("There is no dataset 'mnist'; glyphs, moons or the path of a file is expected.");
        (await Refusal(Path.GetDirectoryName(_files.PathOf("x"))!)).ShouldContain("is a folder; a file is expected");
        (await Refusal(_files.Bytes("d.gif", [.. "GIF8"u8, 0, 1, 2]))).ShouldContain("the file starts with 'GIF8', which is no known format");
        (await Refusal(_files.Bytes("p.png", Picture))).ShouldContain("the file starts with '\\x89PNG'");
        (await Refusal(_files.Bytes("latin.csv", [.. "a,class\n1,caf"u8, 0xE9, .. "\n2,tea\n"u8])))
            .ShouldContain("latin.csv line 2: 'caf\uFFFD' is not UTF-8 text");
        (await Refusal(_files.Bytes("named", TestFiles.Idx([1, 1, 1], [1])))).ShouldContain("the name does not tell where the labels are");
    }

    private static async Task<string> Refusal(string path, DatasetOptions? options = null) =>
        (await Should.ThrowAsync<DatasetException>(() => TestFiles.Load(path, options))).Message;

    private static string Rows(int count, Func<int, string> row) =>
        "a,class\n" + string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    public void Dispose() => _files.Dispose();
}
