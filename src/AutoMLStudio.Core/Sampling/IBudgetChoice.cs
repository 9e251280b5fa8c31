namespace AutoMLStudio.Core.Sampling;

/// <summary>Options of a sampler that chooses the budget of every trial.</summary>
public interface IBudgetChoice
{
    /// <summary>False when it always chooses the whole budget, so that an evaluator whose budget cannot be divided will do.</summary>
    bool ChoosesParts { get; }
}
