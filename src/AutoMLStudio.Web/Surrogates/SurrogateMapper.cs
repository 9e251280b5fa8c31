using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Surrogates;

/// <summary>From models to what is drawn: losses become values of the metric again.</summary>
internal static class SurrogateMapper
{
    /// <summary>Points of one answer, and how many of them are the newest.</summary>
    private const int MaximumPoints = 2_000;
    private const int Newest = 1_500;

    /// <summary>Standard deviations to both sides that hold 90 % of a normal distribution.</summary>
    private static readonly double NinetyPercent = Normal.Quantile(0.95);

    public static IReadOnlyList<SurrogateField> Fields(ModelCut cut, Objective objective)
    {
        var turns = objective.Direction == Direction.Maximize;
        SurrogateField Field(ModelField field)
        {
            // The lower end of a loss is the upper end of a metric that is maximised.
            var (key, name) = (field.Key, turns) switch
            {
                ("low", true) => ("high", "+2σ"),
                ("high", true) => ("low", "−2σ"),
                _ => (field.Key, field.Name),
            };
            var isLoss = field.Role == FieldRole.Loss;
            return new(key, name, isLoss ? "objective" : JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Role.ToString()),
                [.. field.Values.Select(v => v is { } value ? (float?)(isLoss ? objective.FromLoss(value) : value) : null)], field.Unit, field.AddsUpTo);
        }

        return [.. cut.Fields.Select(Field)];
    }

    public static SurrogatePoints Points(History history, IReadOnlyList<string> parameters, IReadOnlyCollection<int> good, BudgetAxis? axis)
    {
        var objective = history.Objectives[0];
        var all = history.Trials.Where(t => IsKnown(t) && parameters.All(p => p == BudgetAxis.Key || t.Configuration.ContainsKey(p))).ToList();
        var shown = Limit(all);
        var isGood = good.ToHashSet();
        IReadOnlyList<JsonNode> Along(string parameter) =>
            [.. shown.Select(t => (parameter == BudgetAxis.Key ? axis!.Of(t) : t.Configuration[parameter]).ToJson())];
        return new(
            [.. shown.Select(t => t.Number)], [.. shown.Select(t => objective.FromLoss(t.Loss!.Value))], [.. parameters.Select(Along)],
            [.. shown.Select(t => t.Number).Where(isGood.Contains)],
            history.Trials.Where(IsKnown).MaxBy(t => (t.EndedAt, t.Number))?.Number, all.Count, axis is null ? null : [.. shown.Select(axis.Of)]);
    }

    public static SurrogateDiagnostics Diagnostics(long sequence, int known, ModelDiagnostics diagnostics, Objective objective)
    {
        var interval = diagnostics.AtProposal is { } expected ? Interval(expected, objective) : null;
        return new(
            sequence, SurrogateStatus.Ready, known, diagnostics.Kind, diagnostics.Facts,
            [.. diagnostics.Vectors.Select(Vector)], interval, diagnostics.LeftOut.Count == 0 ? null : LeftOut(diagnostics.LeftOut, objective),
            [.. diagnostics.Scales.Select(s => new SurrogateScale(s.Key, s.Median, s.Quartiles?.Lower, s.Quartiles?.Upper))]);
    }

    public static SurrogateMinimum Minimum(long sequence, SurrogateStatus status, IFittedModel? model, IReadOnlyList<Parameter> parameters)
    {
        if ((model as IMinimumView)?.Minimum is not { } minimum) return new() { Sequence = sequence, Status = status };
        IReadOnlyList<JsonNode?> Along(Parameter p) => [.. minimum.At.Select(c => c.TryGetValue(p.Name, out var value) ? value.ToJson() : null)];
        return new()
        {
            Sequence = sequence, Status = status, At = [.. parameters.Select(p => new SurrogateColumn(p.Name, Along(p)))], Now = minimum.Now,
            After = minimum.After, Lower = minimum.Lower, Higher = minimum.Higher, Entropy = minimum.Entropy, ExpectedEntropy = minimum.ExpectedEntropy,
        };
    }

    private static SurrogateVector Vector(ParameterVector vector) => new(
        vector.Key, [.. vector.Values.Select(p => p.Key)], [.. vector.Values.Select(p => p.Value)],
        vector.Quartiles?.Select(q => q.Lower).ToList(), vector.Quartiles?.Select(q => q.Upper).ToList());

    private static bool IsKnown(Trial trial) => trial.State is TrialState.Completed or TrialState.Stopped && trial.Loss is not null;

    private static SurrogateLeftOut LeftOut(IReadOnlyList<LeftOutTrial> trials, Objective objective)
    {
        var intervals = trials.Select(t => Interval(t.Predicted, objective)).ToList();
        var sign = objective.Direction == Direction.Maximize ? -1 : 1;
        return new(
            [.. trials.Select(t => t.Number)], [.. trials.Select(t => objective.FromLoss(t.Loss))], [.. intervals.Select(i => i.Median)],
            [.. intervals.Select(i => i.Low)], [.. intervals.Select(i => i.High)], [.. trials.Select(t => sign * t.Residual)],
            trials.Average(t => Math.Abs(t.Residual) <= 2 ? 1.0 : 0.0), trials.Average(t => Math.Abs(t.Residual) <= NinetyPercent ? 1.0 : 0.0));
    }

    private static SurrogateInterval Interval(PredictedLoss loss, Objective objective)
    {
        var (low, high) = (objective.FromLoss(loss.Low), objective.FromLoss(loss.High));
        return new(objective.FromLoss(loss.Median), Math.Min(low, high), Math.Max(low, high));
    }

    private static List<Trial> Limit(List<Trial> trials)
    {
        if (trials.Count <= MaximumPoints) return trials;
        var newest = trials.TakeLast(Newest).ToHashSet();
        var best = trials.Where(t => !newest.Contains(t)).OrderBy(t => t.Loss).Take(MaximumPoints - Newest);
        return [.. newest.Concat(best).OrderBy(t => t.Number)];
    }
}
