using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The model of a history as people look at it: cuts and diagnostics, in the unit of the losses.</summary>
/// <param name="model">The model.</param>
/// <param name="propose">Finds the next configuration; asked once.</param>
internal sealed class FittedProcess(SurrogateModel model, Func<Configuration?> propose) : IFittedModel
{
    // The acquisition has a work space of its own, and the proposal is searched with it.
    private readonly Lock _acquisition = new();
    private readonly Lazy<Configuration?> _proposal = new(propose);

    /// <inheritdoc/>
    public Configuration Incumbent { get; } = model.Encoding.Decode(model.Incumbent);

    /// <inheritdoc/>
    public Configuration? Proposal
    {
        get
        {
            lock (_acquisition) return _proposal.Value;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<int> Good => [];

    /// <inheritdoc/>
    public ModelCut? Cut(CutRequest request)
    {
        var space = model.Encoding.Space;
        if (CutGrid.Of(space, Incumbent, request) is not { } grid) return null;
        int[] shown = [.. Enumerable.Range(0, grid.Cells.Count).Where(i => grid.Cells[i] is not null)];
        List<double[]> inputs = [.. shown.Select(i => model.Encoding.Encode(grid.Cells[i]!).Input)];
        var (means, variances) = model.Posterior.At(inputs);
        double[] worths;
        lock (_acquisition) worths = model.Acquisition.Values(inputs);
        double?[] Spread(Func<int, double?> value)
        {
            var values = new double?[grid.Cells.Count];
            for (var k = 0; k < shown.Length; k++) values[shown[k]] = value(k) is { } v && double.IsFinite(v) ? v : null;
            return values;
        }

        double Deviation(int k) => Math.Sqrt(variances[k]);
        ModelField mean = new("mean", "mean", FieldRole.Loss, Spread(k => model.ToLoss(means[k])));
        ModelField deviation = new("deviation", "σ", FieldRole.Deviation, Spread(k => model.Spread(means[k], Deviation(k))));
        ModelField acquisition = new("acquisition", model.Acquisition.Name, FieldRole.Acquisition,
            Spread(k => space.SatisfiesConstraints(grid.Cells[shown[k]]!) ? worths[k] : null));
        if (grid.Axes.Count == 2) return new(grid, [mean, deviation, acquisition]);
        ModelField low = new("low", "−2σ", FieldRole.Loss, Spread(k => model.ToLoss(means[k] - 2 * Deviation(k))));
        ModelField high = new("high", "+2σ", FieldRole.Loss, Spread(k => model.ToLoss(means[k] + 2 * Deviation(k))));
        return new(grid, [mean, low, high, deviation, acquisition]);
    }

    /// <inheritdoc/>
    public ModelDiagnostics Diagnose()
    {
        var parameters = model.Posterior.Typical;
        var facts = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["points"] = model.Posterior.Count,
            ["signal"] = model.Spread(0, Math.Sqrt(parameters.Scale)),
            ["noise"] = model.Spread(0, Math.Sqrt(parameters.Noise)),
        };
        if (model.Clipped > 0) facts["clipped"] = model.Clipped;
        var lengths = model.Encoding.Space.Parameters.Zip(parameters.LengthScales, (p, l) => KeyValuePair.Create(p.Name, l));
        return new(
            parameters.Kernel == KernelKind.Matern52 ? "Matérn 5/2, a length-scale a parameter" : "squared exponential, a length-scale a parameter", facts, [new("length_scale", [.. lengths])], AtProposal(), model.LeftOut());
    }

    private PredictedLoss? AtProposal()
    {
        if (Proposal is not { } proposal) return null;
        var (means, variances) = model.Posterior.At([model.Encoding.Encode(proposal).Input]);
        return model.Interval(means[0], Math.Sqrt(variances[0]));
    }
}
