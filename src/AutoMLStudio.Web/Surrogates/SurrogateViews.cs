using System.Text.Json.Nodes;

namespace AutoMLStudio.Web.Surrogates;

/// <summary>Why there is a model to look at, or not.</summary>
public enum SurrogateStatus
{
    /// <summary>There is one.</summary>
    Ready,
    /// <summary>The method waits for more trials with a value.</summary>
    Waiting,
    /// <summary>The parameter is switched off where the others are held.</summary>
    Inactive,
    /// <summary>The method keeps no model of this space.</summary>
    None,
}

/// <summary>The model over one or two parameters at one moment; values of the objective in the metric's own sign.</summary>
public sealed record SurrogateCut
{
    /// <summary>The model saw the events up to this one.</summary>
    public required long Sequence { get; init; }

    /// <summary>Why there is nothing more, unless it is <see cref="SurrogateStatus.Ready"/>.</summary>
    public required SurrogateStatus Status { get; init; }

    /// <summary>Trials that the model knows.</summary>
    public int Known { get; init; }

    /// <summary>Trials that it waits for.</summary>
    public int Needed { get; init; }

    /// <summary>The axes; cells run along the last one fastest.</summary>
    public IReadOnlyList<SurrogateAxis> Axes { get; init; } = [];

    /// <summary>What the model says at each cell.</summary>
    public IReadOnlyList<SurrogateField> Fields { get; init; } = [];

    /// <summary>The configuration that the cut goes through.</summary>
    public JsonObject? At { get; init; }

    /// <summary>The best trial's configuration.</summary>
    public JsonObject? Incumbent { get; init; }

    /// <summary>What is tried next; null when nothing is left to propose.</summary>
    public JsonObject? Proposal { get; init; }

    /// <summary>The evaluated trials that have the axes' parameters.</summary>
    public SurrogatePoints? Points { get; init; }
}

/// <summary>An axis: numbers, texts or flags, in order.</summary>
public sealed record SurrogateAxis(string Parameter, IReadOnlyList<JsonNode> Values);

/// <summary>One quantity over the cells.</summary>
/// <param name="Key">mean, low, high, deviation, good, bad, acquisition, cost, exploitation, exploration, information, …</param>
/// <param name="Name">As it is drawn.</param>
/// <param name="Role">objective, deviation, density, distance, acquisition, acquisition_part or cost.</param>
/// <param name="Values">One a cell; null where there is none.</param>
/// <param name="Unit">Unit of the values; null where the role has it, or there is none.</param>
/// <param name="AddsUpTo">What this part and the others of the same name add up to.</param>
public sealed record SurrogateField(
    string Key, string Name, string Role, IReadOnlyList<float?> Values, string? Unit = null, string? AddsUpTo = null);

/// <summary>Evaluated trials, column by column; of more than 2,000 the best and the newest.</summary>
/// <param name="Number">Their numbers.</param>
/// <param name="Value">Their values.</param>
/// <param name="At">Their coordinates, one list an axis.</param>
/// <param name="Good">Numbers of those that the model takes for good ones.</param>
/// <param name="Latest">Number of the one that ended last.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Budget">Their budgets, where the model tells budgets apart.</param>
public sealed record SurrogatePoints(
    IReadOnlyList<int> Number, IReadOnlyList<double> Value, IReadOnlyList<IReadOnlyList<JsonNode>> At, IReadOnlyList<int> Good, int? Latest,
    int Total, IReadOnlyList<double>? Budget = null);

/// <summary>
/// Where the model believes the best value to lie, at the largest budget: distributions over configurations that stand for the space, column by column.
/// Empty for a method that does not decide by that.
/// </summary>
public sealed record SurrogateMinimum
{
    /// <summary>The model saw the events up to this one.</summary>
    public required long Sequence { get; init; }

    /// <summary>Why there is nothing more, unless it is <see cref="SurrogateStatus.Ready"/>.</summary>
    public required SurrogateStatus Status { get; init; }

    /// <summary>The configurations, a column a parameter.</summary>
    public IReadOnlyList<SurrogateColumn> At { get; init; } = [];

    /// <summary>The probability that the best value lies there, one a configuration.</summary>
    public IReadOnlyList<double> Now { get; init; } = [];

    /// <summary>The same once what is proposed was evaluated and turned out as predicted; null when nothing is proposed.</summary>
    public IReadOnlyList<double>? After { get; init; }

    /// <summary>If its loss turns out one standard deviation lower.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>If its loss turns out one standard deviation higher.</summary>
    public IReadOnlyList<double>? Higher { get; init; }

    /// <summary>Entropy now, in nats.</summary>
    public double? Entropy { get; init; }

    /// <summary>What it is expected to be afterwards, over all outcomes.</summary>
    public double? ExpectedEntropy { get; init; }
}

/// <summary>Values of a parameter; null where it is off.</summary>
public sealed record SurrogateColumn(string Parameter, IReadOnlyList<JsonNode?> Values);

/// <summary>The moments to look back at: one an ended trial with a value, after a sequence number.</summary>
/// <param name="Sequence">Sequence number of the study's last event.</param>
/// <param name="Moment">Sequence number of the last event that made a difference to a model: the moment to ask for to see it as it is now.</param>
/// <param name="Numbers">Numbers of the trials.</param>
/// <param name="Sequences">Sequence numbers of their ends, growing.</param>
public sealed record SurrogateIterations(long Sequence, long Moment, IReadOnlyList<int> Numbers, IReadOnlyList<long> Sequences);

/// <summary>What the model says of itself at one moment; values of the objective in the metric's own sign.</summary>
/// <param name="Sequence">The model saw the events up to this one.</param>
/// <param name="Status">Why there is nothing more.</param>
/// <param name="Known">Trials that the model knows.</param>
/// <param name="Kind">The model in a few words.</param>
/// <param name="Facts">Named numbers.</param>
/// <param name="Vectors">Named numbers, one a parameter.</param>
/// <param name="AtProposal">What is expected of the next trial.</param>
/// <param name="LeftOut">Every trial as the others predict it; null when the model predicts no values.</param>
/// <param name="Scales">Figures of the model as a whole that are worth following.</param>
public sealed record SurrogateDiagnostics(
    long Sequence, SurrogateStatus Status, int Known, string Kind = "", IReadOnlyDictionary<string, double>? Facts = null,
    IReadOnlyList<SurrogateVector>? Vectors = null, SurrogateInterval? AtProposal = null, SurrogateLeftOut? LeftOut = null,
    IReadOnlyList<SurrogateScale>? Scales = null);

/// <summary>A number a parameter; of several draws of the hyper-parameters the medians with the quartiles.</summary>
public sealed record SurrogateVector(
    string Key, IReadOnlyList<string> Names, IReadOnlyList<double> Values, IReadOnlyList<double>? Lower = null, IReadOnlyList<double>? Upper = null);

/// <summary>A number of the model; of several draws of the hyper-parameters the median with the quartiles.</summary>
public sealed record SurrogateScale(string Key, double Median, double? Lower, double? Upper);

/// <summary>A predicted value and the ends of ±2σ.</summary>
public sealed record SurrogateInterval(double Median, double Low, double High);

/// <summary>Trials and what a model says that has not seen them, column by column.</summary>
/// <param name="Number">Their numbers.</param>
/// <param name="Observed">What was measured, an outlier at the fence.</param>
/// <param name="Predicted">What the others say.</param>
/// <param name="Low">Lower ends of ±2σ, noise included.</param>
/// <param name="High">Upper ends.</param>
/// <param name="Residual">Measured less predicted in standard deviations.</param>
/// <param name="Coverage">Share of the trials within ±2σ; 0.954 if the model is right.</param>
/// <param name="Coverage90">Share of the trials within the interval that holds 90 % if the model is right.</param>
public sealed record SurrogateLeftOut(
    IReadOnlyList<int> Number, IReadOnlyList<double> Observed, IReadOnlyList<double> Predicted, IReadOnlyList<double> Low,
    IReadOnlyList<double> High, IReadOnlyList<double> Residual, double Coverage, double Coverage90);
