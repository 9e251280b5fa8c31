using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>Options of the evaluator <c>command</c>.</summary>
public sealed record CommandOptions : IEvaluatorOptions, IDividedBudget
{
    /// <summary>The command line, run by <c>/bin/sh -c</c> once a trial, in the folder where the studio was started.</summary>
    [Display(Name = "Command", Description = "Run by /bin/sh once a trial: reads the configuration as JSON on standard input, prints one JSON object "
        + "a line, such as {\"step\":1,\"value\":0.4}.")]
    public string Command { get; init; } = "";

    /// <summary>Seconds that a trial may take; null for no limit.</summary>
    [Display(Name = "Time-out", Description = "Seconds that a trial may take before it is ended and counts as failed; no limit when empty.")]
    [Range(0.001, 4e6)]
    public double? Timeout { get; init; }

    /// <summary>Units of a full evaluation, handed to the program as <c>STUDIO_BUDGET</c>.</summary>
    [Display(Name = "Epochs", Description = "Units of a full evaluation, handed to the program as STUDIO_BUDGET.")]
    [Range(1, 1e9)]
    public double Epochs { get; init; } = 1;

    /// <inheritdoc/>
    public double MaximumBudget => Epochs;

    /// <summary>A program is told its budget, a share of the data as well as a number of epochs.</summary>
    public bool HasParts => true;

    /// <inheritdoc/>
    public bool ReportsOnce => false;

    /// <inheritdoc/>
    public Objective? DefaultObjective => new("value", Direction.Minimize);

    /// <inheritdoc/>
    public SearchSpace? DefaultSpace => null;

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string? dataset)
    {
        if (string.IsNullOrWhiteSpace(Command)) yield return "command is missing: a command line such as \"python3 train.py\" is expected.";
        if (Command.Contains('\0')) yield return "command holds a null character, which no shell accepts.";
    }
}
