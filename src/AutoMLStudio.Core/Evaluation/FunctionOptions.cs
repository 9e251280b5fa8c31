using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>Options of the evaluator <c>function</c>.</summary>
public sealed record FunctionOptions : IEvaluatorOptions
{
    /// <summary>The largest budget of counting ones in the paper's experiment [Falkner2018] (§5.1).</summary>
    private const double CountingOnesBudget = 729;

    /// <summary>Which function is minimised.</summary>
    [Display(Name = "Function", Description = "A function with a known minimum.")]
    public TestFunctionKey Function { get; init; } = TestFunctionKey.Branin;

    /// <summary>Number of dimensions; null for the usual one of the function.</summary>
    [Display(Name = "Dimension",
        Description = "Number of dimensions; the function's usual one when empty. Branin, Hartmann, Goldstein-Price and Forrester have a fixed one.")]
    [Range(1, 1000)]
    public int? Dimension { get; init; }

    /// <summary>Standard deviation of Gaussian noise on every reported value.</summary>
    [Display(Name = "Noise", Description = "Standard deviation of Gaussian noise on every reported value; 0 for none.")]
    [Range(0, 1e9)]
    public double Noise { get; init; }

    /// <summary>Units of a full evaluation; null for 1, and 729 for counting ones.</summary>
    [Display(Name = "Budget",
        Description = "Units of a full evaluation. Only counting ones gets more exact with more of them; 729 there when empty, 1 for the others.")]
    [Range(1, 1e6)]
    public double? Budget { get; init; }

    /// <summary>Units between two reports of counting ones.</summary>
    [Display(Name = "Interval", Description = "Units between two reports of counting ones; the other functions report once.")]
    [Range(1, 1e6)]
    public double Interval { get; init; } = 9;

    /// <summary>Seconds that every report takes, so that a search can be watched.</summary>
    [Display(Name = "Delay", Description = "Seconds that every report takes: a function is instant, and a person wants to watch.")]
    [Range(0, 3600)]
    public double Delay { get; init; }

    /// <inheritdoc/>
    public double MaximumBudget => Budget ?? (Function == TestFunctionKey.CountingOnes ? CountingOnesBudget : 1);

    /// <inheritdoc/>
    public Objective? DefaultObjective => new(FunctionEvaluator.Metric, Direction.Minimize);

    /// <inheritdoc/>
    public SearchSpace? DefaultSpace =>
        TestFunction.DimensionFault(Function, Dimension) is null ? TestFunction.Make(Function, Dimension).Space : null;

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string? dataset)
    {
        if (TestFunction.DimensionFault(Function, Dimension) is { } fault) yield return fault;
    }
}
