using System.Formats.Tar;
using AutoMLStudio.Datasets.Profiles;
using AutoMLStudio.Datasets.Readers;

namespace AutoMLStudio.Datasets.Tests.Readers;

public sealed class CifarReaderTests : IDisposable
{
    private readonly TestFiles _files = new();

    [Fact]
    public async Task A_batch_is_read_by_its_content_alone()
    {
        var data = await TestFiles.Load(_files.Bytes("upload", Batch((3, 51), (5, 204))));
        data.Shape.ShouldBe([3, 32, 32]);
        data.ClassNames.ShouldBe(["3", "5"]);
        data.Targets.ToArray().ShouldBe([0, 1]);
        data.Example(1)[3071].ShouldBe(0.8f);
    }

    [Fact]
    public async Task A_zip_of_batches_has_names_and_a_test_part()
    {
        var names = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 10).Select(i => $"thing {i}")));
        var path = _files.Zip("cifar.zip", ("c/test_batch.bin", Batch((0, 1))), ("c/data_batch_1.bin", Batch((0, 2), (9, 3))),
            ("c/batches.meta.txt", names));
        var data = await TestFiles.Load(path);
        data.ClassNames.ShouldBe(["thing 0", "thing 9"]);
        data.FixedTest.ShouldBe([2]);
    }

    [Fact]
    public async Task The_archive_is_read_as_it_is_distributed()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, bytes) in new[] { ("data_batch_1.bin", Batch((1, 1), (2, 9))), ("test_batch.bin", Batch((2, 5))) })
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"cifar-10-batches-bin/{name}") { DataStream = new MemoryStream(bytes) });
        }
        var path = _files.Bytes("cifar-10-binary.tar.gz", TestFiles.Gzip(stream.ToArray()));
        var data = await TestFiles.Load(path);
        (data.Count, data.ClassNames.Count, data.FixedTest!.Single()).ShouldBe((3, 2, 2));
        (await DatasetProfiler.OfFileAsync(path, cancellationToken: TestContext.Current.CancellationToken)).Profile.Format.ShouldBe("cifar");
    }

    [Fact]
    public async Task A_batch_that_is_cut_off_is_refused()
    {
        var path = _files.Zip("c.zip", ("data_batch_1.bin", Batch((1, 1), (2, 9))), ("data_batch_2.bin", Batch((1, 1))[..^5]));
        (await Should.ThrowAsync<DatasetException>(() => TestFiles.Load(path))).Message
            .ShouldContain("'data_batch_2.bin': the batch has 3,068 bytes");
    }

    [Fact]
    public void An_archive_that_unpacks_to_too_much_is_refused_although_nothing_of_it_would_be_read()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, bytes) in new[] { ("data_batch_1.bin", Batch((1, 1), (2, 9))), ("zeros", new byte[100_000]) })
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }
        var path = _files.Bytes("bomb.tar.gz", TestFiles.Gzip(stream.ToArray()));
        Should.Throw<DatasetException>(() => CifarReader.ReadTar(path, "bomb", TestContext.Current.CancellationToken, new() { TotalBytes = 100_000 }))
            .Message.ShouldBe("bomb: the entries unpack to more than 100,000 bytes, which is the most expected.");
    }

    public void Dispose() => _files.Dispose();

    private static byte[] Batch(params (byte Label, byte Level)[] pictures) =>
        [.. pictures.SelectMany(p => Enumerable.Repeat(p.Level, 3072).Prepend(p.Label))];
}
