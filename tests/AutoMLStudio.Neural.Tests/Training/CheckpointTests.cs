using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly Studies _studies = new();

    private string File => Path.Combine(_studies.Folder, "checkpoint.bin");

    public void Dispose() => _studies.Dispose();

    [Fact]
    public void A_checkpoint_comes_back_as_it_was_and_replaces_the_one_before()
    {
        Sample(1).Save(_studies.Folder);
        Sample(2).Save(_studies.Folder);
        var read = Checkpoint.Load(_studies.Folder).ShouldNotBeNull();
        read.Header.Epoch.ShouldBe(2);
        read.Header.Reports[0].Metrics["validation_loss"].ShouldBe(double.NaN);
        read.Header.Model.TargetScale!.Mean.ShouldBe([1.5f]);
        read.Arrays.Select(a => a.Length).ShouldBe([3, 0, 2]);
        read.Arrays[0].ShouldBe([1f, float.NegativeInfinity, -0.1f]);
        Directory.GetFiles(_studies.Folder).ShouldHaveSingleItem("nothing is left beside it");
    }

    [Fact]
    public void A_damaged_checkpoint_is_none()
    {
        Checkpoint.Load(_studies.Folder).ShouldBeNull();
        Sample(1).Save(_studies.Folder);
        var whole = System.IO.File.ReadAllBytes(File);
        for (var i = 0; i < whole.Length; i += 7)
        {
            System.IO.File.WriteAllBytes(File, whole[..i]);
            Checkpoint.Load(_studies.Folder).ShouldBeNull($"cut off after {i} bytes");
            var flipped = (byte[])whole.Clone();
            flipped[i] ^= 0x10;
            System.IO.File.WriteAllBytes(File, flipped);
            Checkpoint.Load(_studies.Folder).ShouldBeNull($"byte {i} changed");
        }
    }

    private static Checkpoint Sample(int epoch)
    {
        var report = new Report(epoch, new Dictionary<string, double> { ["validation_loss"] = double.NaN });
        var model = new TrainedModel("{}", "{}", "moons", "abc", [], ["x", "y"], new Datasets.Normalization([1.5f], [2f]));
        return new Checkpoint(new CheckpointHeader("id", epoch, 10, [report], model), [[1f, float.NegativeInfinity, -0.1f], [], [3f, 4f]]);
    }
}
