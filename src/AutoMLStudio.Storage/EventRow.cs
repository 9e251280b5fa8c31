namespace AutoMLStudio.Storage;

/// <summary>An event of a study; never changed once written.</summary>
public sealed class EventRow
{
    /// <summary>The study.</summary>
    public long StudyId { get; set; }

    /// <summary>1, 2, 3, … in the study, without a gap.</summary>
    public long Sequence { get; set; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The discriminator, for example <c>trial_started</c>.</summary>
    public required string Type { get; set; }

    /// <summary>The event in the form of <see cref="Core.Studies.StudyJson"/>, byte for byte.</summary>
    public required string Payload { get; set; }
}
