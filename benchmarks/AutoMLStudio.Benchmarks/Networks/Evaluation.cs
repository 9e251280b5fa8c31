using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Benchmarks.Networks;

/// <summary>One trial of the network evaluator, from its first epoch to the judgement of its ONNX file on the test part.</summary>
internal sealed class Evaluation(NetworkOptions options, string dataset, int seed, string folder)
{
    private readonly Trial _trial = new() { Number = 0, Configuration = Configuration.Empty, Budget = options.Epochs };

    private readonly NetworkEvaluator _evaluator = new(options, new MethodContext(
        new SearchSpace([new FloatParameter("dropout", 0, 0.5)]), [new Objective(Metrics.ValidationLoss, Direction.Minimize)], options.Epochs,
        (ulong)seed, dataset, folder));

    /// <summary>The epochs, as they are asked for.</summary>
    public IAsyncEnumerable<Core.Studies.Report> Epochs(CancellationToken cancellationToken) => _evaluator.EvaluateAsync(_trial, cancellationToken);

    /// <summary>Reads and splits the data, which is done once a process.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken) => await _evaluator.ExamplesAsync(cancellationToken);

    /// <summary>All epochs at once.</summary>
    public async Task TrainAsync(Action<string> finished, CancellationToken cancellationToken)
    {
        await foreach (var report in Epochs(cancellationToken))
            finished($"epoch {report.Step}: validation loss {report.Metrics[Metrics.ValidationLoss]:G4}");
    }

    /// <summary>The scores of the exported file on the test part, which nothing before has touched.</summary>
    public async Task<ModelEvaluation> TestAsync(CancellationToken cancellationToken)
    {
        using var model = new OnnxModel(await _evaluator.ExportAsync(_trial, cancellationToken));
        var examples = await _evaluator.ExamplesAsync(cancellationToken);
        return examples.Part == "test" ? ModelEvaluation.Of(model, examples, cancellationToken)
            : throw new InvalidOperationException("The data have no test part.");
    }
}
