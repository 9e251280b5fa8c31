using System.Text.Json.Serialization;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>Where a trial stands.</summary>
public enum TrialState
{
    /// <summary>Being evaluated, or lost by a crash and about to be resumed.</summary>
    Running,
    /// <summary>Has a checkpoint and may be resumed.</summary>
    Paused,
    /// <summary>Reached its budget; has a value.</summary>
    Completed,
    /// <summary>Ended early by the scheduler; has the value of its last report.</summary>
    Stopped,
    /// <summary>Has no value; the reason says why.</summary>
    Failed,
    /// <summary>Ended by the person.</summary>
    Cancelled,
}

/// <summary>What an evaluator says after a step.</summary>
/// <param name="Step">Budget units spent in all so far (epochs, fraction of the data, …); grows from report to report.</param>
/// <param name="Metrics">Named metrics; may hold NaN or infinity, which make the trial fail.</param>
/// <param name="Seconds">What this step cost.</param>
/// <param name="Search">What a search knows after this step; null for the evaluation of a candidate.</param>
public sealed record Report(
    double Step, IReadOnlyDictionary<string, double> Metrics, double Seconds = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SearchState? Search = null);

/// <summary>What a search by shared weights knows after a step: its last one is what candidates are made from.</summary>
/// <param name="Found">The architectures that it would give now, the best first.</param>
/// <param name="Slots">How it weighs the candidates of each place where it decides.</param>
public sealed record SearchState(IReadOnlyList<FoundArchitecture> Found, IReadOnlyList<SlotWeights> Slots);

/// <summary>An architecture that a search has found.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Score">How it does with the shared weights, larger is better (accuracy, or a loss with its sign turned); null where nothing was measured.</param>
public sealed record FoundArchitecture(Architecture Architecture, double? Score = null);

/// <summary>A place where a search decides, and what it makes of the candidates there.</summary>
/// <param name="Group">The part that it belongs to, for example <c>normal</c> or <c>reduce</c>.</param>
/// <param name="Name">Unique in its group, for example <c>0→2</c>.</param>
/// <param name="From">State that an edge comes from; null for what is no edge.</param>
/// <param name="To">State that an edge leads to; null for what is no edge.</param>
/// <param name="Candidates">Names of the candidates.</param>
/// <param name="Weights">One weight a candidate, from 0 to 1.</param>
public sealed record SlotWeights(
    string Group, string Name, int? From, int? To, IReadOnlyList<string> Candidates, IReadOnlyList<double> Weights);

/// <summary>One configuration under evaluation and all that is known of it.</summary>
public sealed record Trial
{
    /// <summary>0, 1, 2, … in the order of starting.</summary>
    public required int Number { get; init; }

    /// <summary>What is tried.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>Budget units that the trial may spend in all.</summary>
    public required double Budget { get; init; }

    /// <summary>The trial that its configuration was made from; null when it was proposed from the whole history.</summary>
    public int? Parent { get; init; }

    /// <summary>Its identity in the queue of configurations that a person asked for; null when it was proposed.</summary>
    public long? Enqueued { get; init; }

    /// <summary>Where it was imported from; null when the study evaluated it itself.</summary>
    public string? Imported { get; init; }

    /// <summary>True when it looks for candidates and is none itself: it has no loss and leaves no model.</summary>
    public bool IsSearch => Configuration.IsSearch;

    /// <summary>True when the sampler proposed it; false when a person asked for it or brought it along.</summary>
    public bool IsProposed => Enqueued is null && Imported is null;

    /// <summary>Where it stands.</summary>
    public TrialState State { get; init; }

    /// <summary>Its reports so far, in order of their steps.</summary>
    public IReadOnlyList<Report> Reports { get; init; } = [];

    /// <summary>One loss an objective from the last report, smaller is better; null while there is none and for a failed trial.</summary>
    public IReadOnlyList<double>? Losses { get; init; }

    /// <summary>The first objective's loss.</summary>
    public double? Loss => Losses?[0];

    /// <summary>
    /// How far each constrained outcome of the last report lies beyond its bound, not above zero where the constraint holds; one an outcome constraint.
    /// Empty where there are none and while there is no loss.
    /// </summary>
    public IReadOnlyList<double> Excess { get; init; } = [];

    /// <summary>How far each constrained outcome breaks its bound: zero where it does not.</summary>
    public IEnumerable<double> Violations => Excess.Select(e => Math.Max(0, e));

    /// <summary>The sum of the violations; zero without any.</summary>
    public double Violation
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Excess.Count; i++) sum += Math.Max(0, Excess[i]);
            return sum;
        }
    }

    /// <summary>True when it has a loss and breaks no outcome constraint.</summary>
    public bool IsFeasible => Losses is not null && Violation == 0;

    /// <summary>How good it is among others; null while it has no loss.</summary>
    public Standing? Standing => Loss is { } loss ? new(Violation, loss) : null;

    /// <summary>How often it was started: 1, and one more each time it was lost or retried.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How often in a row it was lost with its process before it had reported anything new.</summary>
    public int Stalls { get; init; }

    /// <summary>Reports it had when it was last started.</summary>
    internal int ReportsAtStart { get; init; }

    /// <summary>Why it was paused, stopped, failed or cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was first started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Last reported step; 0 before the first report.</summary>
    public double Step => Reports.Count == 0 ? 0 : Reports[^1].Step;

    /// <summary>True when it will not be evaluated further.</summary>
    public bool IsFinished => State is TrialState.Completed or TrialState.Stopped or TrialState.Failed or TrialState.Cancelled;
}
