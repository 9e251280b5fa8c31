using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>A model over configurations and budgets as people look at it: what it says of the whole budget, of the smallest, and of the cost.</summary>
/// <param name="model">The model.</param>
/// <param name="budgets">Budgets, growing.</param>
/// <param name="propose">Finds the next configuration; asked once.</param>
internal sealed class FittedEnvironment(EnvironmentModel model, IReadOnlyList<double> budgets, Func<Configuration?> propose) : IFittedModel
{
    private readonly Lazy<Configuration?> _proposal = new(propose);

    /// <inheritdoc/>
    public Configuration Incumbent { get; } = model.Data.Encoding.Decode(model.Incumbent(budgets.Count - 1));

    /// <inheritdoc/>
    public Configuration? Proposal => _proposal.Value;

    /// <inheritdoc/>
    public IReadOnlyCollection<int> Good => [];

    private int Largest => budgets.Count - 1;

    /// <inheritdoc/>
    public ModelCut? Cut(CutRequest request)
    {
        var encoding = model.Data.Encoding;
        if (CutGrid.Of(encoding.Space, Incumbent, request) is not { } grid) return null;
        int[] shown = [.. Enumerable.Range(0, grid.Cells.Count).Where(i => grid.Cells[i] is not null)];
        List<double[]> inputs = [.. shown.Select(i => encoding.Encode(grid.Cells[i]!).Input)];
        double?[] Field(Func<int, double> value)
        {
            var values = new double?[grid.Cells.Count];
            for (var k = 0; k < shown.Length; k++) values[shown[k]] = value(k) is var v && double.IsFinite(v) ? v : null;
            return values;
        }

        var (whole, variances) = model.LossAt(inputs, Largest);
        var (part, _) = model.LossAt(inputs, 0);
        var (cost, _) = model.CostAt(inputs, Largest);
        double Deviation(int k) => Math.Sqrt(variances[k]);
        ModelField mean = new("mean", $"mean at {budgets[^1]:R}", FieldRole.Loss, Field(k => model.Data.ToLoss(whole[k])));
        ModelField deviation = new(
            "deviation", "σ", FieldRole.Deviation,
            Field(k => (model.Data.ToLoss(whole[k] + Deviation(k)) - model.Data.ToLoss(whole[k] - Deviation(k))) / 2));
        ModelField small = new("mean_small", $"mean at {budgets[0]:G3}", FieldRole.Loss, Field(k => model.Data.ToLoss(part[k])));
        ModelField seconds = new("cost", $"cost at {budgets[^1]:R}", FieldRole.Cost, Field(k => Math.Exp(model.Data.CostScale.ToLoss(cost[k]))));
        if (grid.Axes.Count == 2) return new(grid, [mean, deviation, small, seconds]);
        ModelField low = new("low", "−2σ", FieldRole.Loss, Field(k => model.Data.ToLoss(whole[k] - 2 * Deviation(k))));
        ModelField high = new("high", "+2σ", FieldRole.Loss, Field(k => model.Data.ToLoss(whole[k] + 2 * Deviation(k))));
        return new(grid, [mean, low, high, deviation, small, seconds]);
    }

    /// <inheritdoc/>
    public ModelDiagnostics Diagnose()
    {
        var typical = model.Loss.Typical;
        var facts = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["points"] = model.Loss.Count, ["whole_budget"] = model.Data.Levels.Count(l => l == Largest),
        };
        if (Proposal?.Budget is { } budget) facts["next_budget"] = budget;
        var lengths = model.Data.Encoding.Space.Parameters.Zip(typical.LengthScales, (p, l) => KeyValuePair.Create(p.Name, l));
        return new("Matérn 5/2 times a kernel of the budget", facts, [new("length_scale", [.. lengths])], AtProposal(), []);
    }

    private PredictedLoss? AtProposal()
    {
        if (Proposal is not { } proposal) return null;
        var (means, variances) = model.LossAt([model.Data.Encoding.Encode(proposal).Input], Largest);
        var deviation = Math.Sqrt(variances[0]);
        return new(model.Data.ToLoss(means[0]), model.Data.ToLoss(means[0] - 2 * deviation), model.Data.ToLoss(means[0] + 2 * deviation));
    }
}
