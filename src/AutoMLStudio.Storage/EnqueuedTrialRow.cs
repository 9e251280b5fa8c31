namespace AutoMLStudio.Storage;

/// <summary>A configuration that a person wants tried before the sampler proposes the next one.</summary>
public sealed class EnqueuedTrialRow
{
    /// <summary>Identity, given by the database; the lowest is tried first.</summary>
    public long Id { get; set; }

    /// <summary>The study.</summary>
    public long StudyId { get; set; }

    /// <summary>The configuration in the form of <see cref="Core.Studies.StudyJson"/>.</summary>
    public required string Configuration { get; set; }

    /// <summary>Number of the trial it was changed from; null when it was written by hand.</summary>
    public int? Parent { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Number of the trial that tries it; null while it waits.</summary>
    public int? TrialNumber { get; set; }
}
