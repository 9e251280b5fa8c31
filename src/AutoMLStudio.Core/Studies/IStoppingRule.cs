using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>Says from the whole history when a study is no longer worth going on with. A pure function, as <see cref="ISampler"/> is.</summary>
public interface IStoppingRule
{
    /// <summary>What the rule measures now; null while it knows too little.</summary>
    /// <param name="space">What is searched.</param>
    /// <param name="history">Everything that is known.</param>
    /// <param name="rng">The stream named by the study's seed and the number of completed trials.</param>
    StoppingMeasure? Measure(SearchSpace space, History history, Rng rng);
}

/// <summary>What a stopping rule measures, and how small that must get. The study ends when it is at or below the threshold.</summary>
/// <param name="Trials">Completed trials that it was measured after.</param>
/// <param name="Bound">The measure, in the unit of the first objective; at least 0.</param>
/// <param name="Threshold">Where the study ends, in the same unit.</param>
/// <param name="Basis">What the threshold is, in a few words for the person.</param>
public sealed record StoppingMeasure(int Trials, double Bound, double Threshold, string Basis)
{
    /// <summary>True when the study may end.</summary>
    public bool IsReached => Bound <= Threshold;
}
