namespace AutoMLStudio.Storage;

/// <summary>What a trial reported after a step; the newest attempt's where a step was repeated.</summary>
public sealed class ReportRow
{
    /// <summary>The study.</summary>
    public long StudyId { get; set; }

    /// <summary>The trial.</summary>
    public int TrialNumber { get; set; }

    /// <summary>Budget units spent in all so far.</summary>
    public double Step { get; set; }

    /// <summary>Named metrics as a JSON object; NaN and infinities are texts.</summary>
    public required string Metrics { get; set; }

    /// <summary>What the step cost.</summary>
    public double Seconds { get; set; }
}

/// <summary>A report on its way from a worker to the study's coordinator, which turns it into an event.</summary>
public sealed class WorkerReportRow
{
    /// <summary>The study.</summary>
    public long StudyId { get; set; }

    /// <summary>The trial.</summary>
    public int TrialNumber { get; set; }

    /// <summary>The worker's fencing token.</summary>
    public long LeaseEpoch { get; set; }

    /// <summary>Budget units spent in all so far.</summary>
    public double Step { get; set; }

    /// <summary>The report in the form of <see cref="Core.Studies.StudyJson"/>.</summary>
    public required string Report { get; set; }
}
