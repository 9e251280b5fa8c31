using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Searches;

/// <summary>The searches of a study, the first one first.</summary>
/// <param name="Sequence">Sequence number of the study's last event.</param>
/// <param name="Searches">One a trial that searches.</param>
public sealed record SearchList(long Sequence, IReadOnlyList<SearchSummary> Searches);

/// <summary>A search and what came of it.</summary>
/// <param name="Trial">The trial that searches.</param>
/// <param name="Number">Which of the study's searches it is, from 0.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Step">Epochs so far.</param>
/// <param name="Budget">Epochs in all.</param>
/// <param name="Found">What it would give now, the best first.</param>
public sealed record SearchSummary(int Trial, int Number, TrialState State, double Step, double Budget, IReadOnlyList<FoundView> Found);

/// <summary>An architecture that a search has found.</summary>
/// <param name="Genotype">Its text.</param>
/// <param name="Score">How it does with the shared weights, larger is better; null where that was not measured.</param>
/// <param name="Trained">The trial that trains it from scratch; null while there is none.</param>
public sealed record FoundView(string Genotype, double? Score, TrainedView? Trained);

/// <summary>A found architecture, trained from scratch.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Step">Epochs so far.</param>
/// <param name="Budget">Epochs in all.</param>
/// <param name="Value">The objective, in the metric's own sign; null while there is none.</param>
/// <param name="Metrics">The metrics of its last report that are finite.</param>
public sealed record TrainedView(
    int Trial, TrialState State, double Step, double Budget, double? Value, IReadOnlyDictionary<string, double> Metrics);

/// <summary>A search, epoch by epoch.</summary>
public sealed record SearchView
{
    /// <summary>Sequence number of the study's last event.</summary>
    public required long Sequence { get; init; }

    /// <summary>The trial that searches.</summary>
    public required int Trial { get; init; }

    /// <summary>Which of the study's searches it is, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required TrialState State { get; init; }

    /// <summary>Epochs in all.</summary>
    public required double Budget { get; init; }

    /// <summary>Key of the space of architectures; null before the first epoch has ended.</summary>
    public string? Space { get; init; }

    /// <summary>The places where it decides.</summary>
    public IReadOnlyList<SlotView> Slots { get; init; } = [];

    /// <summary>How many epochs it has reported.</summary>
    public required int Total { get; init; }

    /// <summary>Those that were asked for, in order.</summary>
    public IReadOnlyList<EpochView> Epochs { get; init; } = [];
}

/// <summary>A place where a search decides between candidates.</summary>
/// <param name="Group">The part that it belongs to, for example <c>normal</c> or <c>reduce</c>.</param>
/// <param name="Name">Unique in its group.</param>
/// <param name="From">State that an edge comes from; null for what is no edge.</param>
/// <param name="To">State that an edge leads to; null for what is no edge.</param>
/// <param name="Candidates">Names of the candidates.</param>
public sealed record SlotView(string Group, string Name, int? From, int? To, IReadOnlyList<string> Candidates);

/// <summary>A search after an epoch.</summary>
/// <param name="Step">The epoch, from 1.</param>
/// <param name="Metrics">What it reports; null for a number that is none.</param>
/// <param name="Weights">One list a slot, one number a candidate, from 0 to 1.</param>
/// <param name="Genotype">The best architecture that it would give then; null where it names none.</param>
/// <param name="Score">How that one does with the shared weights.</param>
/// <param name="Chosen">One list a slot: places of the candidates that this architecture takes there.</param>
public sealed record EpochView(
    double Step, IReadOnlyDictionary<string, double?> Metrics, IReadOnlyList<IReadOnlyList<double>> Weights, string? Genotype, double? Score,
    IReadOnlyList<IReadOnlyList<int>> Chosen);
