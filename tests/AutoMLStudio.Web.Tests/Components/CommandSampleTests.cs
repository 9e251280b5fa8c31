using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Wizard;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>What the wizard shows a person to copy runs as it is.</summary>
public sealed class CommandSampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-sample").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("train.py", "python3", CommandSample.Python, 3)]
    [InlineData("train.sh", "sh", CommandSample.Shell, 1)]
    public async Task A_sample_evaluates_the_configurations_that_the_wizard_begins_with(string name, string program, string text, int reports)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(file, text.ReplaceLineEndings("\n"), TestContext.Current.CancellationToken);
        var json = new System.Text.Json.Nodes.JsonObject { ["name"] = "sample" };
        StudyShape.Put(json, StudySource.Command);
        json["evaluator"]!["command"] = $"{program} {file}";
        json["evaluator"]!["epochs"] = reports;
        var study = StudyReader.Read(json, StudioCatalog.All);
        var trial = new Trial { Number = 0, Budget = reports, Configuration = study.Space.Decode([0.5, 0.5]) };
        var values = new List<double>();
        await foreach (var report in study.Evaluator.Make<IEvaluator>(study.Context(_folder))
            .EvaluateAsync(trial, TestContext.Current.CancellationToken)) values.Add(report.Metrics["value"]);
        values.Count.ShouldBe(reports);
        values.ShouldAllBe(v => double.IsFinite(v));
    }
}
