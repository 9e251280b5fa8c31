using AutoMLStudio.Datasets.Profiles;
using SkiaSharp;

namespace AutoMLStudio.Datasets.Tests.Profiles;

public sealed class ImageProfileTests : IDisposable
{
    private readonly TestFiles _files = new();

    [Fact]
    public async Task Pictures_are_counted_by_class_and_size_and_shown()
    {
        var red = TestFiles.Picture(SKColors.Red, 8, 16);
        var path = _files.Zip("z.zip",
            ("train/a/1.png", red), ("train/a/2.png", red), ("train/b/1.png", TestFiles.Picture(TestFiles.Grey(90))), ("test/b/2.png", red));
        var (profile, samples) = await Profile(path);
        (profile.Kind, profile.Format, profile.Rows, profile.TestRows).ShouldBe((DatasetKind.Images, "images", 4, 1));
        profile.Classes.ShouldBe([new("a", 2), new("b", 2)]);
        profile.Images!.Channels.ShouldBe(3);
        profile.Images.Sizes.ShouldBe([new("8 × 16", 3), new("8 × 8", 1)]);
        profile.Images.Samples.Classes.ShouldBe([0, 0, 1, 1]);
        using var sheet = SKBitmap.Decode(samples);
        (sheet.Width, sheet.Height, profile.Images.Samples.Tile).ShouldBe((12 * 16, 16, 16));
        // The wide picture lies in the middle of its tile.
        sheet.GetPixel(8, 8).ShouldBe(SKColors.Red);
        sheet.GetPixel(8, 1).Alpha.ShouldBe((byte)0);
    }

    [Fact]
    public async Task A_zip_of_idx_files_is_one_dataset_with_its_test_part()
    {
        var path = Mnist("mnist.zip");
        var data = await TestFiles.Load(path);
        (data.Count, data.ClassNames.Count).ShouldBe((6, 2));
        data.FixedTest.ShouldBe([4, 5]);
        var (profile, _) = await Profile(path);
        (profile.Format, profile.Rows, profile.TestRows).ShouldBe(("idx", 6, 2));
        profile.Images!.Samples.Classes.ShouldBe([0, 0, 0, 1, 1, 1]);
    }

    [Fact]
    public async Task An_idx_file_without_its_labels_is_refused()
    {
        var path = _files.Zip("mnist.zip", ("images", TestFiles.Idx([2, 2, 2], new byte[8])));
        (await Should.ThrowAsync<DatasetException>(() => Profile(path))).Message.ShouldContain("mnist.zip: there are images without labels");
    }

    [Fact]
    public async Task The_datasets_of_the_studio_have_a_profile()
    {
        var token = TestContext.Current.CancellationToken;
        var glyphs = await DatasetProfiler.OfBuiltInAsync("glyphs", token);
        (glyphs.Profile.Rows, glyphs.Profile.Classes.Count, glyphs.Profile.Format).ShouldBe((2000, 10, "built-in"));
        glyphs.Samples.ShouldNotBeNull();
        var moons = await DatasetProfiler.OfBuiltInAsync("moons", token);
        moons.Profile.Classes.ShouldBe([new("lower", 500), new("upper", 500)]);
        moons.Profile.Columns.Select(c => c.Type).ShouldBe([ColumnType.Number, ColumnType.Number, ColumnType.Category]);
    }

    [Fact]
    public async Task A_large_real_archive_is_profiled()
    {
        Assert.SkipUnless(TestFiles.Shared("images/fashion_mnist_png.zip") is not null, "The shared data are not on this machine.");
        var (profile, _) = await Profile(TestFiles.Shared("images/fashion_mnist_png.zip")!);
        (profile.Rows, profile.TestRows, profile.Classes.Count, profile.Images!.Channels).ShouldBe((70_000, 10_000, 10, 1));
    }

    public void Dispose() => _files.Dispose();

    private string Mnist(string name) => _files.Zip(name,
        ("train-images-idx3-ubyte", TestFiles.Idx([4, 8, 8], [.. Enumerable.Range(0, 256).Select(i => (byte)i)])),
        ("train-labels-idx1-ubyte.gz", TestFiles.Gzip(TestFiles.Idx([4], [3, 7, 3, 7]))),
        ("t10k-images-idx3-ubyte", TestFiles.Idx([2, 8, 8], new byte[128])), ("t10k-labels-idx1-ubyte", TestFiles.Idx([2], [3, 7])),
        ("README.txt", [65]));

    private static Task<ProfiledDataset> Profile(string path) =>
        DatasetProfiler.OfFileAsync(path, cancellationToken: TestContext.Current.CancellationToken);
}
