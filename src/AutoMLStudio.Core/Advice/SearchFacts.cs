using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Advice;

/// <summary>What a choice of method depends on.</summary>
public sealed record SearchFacts
{
    /// <summary>Number of parameters that samplers see, active or not.</summary>
    public required int Dimension { get; init; }

    /// <summary>Most values of one parameter; null with a continuous one.</summary>
    public long? LargestCardinality { get; init; }

    /// <summary>True when some parameter depends on another.</summary>
    public bool IsConditional { get; init; }

    /// <summary>True when there are architectures with no finite set of dimensions.</summary>
    public bool HasOpenArchitectures { get; init; }

    /// <summary>How many metrics are optimised.</summary>
    public int Objectives { get; init; } = 1;

    /// <summary>How many configurations there are.</summary>
    public required SpaceSize Size { get; init; }

    /// <summary>Trials at most; null for no such limit.</summary>
    public int? Trials { get; init; }

    /// <summary>Trials at the same time.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Budget units (epochs) of a full evaluation.</summary>
    public double MaximumBudget { get; init; } = 1;

    /// <summary>The facts of a study.</summary>
    public static SearchFacts Of(StudyDefinition study)
    {
        var parameters = study.Space.Parameters;
        return new()
        {
            Dimension = parameters.Count,
            LargestCardinality = parameters.Any(p => p.Cardinality is null) ? null : parameters.Max(p => p.Cardinality),
            IsConditional = study.Space.IsConditional,
            HasOpenArchitectures = parameters.Any(p => p is ArchitectureParameter),
            Objectives = study.Objectives.Count,
            Size = SpaceSize.Of(study.Space),
            Trials = study.Budget.Trials,
            Parallelism = study.Parallelism,
            MaximumBudget = study.MaximumBudget,
        };
    }
}
