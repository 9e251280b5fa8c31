namespace AutoMLStudio.Core.Studies;

/// <summary>What a model says of itself; losses in the objective's own unit.</summary>
/// <param name="Kind">The model in a few words, for example its kernel.</param>
/// <param name="Facts">Named numbers: <c>noise</c>, <c>signal</c>, <c>points</c>, <c>clipped</c>, ….</param>
/// <param name="Vectors">Named numbers, one a parameter.</param>
/// <param name="AtProposal">What is expected of the next trial; null when the model predicts no losses or proposes nothing.</param>
/// <param name="LeftOut">Every trial as the others predict it, in order of numbers; empty when the model predicts no losses.</param>
public sealed record ModelDiagnostics(
    string Kind, IReadOnlyDictionary<string, double> Facts, IReadOnlyList<ParameterVector> Vectors, PredictedLoss? AtProposal,
    IReadOnlyList<LeftOutTrial> LeftOut)
{
    /// <summary>Figures of the model as a whole that are worth following from trial to trial; empty when there are none.</summary>
    public IReadOnlyList<ModelScale> Scales { get; init; } = [];
}

/// <summary>A number a parameter.</summary>
/// <param name="Key">Short fixed name: <c>length_scale</c>, <c>divergence</c>, ….</param>
/// <param name="Values">By name of the parameter, in the space's order; of several draws the medians.</param>
public sealed record ParameterVector(string Key, IReadOnlyList<KeyValuePair<string, double>> Values)
{
    /// <summary>Quartiles over the draws of the hyper-parameters, one pair a value; null where there is one set of them.</summary>
    public IReadOnlyList<(double Lower, double Upper)>? Quartiles { get; init; }
}

/// <summary>A number of a model.</summary>
/// <param name="Key">Short fixed name: <c>signal</c>, <c>noise</c>, ….</param>
/// <param name="Median">Its value; of several draws of the hyper-parameters the median.</param>
/// <param name="Quartiles">Over the draws; null where there is one set of hyper-parameters.</param>
public sealed record ModelScale(string Key, double Median, (double Lower, double Upper)? Quartiles = null);

/// <summary>A predicted loss.</summary>
/// <param name="Median">As likely to be exceeded as not.</param>
/// <param name="Low">Lower end of ±2σ, which holds 95.4 % if the model is right.</param>
/// <param name="High">Upper end.</param>
public sealed record PredictedLoss(double Median, double Low, double High);

/// <summary>A trial and what a model that has not seen it predicts.</summary>
/// <param name="Number">Number of the trial.</param>
/// <param name="Loss">What was measured, as the model sees it: an outlier at the fence.</param>
/// <param name="Predicted">What the others say, noise included.</param>
/// <param name="Residual">Measured less predicted, in standard deviations of the prediction, on the scale the model works on.</param>
public sealed record LeftOutTrial(int Number, double Loss, PredictedLoss Predicted, double Residual);
