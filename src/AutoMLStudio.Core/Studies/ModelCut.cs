using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>Which cut through a model to show.</summary>
/// <param name="Parameters">The one or two parameters along the axes; <see cref="BudgetAxis.Key"/> for the budget, where the model has it for an
/// axis.</param>
/// <param name="Given">Values of some of the others; what is not named has the incumbent's, or is integrated out by a model of densities when nothing
/// is given.</param>
/// <param name="Resolution">Values along an axis of more than that many; 2 to 1,000.</param>
public sealed record CutRequest(IReadOnlyList<string> Parameters, Configuration? Given = null, int Resolution = 101);

/// <summary>What a model says over one or two parameters, all others fixed. Losses (smaller is better) in the objective's own unit.</summary>
/// <param name="Grid">Where it is said.</param>
/// <param name="Fields">What is said, a value a cell each.</param>
public sealed record ModelCut(CutGrid Grid, IReadOnlyList<ModelField> Fields);

/// <summary>What the values of a field mean, which decides how they are drawn.</summary>
public enum FieldRole
{
    /// <summary>A predicted loss, or an end of the interval that it lies in.</summary>
    Loss,
    /// <summary>The uncertainty of a prediction, in the unit of the loss.</summary>
    Deviation,
    /// <summary>A probability density over the unit interval (square) that a parameter's own scale maps to; of a discrete one a probability.</summary>
    Density,
    /// <summary>How far the nearest trial is, in the unit cube of the parameters' own scales: for models that have no uncertainty.</summary>
    Distance,
    /// <summary>The worth of trying, larger is better.</summary>
    Acquisition,
    /// <summary>What an evaluation is expected to cost, above zero, in the field's own unit.</summary>
    Cost,
    /// <summary>One of the quantities that an acquisition is made of, in the field's own unit.</summary>
    AcquisitionPart,
}

/// <summary>One quantity over the cells of a cut.</summary>
/// <param name="Key">Short fixed name: <c>mean</c>, <c>low</c> and <c>high</c> (the ends of ±2σ), <c>deviation</c>, <c>good</c>, <c>bad</c>,
/// <c>distance</c>, <c>acquisition</c>, <c>cost</c>, <c>exploitation</c>, <c>exploration</c>, <c>information</c>, ….</param>
/// <param name="Name">As it is drawn, for example <c>log EI</c>.</param>
/// <param name="Role">What the values mean.</param>
/// <param name="Values">One a cell; null where a parameter is inactive, an acquisition is −∞ or a constraint does not hold.</param>
public sealed record ModelField(string Key, string Name, FieldRole Role, IReadOnlyList<double?> Values)
{
    /// <summary>Unit of the values, for example <c>s</c> or <c>nat</c>; null where it is that of the role, or none.</summary>
    public string? Unit { get; init; }

    /// <summary>What this part and the others of the same name add up to, for example <c>EI</c>; null for a part that stands alone.</summary>
    public string? AddsUpTo { get; init; }
}
