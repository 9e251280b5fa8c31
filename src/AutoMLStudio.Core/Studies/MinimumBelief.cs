using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>
/// Where a model believes the smallest loss to lie, now and once what it proposes was evaluated: distributions over configurations that stand for the
/// space. Averaged over all outcomes the distribution is the one that is believed now: what an evaluation takes away is its entropy.
/// </summary>
/// <param name="At">The configurations, of every draw of the hyper-parameters one set behind the other.</param>
/// <param name="Now">p_min, one a configuration; they add up to 1.</param>
/// <param name="After">The same if the proposal turns out as predicted; null with <paramref name="Lower"/> and <paramref name="Higher"/> where nothing
/// is proposed.</param>
/// <param name="Lower">If its loss turns out one standard deviation lower.</param>
/// <param name="Higher">If its loss turns out one standard deviation higher.</param>
/// <param name="Entropy">Entropy of p_min now in nats, the average over the draws.</param>
/// <param name="ExpectedEntropy">What it is expected to be afterwards: the average over the outcomes, too.</param>
public sealed record MinimumBelief(
    IReadOnlyList<Configuration> At, IReadOnlyList<double> Now, IReadOnlyList<double>? After, IReadOnlyList<double>? Lower,
    IReadOnlyList<double>? Higher, double Entropy, double? ExpectedEntropy);
