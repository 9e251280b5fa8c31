using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>Finished trials as another study's.</summary>
internal static class Imports
{
    /// <summary>The events of a study that begins with trials.</summary>
    public static IReadOnlyList<StudyEvent> Events(StudyDefinition study, IEnumerable<Trial> trials) => Seeds.Events(
        new(study.Objectives), trials.Select(t => new SeedTrial(t.Configuration, t.State, t.Budget, t.Reports, t.Reason)), "trials.csv",
        new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
