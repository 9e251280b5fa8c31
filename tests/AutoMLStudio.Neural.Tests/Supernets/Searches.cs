using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Tests.Training;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>Searches as short as can be, on 200 pictures of glyphs.</summary>
internal static class Searches
{
    public static readonly NetworkOptions Training = new()
    {
        Threads = 1, BatchSize = 64, ValidationFraction = 0.05, TestFraction = 0.85, Deterministic = true, Epochs = 2,
    };

    /// <summary>Two stages of up to two blocks.</summary>
    public static MobileSpace Small { get; } = new(new MobileOptions
    {
        WidthMultiplier = 0.1, Stages = 2, MaxDepth = 2, Kernels = [3, 5], Expansions = [1, 3], SqueezeExcite = SkipChoice.Never,
    });

    public static MethodContext Context(string folder = "", NetworkSpace? space = null) => new(
        new SearchSpace([new ArchitectureParameter("net", space ?? Small)]), [Studies.Accuracy], 2, 7, "glyphs", folder, 1, "a search of tests");

    public static NetworkEvaluator Evaluator(MethodContext context, SupernetSampler sampler) => new(Training, context with { Sampler = sampler });

    public static Trial Trial(int epochs, IReadOnlyList<Report>? reports = null) =>
        Studies.Trial(epochs, 0, Configuration.ForSearch(0, epochs), reports);

    /// <summary>A search at its beginning, with the data that a study would give it.</summary>
    public static async Task<SupernetSearch> BeginAsync(SupernetSampler sampler, MethodContext context)
    {
        var data = await TrainingData.LoadAsync("glyphs", null, Training, 7, TorchSharp.torch.CPU, TestContext.Current.CancellationToken);
        return sampler.Begin(new(data, Training, context, 0), TestContext.Current.CancellationToken);
    }

    /// <summary>All that a report says but the time that it took.</summary>
    public static string Text(Report report) => System.Text.Json.JsonSerializer.Serialize(report with { Seconds = 0 });
}
