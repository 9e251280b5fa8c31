using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.Forests;

/// <summary>A forest as people look at it: steps where its trees split, in the unit of the losses.</summary>
/// <param name="space">The space.</param>
/// <param name="model">The forest.</param>
/// <param name="propose">Finds the next configuration; asked once.</param>
internal sealed class FittedForest(SearchSpace space, ForestModel model, Func<Configuration?> propose) : IFittedModel
{
    private readonly Lazy<Configuration?> _proposal = new(propose);

    /// <inheritdoc/>
    public Configuration Incumbent { get; } = model.Known.MinBy(t => t.Loss)!.Configuration;

    /// <inheritdoc/>
    public Configuration? Proposal => _proposal.Value;

    /// <inheritdoc/>
    public IReadOnlyCollection<int> Good => [];

    /// <inheritdoc/>
    public ModelCut? Cut(CutRequest request)
    {
        if (CutGrid.Of(space, Incumbent, request) is not { } grid) return null;
        var predictions = grid.Cells.Select(c => c is null ? ((double Mean, double Deviation)?)null : model.Predict(c)).ToList();
        double?[] Each(Func<double, double, double> value) => [.. predictions.Select(p => p is { } known ? value(known.Mean, known.Deviation) : (double?)null)];
        ModelField mean = new("mean", "mean", FieldRole.Loss, Each((m, _) => model.Scale.LossAt(m)));
        ModelField deviation = new(
            "deviation", "σ", FieldRole.Deviation, Each((m, s) => (model.Scale.LossAt(m + s) - model.Scale.LossAt(m - s)) / 2));
        ModelField acquisition = new("acquisition", "EI of the log loss", FieldRole.Acquisition,
            [.. grid.Cells.Select(c => c is not null && space.SatisfiesConstraints(c) ? model.Worth(c) : (double?)null)]);
        if (grid.Axes.Count == 2) return new(grid, [mean, deviation, acquisition]);
        ModelField low = new("low", "−2σ", FieldRole.Loss, Each((m, s) => model.Interval(m, s).Low));
        ModelField high = new("high", "+2σ", FieldRole.Loss, Each((m, s) => model.Interval(m, s).High));
        return new(grid, [mean, low, high, deviation, acquisition]);
    }

    /// <inheritdoc/>
    public ModelDiagnostics Diagnose()
    {
        var gains = model.Forest.Gains(space.Dimension);
        var facts = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["points"] = model.Known.Count, ["trees"] = model.Forest.Trees.Count, ["leaves"] = model.Forest.Trees.Average(t => t.Leaves),
        };
        PredictedLoss? expected = null;
        if (Proposal is { } proposal)
        {
            var (mean, deviation) = model.Predict(proposal);
            expected = model.Interval(mean, deviation);
        }
        var shares = space.Parameters.Zip(gains, (p, g) => KeyValuePair.Create(p.Name, g));
        return new("Random forest", facts, [new("gain", [.. shares])], expected, model.OutOfBag());
    }
}
