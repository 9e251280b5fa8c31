using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies;

/// <summary>Tries out what a step of a study's trials costs on this machine. The second implementation is the test twin of the page tests.</summary>
public interface IStepMeasurement
{
    /// <summary>True when a step of this study can be tried without consequences: it trains a network here, and runs nobody's program.</summary>
    bool CanMeasure(StudyDefinition study);

    /// <summary>Trains one configuration, that in the middle of the space, for a few steps; null when it takes too long.</summary>
    /// <exception cref="TrialFailedException">The configuration cannot be trained; the message says why.</exception>
    Task<StepCost?> MeasureAsync(StudyDefinition study, CancellationToken cancellationToken);
}

/// <summary>What a step cost.</summary>
/// <param name="SecondsPerStep">Seconds of one budget unit (an epoch), the first one left out where there were more.</param>
/// <param name="Steps">Steps that were run.</param>
/// <param name="Configuration">What was trained.</param>
/// <param name="HasGpu">True when it ran on a GPU.</param>
public sealed record StepCost(double SecondsPerStep, int Steps, Configuration Configuration, bool HasGpu);
