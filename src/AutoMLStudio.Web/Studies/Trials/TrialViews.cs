using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies.Trials;

/// <summary>One trial for its page.</summary>
/// <param name="Trial">What tables show of it.</param>
/// <param name="Parent">The trial that its configuration was made from; null when it was proposed from the whole history.</param>
/// <param name="Wish">What a person wants of it and has not been done.</param>
/// <param name="Worker">The worker that evaluates it; null when that is the study's own process or none.</param>
/// <param name="Last">Number of the study's newest trial.</param>
/// <param name="Best">Configuration of the best trial; null while there is none.</param>
/// <param name="BestNumber">Its number.</param>
/// <param name="ParentConfig">Configuration of the parent.</param>
/// <param name="Artifacts">Files that it left.</param>
public sealed record TrialDetail(
    TrialView Trial, int? Parent, TrialWish Wish, string? Worker, int Last, JsonObject? Best, int? BestNumber, JsonObject? ParentConfig,
    IReadOnlyList<ArtifactView> Artifacts);

/// <summary>A file that a trial left.</summary>
/// <param name="Kind">What it is, for example <c>model.onnx</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ArtifactView(string Kind, long Size, DateTimeOffset CreatedAt);

/// <summary>A line that a trial wrote.</summary>
/// <param name="Id">Grows from line to line.</param>
/// <param name="Trial">The trial.</param>
/// <param name="At">When.</param>
/// <param name="Text">Without its end.</param>
public sealed record LogLineView(long Id, int Trial, DateTimeOffset At, string Text);

/// <summary>An event as it is stored.</summary>
/// <param name="Sequence">Its number in the study.</param>
/// <param name="At">When it happened.</param>
/// <param name="Type">Its discriminator, for example <c>trial_started</c>.</param>
/// <param name="Payload">The event in JSON.</param>
public sealed record EventView(long Sequence, DateTimeOffset At, string Type, string Payload);

/// <summary>A page of events, the newest first.</summary>
/// <param name="Events">The rows.</param>
/// <param name="Total">How many there are of the type asked for.</param>
public sealed record EventPage(IReadOnlyList<EventView> Events, int Total);

/// <summary>A configuration that waits to be tried.</summary>
/// <param name="Id">Its identity in the queue.</param>
/// <param name="Config">The configuration.</param>
/// <param name="Parent">The trial that it was changed from.</param>
public sealed record WaitingTrial(long Id, JsonObject Config, int? Parent);

/// <summary>How the trials of a study stand, budget by budget.</summary>
/// <param name="Budgets">One entry for every budget that a trial has now, the smallest first.</param>
/// <param name="Resource">Budget units spent in all.</param>
/// <param name="Waiting">Configurations that a person asked for and that wait.</param>
public sealed record StudyActivity(IReadOnlyList<BudgetCount> Budgets, double Resource, int Waiting)
{
    /// <summary>Trials that were imported; they are in none of the other figures.</summary>
    public int Imported { get; init; }

    /// <summary>Trials that are being evaluated.</summary>
    public int Running => Budgets.Sum(b => b.Running);

    /// <summary>Trials with a final value.</summary>
    public int Completed => Budgets.Sum(b => b.Completed);
}

/// <summary>The trials whose budget is a certain one.</summary>
/// <param name="Budget">Budget units.</param>
/// <param name="Trials">How many.</param>
/// <param name="Running">How many of them are being evaluated.</param>
/// <param name="Completed">How many of them have reached it as their last.</param>
public sealed record BudgetCount(double Budget, int Trials, int Running, int Completed);
