using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Storage;

/// <summary>
/// A study as lists show it: its definition and the sums over its events. All but what the person gives it (name,
/// definition, request, archive flag, tags, notes) is derived from the events and written with them in one transaction, by the holder of the study's
/// lease alone.
/// </summary>
public sealed class StudyRow
{
    /// <summary>Identity, given by the database.</summary>
    public long Id { get; set; }

    /// <summary>Name, 1 to 100 characters; several studies may share it.</summary>
    public required string Name { get; set; }

    /// <summary>Where the study stands.</summary>
    public StudyState State { get; set; }

    /// <summary>The canonical study file in JSON, exactly as it was validated.</summary>
    public required string Definition { get; set; }

    /// <summary>What the person wants and the running job has not done yet.</summary>
    public StudyWish Request { get; set; }

    /// <summary>When it was defined.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it first ran; null before.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it was completed, stopped or failed; null before.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it is in its state, in words for the person.</summary>
    public string? Reason { get; set; }

    /// <summary>Fencing token: grows by one with every claim; only the newest claim may write.</summary>
    public long LeaseEpoch { get; set; }

    /// <summary>Sequence number of the last event; 0 for none.</summary>
    public long LastSequence { get; set; }

    /// <summary>Trials ever started.</summary>
    public int TrialCount { get; set; }

    /// <summary>Trials that will not be evaluated further: completed, stopped, failed and cancelled ones.</summary>
    public int FinishedCount { get; set; }

    /// <summary>Trials that have failed.</summary>
    public int FailedCount { get; set; }

    /// <summary>Number of the incumbent; null while there is none.</summary>
    public int? BestTrial { get; set; }

    /// <summary>First loss of the incumbent, smaller is better.</summary>
    public double? BestLoss { get; set; }

    /// <summary>First metric of the incumbent, in its own sign.</summary>
    public double? BestValue { get; set; }

    /// <summary>Seconds spent in the state running, up to the last event.</summary>
    public double RunningSeconds { get; set; }

    /// <summary>True when the person has put it out of sight.</summary>
    public bool Archived { get; set; }

    /// <summary>What the person sorts it under; lower case, without commas.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>What the person wrote down about it, in Markdown.</summary>
    public string Notes { get; set; } = "";

    /// <summary>The row of a new study.</summary>
    public static StudyRow Of(StudyDefinition definition, DateTimeOffset now) =>
        new() { Name = definition.Name, Definition = definition.Json.ToJsonString(), CreatedAt = now };
}
