using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The model of a history as people look at it: cuts and diagnostics, in the unit of the losses.</summary>
/// <param name="model">The model.</param>
/// <param name="propose">Finds the next configuration; asked once.</param>
internal sealed class FittedProcess(SurrogateModel model, Func<Configuration?> propose) : IMinimumView, ISizedModel
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
        CutCells cells = new(grid);
        List<double[]> inputs = [.. cells.Shown.Select(c => model.Encoding.Encode(c).Input)];
        var (means, variances) = model.Posterior.At(inputs);
        var isCurve = grid.Axes.Count == 1;
        double Deviation(int k) => Math.Sqrt(variances[k]);
        double?[] Known(Func<int, double> value) => cells.Spread(value);
        double?[] Tried(double[] values) => cells.Spread(k => space.SatisfiesConstraints(cells.Shown[k]) ? values[k] : double.NaN);
        List<ModelField> fields = [new("mean", "mean", FieldRole.Loss, Known(k => model.ToLoss(means[k])))];
        if (isCurve) fields.Add(new("low", "−2σ", FieldRole.Loss, Known(k => model.ToLoss(means[k] - 2 * Deviation(k)))));
        if (isCurve) fields.Add(new("high", "+2σ", FieldRole.Loss, Known(k => model.ToLoss(means[k] + 2 * Deviation(k)))));
        fields.Add(new("deviation", "σ", FieldRole.Deviation, Known(k => model.Spread(means[k], Deviation(k)))));
        lock (_acquisition)
        {
            fields.Add(new("acquisition", model.Acquisition.Name, FieldRole.Acquisition, Tried(model.Acquisition.Values(inputs))));
            if (isCurve) fields.AddRange(model.Acquisition.Parts(inputs).Select(Part));
        }
        if (model.Duration is { } duration)
        {
            var seconds = duration.At(inputs);
            fields.Add(new("cost", "expected cost", FieldRole.Cost, Known(k => seconds[k])) { Unit = "s" });
        }
        return new(grid, fields);

        ModelField Part(AcquisitionPart part) => new(part.Key, part.Name, FieldRole.AcquisitionPart, Tried(part.Values)) { AddsUpTo = part.AddsUpTo };
    }

    /// <inheritdoc/>
    public ModelDiagnostics Diagnose()
    {
        var scales = DrawnFigures.Scales(model.Posterior, deviation => model.Spread(0, deviation));
        var facts = scales.ToDictionary(f => f.Key, f => f.Median, StringComparer.Ordinal);
        facts["points"] = model.Posterior.Count;
        if (model.Clipped > 0) facts["clipped"] = model.Clipped;
        var isRough = model.Posterior.Members[0].Parameters.Kernel == KernelKind.Matern52;
        return new(
            isRough ? "Matérn 5/2, a length-scale a parameter" : "squared exponential, a length-scale a parameter", facts,
            [DrawnFigures.LengthScales(model.Encoding.Space, model.Posterior)], AtProposal(), model.LeftOut())
        {
            Scales = scales,
        };
    }

    /// <inheritdoc/>
    public MinimumBelief? Minimum => model.Searches.Count == 0 ? null : MinimumForecast.Of(
        model.Searches, x => model.Encoding.Space.Decode(x), Proposal is { } next ? model.Encoding.Encode(next).Input : null);

    /// <inheritdoc/>
    public long Size => 32L * model.Posterior.Count * model.Posterior.Count * model.Posterior.Members.Count + EntropySearch.Size * model.Searches.Count;

    private PredictedLoss? AtProposal()
    {
        if (Proposal is not { } proposal) return null;
        var (means, variances) = model.Posterior.At([model.Encoding.Encode(proposal).Input]);
        return model.Interval(means[0], Math.Sqrt(variances[0]));
    }
}
