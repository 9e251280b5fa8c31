using AutoMLStudio.Neural.Models;
using AutoMLStudio.Web.Models;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>Models in memory, as page tests put them there.</summary>
public sealed class ModelsTwin : IModelQueries
{
    /// <summary>The model of every trial; null where there is none.</summary>
    public ModelView? Model { get; set; }

    /// <summary>Its evaluation; null where the dataset is gone.</summary>
    public ModelEvaluation? Evaluation { get; set; }

    /// <summary>Its latency.</summary>
    public Latency Latency { get; set; } = new(42, 0.012, 3000, 1);

    /// <summary>How often it was measured anew.</summary>
    public int MeasuredAgain { get; private set; }

    /// <summary>What was asked for.</summary>
    public List<int?> Asked { get; } = [];

    /// <inheritdoc/>
    public Task<ModelView> FindAsync(long studyId, int? number, CancellationToken cancellationToken = default)
    {
        Asked.Add(number);
        return Model is null ? throw new StudyRequestException($"Study {studyId} has no completed trial yet.", isMissing: true) : Task.FromResult(Model);
    }

    /// <inheritdoc/>
    public Task<ModelEvaluation> EvaluateAsync(long studyId, int number, CancellationToken cancellationToken = default) =>
        Evaluation is null ? throw new StudyModelException("There is no dataset 'gone'.") : Task.FromResult(Evaluation);

    /// <inheritdoc/>
    public Task<Latency> LatencyAsync(long studyId, int number, bool again = false, CancellationToken cancellationToken = default)
    {
        if (again) MeasuredAgain++;
        return Task.FromResult(Latency);
    }
}
