namespace AutoMLStudio.Core.Scheduling;

/// <summary>Options of a scheduler that compares trials at budgets which grow by a factor.</summary>
public interface IRungOptions
{
    /// <summary>η: the factor.</summary>
    int Eta { get; }

    /// <summary>Units below which no budget lies.</summary>
    double MinBudget { get; }
}
