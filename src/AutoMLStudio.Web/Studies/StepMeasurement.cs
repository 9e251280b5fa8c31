using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Training;
using AutoMLStudio.Web.Datasets;

namespace AutoMLStudio.Web.Studies;

/// <summary>Measures by training: what the studio itself would do in a trial, for three epochs or twelve seconds at most.</summary>
public sealed class StepMeasurement(TimeProvider time, DatasetFiles? datasets = null) : IStepMeasurement, IDisposable
{
    private const int MaximumSteps = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>One at a time: two would measure each other.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public bool CanMeasure(StudyDefinition study) => study.Evaluator.Method.InstanceType == typeof(NetworkEvaluator);

    /// <inheritdoc/>
    public async Task<StepCost?> MeasureAsync(StudyDefinition study, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await TryAsync(study, either.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<StepCost?> TryAsync(StudyDefinition study, CancellationToken limit)
    {
        study = ByEpochs(study);
        var middle = study.Space.Decode(Enumerable.Repeat(0.5, study.Space.Dimension).ToArray());
        var trial = new Trial { Number = 0, Configuration = middle, Budget = Math.Min(MaximumSteps, study.MaximumBudget) };
        var seconds = new List<double>();
        try
        {
            // No folder: nothing is kept of it.
            var context = study.Context(datasetFile: datasets is null ? null : await datasets.FindAsync(study.Dataset, limit));
            await foreach (var report in study.Evaluator.Make<IEvaluator>(context).EvaluateAsync(trial, limit)) seconds.Add(report.Seconds);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // What has been measured by then counts.
        }
        return seconds.Count == 0 ? null
            : new(seconds.Skip(seconds.Count > 1 ? 1 : 0).Average(), seconds.Count, middle, TrainingMachine.HasGpu);
    }

    /// <summary>The same study with budgets in epochs: where they are parts of the data a training says nothing before its end.</summary>
    private static StudyDefinition ByEpochs(StudyDefinition study) => study.Evaluator.Options is not NetworkOptions { Budget: BudgetKind.Data } options ? study
        : study with
        {
            Evaluator = study.Evaluator with { Options = options with { Budget = BudgetKind.Epochs } },
            MaximumBudget = options.Epochs,
        };
}
