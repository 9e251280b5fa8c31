using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Training;

/// <summary>Evaluators and trials for tests, and a folder that goes with the test.</summary>
internal sealed class Studies : IDisposable
{
    public static readonly Objective Accuracy = new(Metrics.ValidationAccuracy, Direction.Maximize);

    public string Folder { get; } = Directory.CreateTempSubdirectory("studio-neural-").FullName;

    /// <summary>Small and quick: a chain of two layers of 8 on moons.</summary>
    public static NetworkOptions Quick { get; } = new() { Layers = 2, Width = 8, BatchSize = 100, LearningRate = 0.02, Dropout = 0.1, Threads = 1 };

    public static SearchSpace Space(params Parameter[] parameters) =>
        new(parameters.Length > 0 ? parameters : [new FloatParameter("dropout", 0, 0.5)]);

    public NetworkEvaluator Evaluator(NetworkOptions options, double epochs = 6, string? dataset = "moons", SearchSpace? space = null,
        string objective = Metrics.ValidationAccuracy, bool keep = true) =>
        new(options, new MethodContext(
            space ?? Space(), [new Objective(objective, Direction.Minimize)], epochs, 7, dataset, keep ? Folder : "", 2, "study of tests"));

    public static Trial Trial(double budget = 6, int number = 3, Configuration? configuration = null, IReadOnlyList<Report>? reports = null) =>
        new() { Number = number, Configuration = configuration ?? Configuration.Empty, Budget = budget, Reports = reports ?? [] };

    /// <summary>All reports, or the first <paramref name="count"/>, after which the trial is left as a pause leaves it.</summary>
    public static async Task<List<Report>> RunAsync(NetworkEvaluator evaluator, Trial trial, int count = int.MaxValue)
    {
        var reports = new List<Report>();
        await foreach (var report in evaluator.EvaluateAsync(trial, TestContext.Current.CancellationToken))
        {
            reports.Add(report);
            if (reports.Count == count) break;
        }
        return reports;
    }

    /// <summary>A regression file: y = 40 + 30 a − 20 b with a column of words.</summary>
    public string RegressionFile(int rows = 300)
    {
        var rng = AutoMLStudio.Core.Numerics.Rng.For(5);
        var path = Path.Combine(Folder, "plane.csv");
        File.WriteAllLines(path, Enumerable.Range(0, rows).Select(_ =>
        {
            var (a, b) = (rng.NextGaussian(), rng.NextDouble(-1, 3));
            return $"{a:R},{b:R},{(a > 0 ? "red" : "blue")},{40 + 30 * a - 20 * b:R}";
        }).Prepend("a,b,colour,y"));
        return path;
    }

    /// <summary>Equal in every number; the seconds are the machine's.</summary>
    public static void ShouldBeSame(IEnumerable<Report> actual, IEnumerable<Report> expected) => actual.Select(Text).ShouldBe(expected.Select(Text));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Text(Report report) => $"{report.Step}: {string.Join(' ', report.Metrics.Select(m => $"{m.Key}={m.Value:R}"))}";
}
