using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>A machine whose steps cost what the test says.</summary>
internal sealed class StepTwin : IStepMeasurement
{
    public double? Seconds { get; set; }

    public bool CanMeasure(StudyDefinition study) => study.Evaluator.Method.Key == "network";

    public Task<StepCost?> MeasureAsync(StudyDefinition study, CancellationToken cancellationToken) =>
        Task.FromResult(Seconds is { } seconds ? new StepCost(seconds, 3, Core.Spaces.Configuration.Empty, false) : null);
}
