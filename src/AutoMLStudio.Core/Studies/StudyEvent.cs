using System.Text.Json;
using System.Text.Json.Serialization;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>Where a study stands.</summary>
public enum StudyState
{
    /// <summary>Defined, never started.</summary>
    Created,
    /// <summary>Waiting for a worker.</summary>
    Queued,
    /// <summary>Trials are being evaluated.</summary>
    Running,
    /// <summary>Halted by the person; can be resumed.</summary>
    Paused,
    /// <summary>Its budget is spent or nothing is left to try.</summary>
    Completed,
    /// <summary>Ended by the person.</summary>
    Stopped,
    /// <summary>Could not go on; the reason says why.</summary>
    Failed,
}

/// <summary>Something that happened in a study: a closed family. The same record is stored, broadcast and drawn; the history is its fold.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TrialStarted), "trial_started")]
[JsonDerivedType(typeof(TrialResumed), "trial_resumed")]
[JsonDerivedType(typeof(TrialReported), "trial_reported")]
[JsonDerivedType(typeof(TrialEnded), "trial_ended")]
[JsonDerivedType(typeof(SnapshotTaken), "snapshot")]
[JsonDerivedType(typeof(StudyStateChanged), "study_state")]
public abstract record StudyEvent
{
    private protected StudyEvent() { }

    /// <summary>1, 2, 3, … in the study, without a gap.</summary>
    public long Sequence { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A new trial was started. What the sampler saw is exactly the events before this one.</summary>
public sealed record TrialStarted(int Number, Configuration Configuration, double Budget) : StudyEvent
{
    /// <summary>The trial that the configuration was made from; null when it was proposed from the whole history.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Parent { get; init; }

    /// <summary>What a person had put into the study's queue and is tried by this trial: its identity there; null for a proposal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Enqueued { get; init; }

    /// <summary>
    /// Where a finished trial was imported from, for example <c>trials.csv</c>; null for one that the study evaluated itself.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Imported { get; init; }
}

/// <summary>A paused, lost or failed trial was started again.</summary>
public sealed record TrialResumed(int Number, double Budget, int Attempt) : StudyEvent;

/// <summary>A running trial finished a step.</summary>
public sealed record TrialReported(int Number, Report Report) : StudyEvent;

/// <summary>A trial left the state running: paused, completed, stopped, failed or cancelled.</summary>
public sealed record TrialEnded(int Number, TrialState State, string? Reason) : StudyEvent;

/// <summary>Something worth drawing that is no report, for example a cell under search.</summary>
public sealed record SnapshotTaken(string Kind, int? Number, JsonElement Data) : StudyEvent;

/// <summary>The study itself changed state.</summary>
public sealed record StudyStateChanged(StudyState State, string? Reason) : StudyEvent;
