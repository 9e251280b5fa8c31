namespace AutoMLStudio.Datasets.Tests.Readers;

public sealed class IdxReaderTests : IDisposable
{
    private readonly TestFiles _files = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Images_and_labels_are_read_plain_and_compressed(bool packed)
    {
        byte[] Pack(byte[] bytes) => packed ? TestFiles.Gzip(bytes) : bytes;
        var end = packed ? ".gz" : "";
        var path = _files.Bytes($"train-images-idx3-ubyte{end}", Pack(TestFiles.Idx([3, 1, 2], [0, 255, 51, 102, 1, 2])));
        _files.Bytes($"train-labels-idx1-ubyte{end}", Pack(TestFiles.Idx([3], [7, 3, 7])));
        var data = await TestFiles.Load(path);
        data.Shape.ShouldBe([1, 1, 2]);
        data.ClassNames.ShouldBe(["3", "7"]);
        data.Targets.ToArray().ShouldBe([1, 0, 1]);
        data.Features[..4].ToArray().ShouldBe([0, 1, 0.2f, 0.4f]);
        data.FixedTest.ShouldBeNull();
    }

    [Fact]
    public async Task Test_files_beside_the_training_files_are_the_fixed_test_part()
    {
        var path = _files.Bytes("train-images-idx3-ubyte", TestFiles.Idx([2, 1, 1], [10, 20]));
        _files.Bytes("train-labels-idx1-ubyte", TestFiles.Idx([2], [0, 1]));
        _files.Bytes("t10k-images-idx3-ubyte", TestFiles.Idx([1, 1, 1], [255]));
        _files.Bytes("t10k-labels-idx1-ubyte", TestFiles.Idx([1], [1]));
        var data = await TestFiles.Load(path);
        data.FixedTest.ShouldBe([2]);
        data.Example(2)[0].ShouldBe(1);
    }

    [Fact]
    public async Task The_labels_can_be_named_and_the_classes_capped()
    {
        var path = _files.Bytes("pictures", TestFiles.Idx([5, 1, 1], [1, 2, 3, 4, 5]));
        var labels = _files.Bytes("answers", TestFiles.Idx([5], [0, 0, 0, 1, 1]));
        var data = await TestFiles.Load(path, new DatasetOptions { Labels = labels, MaxPerClass = 2 });
        data.Targets.ToArray().ShouldBe([0, 0, 1, 1]);
        data.Example(2)[0].ShouldBe(4 / 255f);
    }

    public void Dispose() => _files.Dispose();
}
