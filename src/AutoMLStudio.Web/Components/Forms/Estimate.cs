using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Training;
using AutoMLStudio.Web.Searches;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>What a study will cost at most, as far as its file tells.</summary>
/// <param name="Size">Configurations there are.</param>
/// <param name="Trials">Trials at most; null for no limit.</param>
/// <param name="StepsPerTrial">Budget units of a full trial; epochs of a network in any case.</param>
/// <param name="Parallelism">Trials at the same time.</param>
/// <param name="Limit">Time at most; null for no limit.</param>
/// <param name="EndsEarly">True when the scheduler gives weak trials less.</param>
internal sealed record Estimate(SpaceSize Size, int? Trials, double StepsPerTrial, int Parallelism, TimeSpan? Limit, bool EndsEarly)
{
    /// <summary>What a sampler does that searches by shared weights; null for any other.</summary>
    public SharedSearch? Search { get; init; }

    /// <summary>Units spent when every trial runs to its end; null without a limit on trials.</summary>
    public double? Steps => Search is not null ? Search.Steps(StepsPerTrial) : Math.Min(Trials ?? double.PositiveInfinity, Size.Configurations ?? double.PositiveInfinity) is var count
        && double.IsFinite(count) ? count * StepsPerTrial : null;

    /// <summary>The estimate of a study.</summary>
    public static Estimate Of(StudyDefinition study) => new(SpaceSize.Of(study.Space), study.Budget.Trials, StepsOf(study), study.Parallelism,
        study.Budget.Time, study.Scheduler.Method.Key != "full")
    {
        Search = SharedSearch.Of(study),
    };

    /// <summary>
    /// Time until every trial has run to its end at this cost a step; null without a limit on trials, when it is beyond years, and for searches by shared
    /// weights, whose steps cost more.
    /// </summary>
    public TimeSpan? All(StepCost cost) => Search is null && Steps is { } steps ? Span(steps * cost.SecondsPerStep / Parallelism) : null;

    /// <summary>Full trials that fit into the time limit at this cost a step; null without a limit.</summary>
    public int? Fitting(StepCost cost) => Limit is { } limit
        ? (int)Math.Min(limit.TotalSeconds / (StepsPerTrial * cost.SecondsPerStep) * Parallelism, 1e9) : null;

    private static double StepsOf(StudyDefinition study) =>
        study.Evaluator.Options is NetworkOptions { Budget: BudgetKind.Data } network ? network.Epochs : study.MaximumBudget;

    private static TimeSpan? Span(double seconds) => seconds < TimeSpan.FromDays(3650).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
}
