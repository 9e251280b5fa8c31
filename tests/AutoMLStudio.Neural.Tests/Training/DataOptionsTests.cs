using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Training;

public sealed class DataOptionsTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("studio-data-").FullName, "sizes.csv");

    [Fact]
    public async Task The_column_to_predict_and_the_task_are_options_of_the_study()
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{i * 0.5},{i % 3},{i}");
        await File.WriteAllLinesAsync(_file, rows.Prepend("length,kind,weight"), TestContext.Current.CancellationToken);
        var byKind = await LoadAsync(new() { Target = "kind" });
        byKind.Dataset.Task.ShouldBe(DatasetTask.Classification);
        byKind.Dataset.ClassNames.Count.ShouldBe(3);
        var byLength = await LoadAsync(new() { Target = "length", Task = DatasetTask.Regression });
        byLength.Dataset.Task.ShouldBe(DatasetTask.Regression);
        byLength.Dataset.ColumnNames.ShouldNotContain("length");
    }

    [Fact]
    public void Regression_is_judged_by_its_error() =>
        new NetworkOptions { Task = DatasetTask.Regression }.DefaultObjective.ShouldBe(new Objective("validation_rmse", Direction.Minimize));

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    private Task<TrainingData> LoadAsync(NetworkOptions options) =>
        TrainingData.LoadAsync(_file, null, options, 1, CPU, TestContext.Current.CancellationToken);
}
