using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Advice;

/// <summary>Why a sampler is advised.</summary>
public enum SamplerReason
{
    /// <summary>The budget suffices for every configuration there is.</summary>
    Exhaustive,
    /// <summary>The architectures have no dimensions that a model could be built on.</summary>
    OpenArchitectures,
    /// <summary>Nearly all trials start before the first results are there.</summary>
    NothingToLearnFrom,
    /// <summary>Several objectives and few trials.</summary>
    FewCompromises,
    /// <summary>Several objectives and many trials, or no limit to them.</summary>
    ManyCompromises,
    /// <summary>Parameters depend on each other's values.</summary>
    Conditional,
    /// <summary>More parameters than a Gaussian process copes with.</summary>
    ManyParameters,
    /// <summary>More trials than a Gaussian process is quick with, or no limit to them.</summary>
    ManyTrials,
    /// <summary>The scheduler compares trials at several budgets.</summary>
    SeveralBudgets,
    /// <summary>Few trials in few dimensions: each should be used as well as possible.</summary>
    FewTrials,
}

/// <summary>Why a scheduler is advised.</summary>
public enum SchedulerReason
{
    /// <summary>A trial has no steps between which it could be ended.</summary>
    NoSteps,
    /// <summary>Too few trials to compare one with.</summary>
    FewTrials,
    /// <summary>A few steps: bad trials are ended, all others run through.</summary>
    ShortTraining,
    /// <summary>Many steps, one trial at a time.</summary>
    LongTraining,
    /// <summary>Many steps, several trials at a time, none of which should wait.</summary>
    LongTrainingInParallel,
}

/// <summary>A method for a study and why.</summary>
/// <param name="Sampler">As a study file has it: type and options that differ from their defaults.</param>
/// <param name="SamplerReason">Why this sampler.</param>
/// <param name="Scheduler">As a study file has it.</param>
/// <param name="SchedulerReason">Why this scheduler.</param>
public sealed record MethodAdvice(JsonObject Sampler, SamplerReason SamplerReason, JsonObject Scheduler, SchedulerReason SchedulerReason);
