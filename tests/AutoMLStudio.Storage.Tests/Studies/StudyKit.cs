using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Storage.Tests.Studies;

/// <summary>Studies and events for tests of storage.</summary>
internal static class StudyKit
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Adds a study that maximises <c>accuracy</c> and gives its identity.</summary>
    public static async Task<long> AddStudyAsync(TestDatabase database)
    {
        await using var context = database.NewContext();
        const string definition = """{"objective":{"metric":"accuracy","direction":"maximize"}}""";
        var study = new StudyRow { Name = "digits", Definition = definition, CreatedAt = Start };
        context.Add(study);
        await context.SaveChangesAsync();
        return study.Id;
    }

    /// <summary>Numbers events from <paramref name="first"/> on, one a second.</summary>
    public static StudyEvent[] Log(long first, params StudyEvent[] events) =>
        [.. events.Select((e, i) => e with { Sequence = first + i, At = Start.AddSeconds(first + i) })];

    /// <summary>The three events of a trial that completes with one report.</summary>
    public static StudyEvent[] TrialEvents(int number, double accuracy) =>
    [
        new TrialStarted(number, Configuration(number), 1),
        new TrialReported(number, new(1, new Dictionary<string, double> { ["accuracy"] = accuracy, ["loss"] = 1 - accuracy }, 0.25)),
        new TrialEnded(number, TrialState.Completed, null),
    ];

    public static Configuration Configuration(int number) =>
        new(new Dictionary<string, ParameterValue> { ["rate"] = 0.1 * number, ["optimizer"] = "adam", ["bias"] = true });

    public static Report Report(double step, double accuracy) => new(step, new Dictionary<string, double> { ["accuracy"] = accuracy });
}
