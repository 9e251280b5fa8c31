using System.Diagnostics;
using AutoMLStudio.Datasets.Readers;
using SkiaSharp;

namespace AutoMLStudio.Datasets.Tests.Readers;

public sealed class ZipReaderTests : IDisposable
{
    private static readonly byte[] Dark = TestFiles.Picture(TestFiles.Grey(51));
    private static readonly byte[] Light = TestFiles.Picture(TestFiles.Grey(204));
    private readonly TestFiles _files = new();

    [Fact]
    public async Task Folders_are_classes_and_grey_pictures_have_one_channel()
    {
        var path = _files.Zip("z.zip",
            ("set/light/1.png", Light), ("set/dark/1.png", Dark), ("set/dark/2.PNG", Dark), ("set/LICENSE", [1]), ("__MACOSX/set/dark/._1.png", [1]));
        var data = await TestFiles.Load(path);
        data.Shape.ShouldBe([1, 8, 8]);
        data.ClassNames.ShouldBe(["dark", "light"]);
        data.Targets.ToArray().ShouldBe([0, 0, 1]);
        data.Example(0)[0].ShouldBe(0.2f);
        data.Example(2)[63].ShouldBe(0.8f);
        data.FixedTest.ShouldBeNull();
    }

    [Fact]
    public async Task A_folder_test_is_the_fixed_test_part()
    {
        var path = _files.Zip("z.zip", ("test/a/9.png", Dark), ("train/b/1.png", Light), ("train/a/1.png", Dark), ("val/b/2.png", Light));
        var data = await TestFiles.Load(path);
        data.Targets.ToArray().ShouldBe([0, 1, 1, 0]);
        data.FixedTest.ShouldBe([3]);
    }

    [Fact]
    public async Task One_coloured_picture_gives_all_three_channels()
    {
        var path = _files.Zip("z.zip", ("a/1.png", TestFiles.Picture(new SKColor(255, 0, 51))), ("b/1.png", Light));
        var data = await TestFiles.Load(path);
        data.Shape.ShouldBe([3, 8, 8]);
        (data.Example(0)[0], data.Example(0)[64], data.Example(0)[128]).ShouldBe((1, 0, 0.2f));
        data.Example(1).ToArray().ShouldAllBe(v => v == 0.8f);
    }

    [Fact]
    public async Task Pictures_of_different_sizes_are_brought_to_one()
    {
        var (narrow, wide) = (TestFiles.Picture(TestFiles.Grey(204), 20, 10), TestFiles.Picture(TestFiles.Grey(204), 20, 12));
        var path = _files.Zip("z.zip", ("a/1.png", Dark), ("a/2.png", narrow), ("b/1.png", wide));
        (await TestFiles.Load(path)).Shape.ShouldBe([1, 20, 20]);
        var asked = await TestFiles.Load(path, new DatasetOptions { ImageSize = 9 });
        asked.Shape.ShouldBe([1, 9, 9]);
        asked.Example(0).ToArray().ShouldAllBe(v => Math.Abs(v - 0.2f) < 0.01f);
    }

    [Fact]
    public async Task Large_pictures_are_scaled_down_and_keep_their_proportions()
    {
        var picture = TestFiles.Picture(TestFiles.Grey(204), 100, 200);
        (await TestFiles.Load(_files.Zip("z.zip", ("a/1.png", picture), ("b/1.png", picture)))).Shape.ShouldBe([1, 32, 64]);
    }

    [Fact]
    public async Task Jpeg_and_bmp_are_read()
    {
        var jpeg = TestFiles.Picture(TestFiles.Grey(204), format: SKEncodedImageFormat.Jpeg);
        var data = await TestFiles.Load(_files.Zip("z.zip", ("a/1.jpg", jpeg), ("b/1.bmp", Bitmap(8, 8, 51))));
        data.Example(0)[0].ShouldBe(0.8f, 0.02f);
        data.Example(1)[0].ShouldBe(0.2f);
    }

    [Fact]
    public async Task The_count_of_each_class_can_be_capped()
    {
        var path = _files.Zip("z.zip", [.. Enumerable.Range(0, 10).Select(i => ($"{(i < 5 ? "a" : "b")}/{i}.png", Dark))]);
        (await TestFiles.Load(path, new DatasetOptions { MaxPerClass = 3 })).Count.ShouldBe(6);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var path = _files.Zip("bomb.zip", ("a/1.png", Dark), ("b/1.png", new byte[10 << 20]));
        Refusal(path, new ImageLimits()).ShouldContain("the entry 'b/1.png' unpacks");
        Refusal(path, new ImageLimits(EntryBytes: 1 << 20)).ShouldContain("unpacks to 10,485,760 bytes; at most 1,048,576 are expected");
        Refusal(path, new ImageLimits(Ratio: int.MaxValue, TotalBytes: 1 << 20)).ShouldContain("unpack to more than 1,048,576 bytes");
        Refusal(path, new ImageLimits(Entries: 1)).ShouldContain("the archive has 2 entries; at most 1 are expected");
    }

    [Fact]
    public async Task An_entry_is_unpacked_no_further_than_it_says()
    {
        var path = Lying([.. Light, .. new byte[1 << 20]], says: Light.Length);
        (await TestFiles.Load(path)).Example(1)[0].ShouldBe(0.8f);
    }

    [Fact]
    public void An_entry_that_holds_less_than_it_says_is_refused() =>
        Refusal(Lying(Light, says: Light.Length + 1), new ImageLimits())
            .ShouldContain($"the entry 'b/1.png' does not unpack to the {Light.Length + 1} bytes");

    /// <summary>An archive whose second entry gives a false size in the directory at its end, where readers look.</summary>
    private string Lying(byte[] content, int says)
    {
        var bytes = File.ReadAllBytes(_files.Zip("liar.zip", ("a/1.png", Dark), ("b/1.png", content)));
        BitConverter.GetBytes(says).CopyTo(bytes, bytes.AsSpan().LastIndexOf("PK\x01\x02"u8) + 24);
        return _files.Bytes("liar.zip", bytes);
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        var path = _files.Zip("z.zip", [.. Enumerable.Range(0, 1000).Select(i => ($"{i % 2}/{i}.png", Dark))]);
        using var cancel = new CancellationTokenSource();
        var progress = new Signal(cancel.Cancel);
        await Should.ThrowAsync<OperationCanceledException>(() => DatasetCatalog.LoadAsync(path, null, progress, cancel.Token));
        progress.Last.ShouldBeLessThan(1);
    }

    [Fact]
    public async Task Ten_thousand_pictures_of_a_real_archive_take_seconds()
    {
        var path = TestFiles.Shared("images/fashion_mnist_png.zip");
        Assert.SkipUnless(path is not null, "Fashion-MNIST is not on this machine.");
        var watch = Stopwatch.StartNew();
        var data = await TestFiles.Load(path!, new DatasetOptions { MaxPerClass = 500 });
        TestContext.Current.TestOutputHelper?.WriteLine($"{data.Count} pictures in {watch.Elapsed.TotalSeconds:0.00} s");
        // One second on an idle machine; the bound leaves room for a busy one.
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(30);
        data.Shape.ShouldBe([1, 28, 28]);
        data.ClassNames.ShouldBe(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
        (data.Count, data.FixedTest!.Count).ShouldBe((10_000, 5_000));
        // The published mean and deviation of the whole training part.
        var normalization = Normalization.Of(data, Split.Stratified(data, 0, 0, 1).Train);
        normalization.Mean[0].ShouldBe(0.28604f, 0.01f);
        normalization.Deviation[0].ShouldBe(0.35302f, 0.01f);
    }

    private static string Refusal(string path, ImageLimits limits) =>
        Should.Throw<DatasetException>(() => ZipReader.Read(path, new DatasetOptions(), null, TestContext.Current.CancellationToken, limits)).Message;

    /// <summary>A BMP of 24 bits a pixel in one grey; Skia reads the format and does not write it.</summary>
    private static byte[] Bitmap(int height, int width, byte level)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        int[] fields = [54 + 3 * height * width, 0, 54, 40, width, height, 1 | (24 << 16), 0, 3 * height * width, 2835, 2835, 0, 0];
        foreach (var field in fields) writer.Write(field);
        writer.Write(Enumerable.Repeat(level, 3 * height * width).ToArray());
        return stream.ToArray();
    }

    private sealed class Signal(Action first) : IProgress<double>
    {
        public double Last { get; private set; }

        public void Report(double value)
        {
            Last = value;
            first();
        }
    }

    public void Dispose() => _files.Dispose();
}
