using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Storage;

/// <summary>A trial as tables show it, derived from the events; the lease columns belong to the worker that evaluates it on another host.</summary>
public sealed class TrialRow
{
    /// <summary>The study.</summary>
    public long StudyId { get; set; }

    /// <summary>0, 1, 2, … in the order of starting.</summary>
    public int Number { get; set; }

    /// <summary>The configuration in the form of <see cref="StudyJson"/>.</summary>
    public required string Configuration { get; set; }

    /// <summary>Where it stands.</summary>
    public TrialState State { get; set; }

    /// <summary>Budget units that it may spend in all.</summary>
    public double Budget { get; set; }

    /// <summary>Last reported step; 0 before the first report.</summary>
    public double Step { get; set; }

    /// <summary>How often it was started.</summary>
    public int Attempt { get; set; }

    /// <summary>First loss of the last report, smaller is better; null while there is none and for a failed trial.</summary>
    public double? Loss { get; set; }

    /// <summary>First metric of the last report, in its own sign; null where <see cref="Loss"/> is.</summary>
    public double? Value { get; set; }

    /// <summary>All metrics of the last report as a JSON object, NaN and infinities as texts; null before the first report.</summary>
    public string? Metrics { get; set; }

    /// <summary>What its reports say that they cost, in seconds.</summary>
    public double Seconds { get; set; }

    /// <summary>Sequence number of its last event.</summary>
    public long Sequence { get; set; }

    /// <summary>Number of the trial that its configuration was made from; null when a sampler proposed it from the whole history.</summary>
    public int? Parent { get; set; }

    /// <summary>Where it was imported from; null when the study evaluated it itself.</summary>
    public string? Imported { get; set; }

    /// <summary>What the person wants of this trial and the running job has not done yet.</summary>
    public TrialWish Request { get; set; }

    /// <summary>Why it was paused, stopped, failed or cancelled.</summary>
    public string? Reason { get; set; }

    /// <summary>When it was first started.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Fencing token of the worker: grows by one with every claim and every revocation.</summary>
    public long LeaseEpoch { get; set; }

    /// <summary>The worker that holds the trial; null when none does.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when the worker holds it unless it says that it lives.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>How the evaluation on the worker ended: null while it has not, empty when it reached the budget, otherwise why it failed.</summary>
    public string? LeaseOutcome { get; set; }
}
