namespace AutoMLStudio.Storage;

/// <summary>A line that a trial wrote while it was evaluated.</summary>
public sealed class TrialLogRow
{
    /// <summary>Identity, given by the database; grows from line to line.</summary>
    public long Id { get; set; }

    /// <summary>The study.</summary>
    public long StudyId { get; set; }

    /// <summary>The trial.</summary>
    public int TrialNumber { get; set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The line, without its end.</summary>
    public required string Text { get; set; }
}
