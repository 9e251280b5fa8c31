using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>Which cut through the model to show.</summary>
/// <param name="Parameter">The parameter along the axis.</param>
/// <param name="At">Values of the others; null for the incumbent's.</param>
/// <param name="Resolution">Number of points along the axis for a continuous parameter; 2 to 1,000.</param>
public sealed record SliceRequest(string Parameter, Configuration? At = null, int Resolution = 101);

/// <summary>The model over one parameter. All values of the objective are losses (smaller is better) in the objective's own unit.</summary>
/// <param name="Parameter">The parameter along the axis.</param>
/// <param name="Points">The curve, in order along the axis.</param>
/// <param name="AcquisitionName">What <see cref="SurrogatePoint.Acquisition"/> is, for example <c>log EI</c>; larger is better.</param>
/// <param name="At">The values of the other parameters.</param>
/// <param name="Proposal">The configuration the sampler would try next; null when it proposes none.</param>
/// <param name="Details">What else the model has to say by name (length-scales, noise, …).</param>
public sealed record SurrogateSlice(
    string Parameter,
    IReadOnlyList<SurrogatePoint> Points,
    string AcquisitionName,
    Configuration At,
    Configuration? Proposal,
    IReadOnlyDictionary<string, double> Details);

/// <summary>The model at one value.</summary>
/// <param name="Value">Value of the parameter.</param>
/// <param name="Mean">Predicted loss.</param>
/// <param name="Deviation">Standard deviation of the prediction, without observation noise.</param>
/// <param name="Acquisition">Worth of trying it; may be null where it is −∞.</param>
public sealed record SurrogatePoint(ParameterValue Value, double Mean, double Deviation, double? Acquisition);
