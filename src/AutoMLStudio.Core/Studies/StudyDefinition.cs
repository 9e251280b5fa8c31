using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>A validated study: what to search, how, and how much to spend.</summary>
public sealed record StudyDefinition
{
    /// <summary>Name, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What is searched.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>What is optimised; the first decides the incumbent.</summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>What a trial must also be like to be feasible, by its metrics; empty for nothing.</summary>
    public IReadOnlyList<OutcomeConstraint> Outcomes { get; init; } = [];

    /// <summary>How trials are evaluated.</summary>
    public required Choice Evaluator { get; init; }

    /// <summary>How configurations are proposed.</summary>
    public required Choice Sampler { get; init; }

    /// <summary>How much is spent on which trial.</summary>
    public required Choice Scheduler { get; init; }

    /// <summary>When the study ends.</summary>
    public required StudyBudget Budget { get; init; }

    /// <summary>Name or path of the dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>Trials evaluated at the same time; 1 to 256.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether a configuration may be tried more than once.</summary>
    public Duplicates Duplicates { get; init; }

    /// <summary>The study whose finished trials this one begins with; null for none.</summary>
    public WarmStart? WarmStart { get; init; }

    /// <summary>How often a failed trial is tried again; 0 to 10.</summary>
    public int Retries { get; init; }

    /// <summary>Queue whose workers evaluate the trials; null for the process that runs the study.</summary>
    public string? Queue { get; init; }

    /// <summary>Units of a full evaluation.</summary>
    public double MaximumBudget { get; init; } = 1;

    /// <summary>The canonical study file in JSON, defaults filled in: what is stored and what reading it again gives.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>The circumstances in which the study's methods are made.</summary>
    /// <param name="folder">Where its trials may keep checkpoints and logs; empty where nothing is kept.</param>
    /// <param name="log">Takes what its trials say beside their reports.</param>
    /// <param name="datasetFile">Where its dataset lies when the studio keeps it under a name; null otherwise.</param>
    public MethodContext Context(string folder = "", ITrialLog? log = null, string? datasetFile = null) =>
        new(Space, Objectives, MaximumBudget, Seed, Dataset, folder, Parallelism, Name, log, datasetFile) { Outcomes = Outcomes };

    /// <summary>The evaluator, which knows the sampler: it may have to train what that searches with.</summary>
    public IEvaluator MakeEvaluator(MethodContext context) =>
        Evaluator.Make<IEvaluator>(context with { Sampler = Sampler.Make<ISampler>(context) });
}

/// <summary>A method chosen from the catalogue with its options.</summary>
/// <param name="Method">The entry.</param>
/// <param name="Options">An instance of its options type.</param>
public sealed record Choice(Method Method, object Options)
{
    /// <summary>Makes the instance.</summary>
    public T Make<T>(MethodContext context) => (T)Method.Make(Options, context);
}

/// <summary>When a study ends: whichever comes first; null means no limit of that kind.</summary>
/// <param name="Trials">Trials that are started, failed ones included, imported ones not; at least 1. Paused ones may go on after the last
/// has been started.</param>
/// <param name="Time">Time spent running, pauses not counted.</param>
/// <param name="Resource">Budget units spent in all.</param>
/// <param name="NoImprovement">Trials ended since the incumbent was found.</param>
/// <param name="Rules">Rules of the catalogue that look at the whole history; null for none.</param>
public sealed record StudyBudget(
    int? Trials = null, TimeSpan? Time = null, double? Resource = null, int? NoImprovement = null, IReadOnlyList<Choice>? Rules = null);

/// <summary>Whether a configuration may be tried more than once in a study.</summary>
public enum Duplicates
{
    /// <summary>No proposal repeats a trial, pending ones included; a finite space that is exhausted ends the study.</summary>
    Avoid,
    /// <summary>Proposals may repeat trials: for objectives whose noise is worth averaging out.</summary>
    Repeat,
}

/// <summary>Another study to begin with.</summary>
/// <param name="Study">Its name, or its identity as a number.</param>
public sealed record WarmStart(string Study);
