using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>Trials of a study column by column, for charts; values in the metric's own sign, null where there is none.</summary>
public sealed record StudyColumns
{
    /// <summary>Sequence number that this leads to: what comes later is asked for by it.</summary>
    public required long Sequence { get; init; }

    /// <summary>The head of the study as it stands now.</summary>
    public required StudySummary Summary { get; init; }

    /// <summary>The parameters, in the order of the space.</summary>
    public required IReadOnlyList<ParameterView> Parameters { get; init; }

    /// <summary>Names of the reported metrics.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>How many trials the question is about.</summary>
    public required int Total { get; init; }

    /// <summary>How many of them are here: fewer than <see cref="Total"/> when it is a sample.</summary>
    public required int Shown { get; init; }

    /// <summary>Numbers of the trials.</summary>
    public required IReadOnlyList<double?> Number { get; init; }

    /// <summary>Where they stand.</summary>
    public required IReadOnlyList<TrialState> State { get; init; }

    /// <summary>The objective.</summary>
    public required IReadOnlyList<double?> Value { get; init; }

    /// <summary>Budget units granted.</summary>
    public required IReadOnlyList<double?> Budget { get; init; }

    /// <summary>Budget units spent.</summary>
    public required IReadOnlyList<double?> Step { get; init; }

    /// <summary>Time of the evaluation, as the evaluator says, or from start to end where it says nothing.</summary>
    public required IReadOnlyList<double?> Seconds { get; init; }

    /// <summary>When they were started, in milliseconds since 1970.</summary>
    public required IReadOnlyList<double?> Started { get; init; }

    /// <summary>When they ended, in milliseconds since 1970.</summary>
    public required IReadOnlyList<double?> Ended { get; init; }

    /// <summary>Sequence number of their last event.</summary>
    public required IReadOnlyList<double?> SequenceOf { get; init; }

    /// <summary>1, more for those that were retried.</summary>
    public required IReadOnlyList<double?> Attempt { get; init; }

    /// <summary>Why they were paused, stopped, failed or cancelled.</summary>
    public required IReadOnlyList<string?> Reason { get; init; }

    /// <summary>Where they were imported from; null for the study's own.</summary>
    public required IReadOnlyList<string?> Imported { get; init; }

    /// <summary>Which of the study's searches they are, from 1; null for candidates. Empty where the sampler makes no searches.</summary>
    public IReadOnlyList<double?> Search { get; init; } = [];

    /// <summary>How much they break the outcome constraints in all, 0 for feasible ones. Empty where the study has none.</summary>
    public IReadOnlyList<double?> Violation { get; init; } = [];

    /// <summary>
    /// The settings by parameter: numbers, places in the list of choices, or genotypes of architectures; null where the parameter is inactive.
    /// </summary>
    public required IReadOnlyDictionary<string, object> Config { get; init; }

    /// <summary>The last reported metrics by name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double?>> Values { get; init; }
}

/// <summary>Learning curves: one metric of some trials, step by step.</summary>
/// <param name="Sequence">Sequence number of the last event in it.</param>
/// <param name="Metric">The metric that is shown.</param>
/// <param name="Metrics">The metrics there are.</param>
/// <param name="Total">How many trials there are.</param>
/// <param name="Number">Numbers of the trials shown.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Steps">Budget units spent at each report, one list a trial.</param>
/// <param name="Values">The metric at each report, one list a trial; null where it is no finite number or was not reported.</param>
public sealed record StudyCurves(
    long Sequence, string Metric, IReadOnlyList<string> Metrics, int Total, IReadOnlyList<int> Number, IReadOnlyList<TrialState> State,
    IReadOnlyList<IReadOnlyList<double>> Steps, IReadOnlyList<IReadOnlyList<double?>> Values);
