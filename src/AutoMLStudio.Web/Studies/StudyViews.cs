using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies;

/// <summary>A study as lists and the head of its page show it. All values of the objective are in the metric's own sign.</summary>
public sealed record StudySummary
{
    /// <summary>Identity.</summary>
    public required long Id { get; init; }

    /// <summary>Name as the person gave it.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required StudyState State { get; init; }

    /// <summary>Key of the sampler.</summary>
    public required string Sampler { get; init; }

    /// <summary>Key of the scheduler.</summary>
    public required string Scheduler { get; init; }

    /// <summary>Key of the evaluator.</summary>
    public required string Evaluator { get; init; }

    /// <summary>Dataset, if any.</summary>
    public string? Dataset { get; init; }

    /// <summary>Metric that decides the incumbent.</summary>
    public required string Metric { get; init; }

    /// <summary>Which way the metric is better.</summary>
    public required Direction Direction { get; init; }

    /// <summary>All that is optimised, <see cref="Metric"/> first; empty where a summary was made without.</summary>
    public IReadOnlyList<Objective> Objectives { get; init; } = [];

    /// <summary>What a trial must also be like to be feasible.</summary>
    public IReadOnlyList<OutcomeConstraint> Outcomes { get; init; } = [];

    /// <summary>False while no trial keeps the outcome constraints: the incumbent is then the one that breaks them least.</summary>
    public bool BestIsFeasible { get; init; } = true;

    /// <summary>How many trials no other dominates; null with one objective and where nobody counted.</summary>
    public int? FrontSize { get; init; }

    /// <summary>Trials started so far.</summary>
    public int Trials { get; init; }

    /// <summary>Trials that have ended.</summary>
    public int Finished { get; init; }

    /// <summary>Trials that have failed.</summary>
    public int Failed { get; init; }

    /// <summary>Trials the budget allows; null when it sets no such limit.</summary>
    public int? TrialBudget { get; init; }

    /// <summary>Share of the budget that is spent, 0 to 1: of trials or of time, whichever is further.</summary>
    public double Progress { get; init; }

    /// <summary>Estimated time to the end while running; null when unknown.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Value of the incumbent.</summary>
    public double? BestValue { get; init; }

    /// <summary>Number of the incumbent.</summary>
    public int? BestTrial { get; init; }

    /// <summary>Time spent running, pauses not counted.</summary>
    public TimeSpan Running { get; init; }

    /// <summary>When it was defined.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it stands where it stands, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>Sequence number of its last event.</summary>
    public long Sequence { get; init; }

    /// <summary>True when the best trial's model can be downloaded as ONNX.</summary>
    public bool HasModel { get; init; }

    /// <summary>What the person sorts it under.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>True when the person has put it out of sight.</summary>
    public bool Archived { get; init; }

    /// <summary>The best value after equal shares of its trials, at most 24 points; empty where no list is drawn.</summary>
    public IReadOnlyList<double?> Sparkline { get; init; } = [];
}

/// <summary>A study with its definition, for its page.</summary>
/// <param name="Summary">What lists show.</param>
/// <param name="Definition">The canonical study file in JSON.</param>
/// <param name="Yaml">The same as YAML.</param>
/// <param name="Parameters">The parameters that samplers see, in order.</param>
/// <param name="HasSurrogate">True when the sampler has a model to show.</param>
/// <param name="Notes">What the person wrote down about it, in Markdown.</param>
public sealed record StudyDetail(
    StudySummary Summary, JsonObject Definition, string Yaml, IReadOnlyList<ParameterView> Parameters, bool HasSurrogate,
    string Notes = "")
{
    /// <summary>The budget, where the sampler's model has it for an axis beside the parameters.</summary>
    public ParameterView? ModelBudget { get; init; }
}

/// <summary>A parameter as charts need it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">float, int, categorical, ordinal or architecture.</param>
/// <param name="Low">Lower bound of a number.</param>
/// <param name="High">Upper bound of a number.</param>
/// <param name="Log">True for a logarithmic scale.</param>
/// <param name="Choices">Choices of a categorical or ordinal one.</param>
public sealed record ParameterView(string Name, string Type, double? Low, double? High, bool Log, IReadOnlyList<string>? Choices);

/// <summary>A trial as tables and charts show it; values in the metric's own sign.</summary>
/// <param name="Number">Number in the study.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Value">The objective; null while there is none.</param>
/// <param name="Budget">Budget units granted.</param>
/// <param name="Step">Budget units spent.</param>
/// <param name="Seconds">Time of its evaluation so far.</param>
/// <param name="Attempt">1, more when it was retried.</param>
/// <param name="Reason">Why it was paused, stopped, failed or cancelled.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Sequence">Sequence number of its last event: for an ended trial the moment from which models know its value.</param>
public sealed record TrialView(
    int Number, TrialState State, JsonObject Config, double? Value, double Budget, double Step, double Seconds, int Attempt, string? Reason,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long Sequence)
{
    /// <summary>True when no other trial dominates it; null with one objective.</summary>
    public bool? OnFront { get; init; }

    /// <summary>How much it breaks the outcome constraints in all, 0 when it is feasible; null without a value and in a study without them.</summary>
    public double? Violation { get; init; }

    /// <summary>All metrics of the last report.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Where it was imported from; null when the study evaluated it itself.</summary>
    public string? Imported { get; init; }

    /// <summary>Which of the study's searches by shared weights it is, from 1; null for a candidate.</summary>
    public int? Search { get; init; }
}

/// <summary>A page of trials.</summary>
/// <param name="Trials">The rows asked for.</param>
/// <param name="Total">How many the filter lets through, on all pages.</param>
public sealed record TrialPage(IReadOnlyList<TrialView> Trials, int Total);

/// <summary>How to page through trials.</summary>
/// <param name="Skip">Rows to leave out first.</param>
/// <param name="Take">Rows to give; 1 to 1,000.</param>
/// <param name="Sort">Any column: number, value, state, budget, step, seconds, attempt, started, ended, sequence, reason, with several objectives front,
/// with outcome constraints feasible and violation, a parameter or a metric, the latter two also as <c>config.NAME</c> and <c>metrics.NAME</c>.</param>
/// <param name="Descending">True for the largest first; empty cells stand last in any case.</param>
/// <param name="Filter">What must hold, such as <c>state = completed and learning_rate &lt; 1e-3</c>; null for all.</param>
public sealed record TrialQuery(int Skip = 0, int Take = 100, string Sort = "number", bool Descending = false, string? Filter = null);

/// <summary>What came of reading a study file.</summary>
/// <param name="Faults">Every fault; empty when the file is good.</param>
/// <param name="Given">The file as JSON, as it was written; null when it cannot be read as an object at all.</param>
/// <param name="Json">The canonical JSON of a good file, defaults filled in; null when it has faults.</param>
/// <param name="Yaml">The canonical YAML of a good file; of a faulty one as it was written; null when it cannot be read.</param>
public sealed record StudyCheck(IReadOnlyList<Fault> Faults, JsonObject? Given, JsonObject? Json, string? Yaml);
