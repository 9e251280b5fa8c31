using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Seeding;

/// <summary>A trial that was finished elsewhere and that a study is to learn from.</summary>
/// <param name="Configuration">Lies in the study's space.</param>
/// <param name="State">How it ended: any finished state.</param>
/// <param name="Budget">Budget units that it was granted.</param>
/// <param name="Reports">Its reports, in order of their steps; the last has every objective, unless it failed. May be empty for a failed one.</param>
/// <param name="Reason">Why it was stopped, failed or cancelled.</param>
public sealed record SeedTrial(
    Configuration Configuration, TrialState State, double Budget, IReadOnlyList<Report> Reports, string? Reason = null);
