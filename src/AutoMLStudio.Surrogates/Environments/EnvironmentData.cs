using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>The trials of a history at the budgets they had, as both processes see them.</summary>
internal sealed class EnvironmentData
{
    private EnvironmentData(SpaceEncoding encoding, IReadOnlyList<Trial> trials, IReadOnlyList<int> levels, EnvironmentKind kind)
    {
        (Encoding, Trials, Levels, Kind) = (encoding, trials, levels, kind);
        Points = [.. trials.Select(t => encoding.Encode(t.Configuration))];
        IsLogarithm = trials.All(t => t.Loss > 0);
        double[] losses = [.. trials.Select(t => IsLogarithm ? Math.Log(t.Loss!.Value) : t.Loss!.Value)];
        LossScale = Standardization.Of(losses, clip: false);
        Losses = [.. losses.Select(LossScale.Apply)];
        double[] costs = [.. trials.Select(t => Math.Log(Cost(t)))];
        CostScale = Standardization.Of(costs, clip: false);
        Costs = [.. costs.Select(CostScale.Apply)];
    }

    /// <summary>How configurations become points.</summary>
    public SpaceEncoding Encoding { get; }

    /// <summary>Trials with a loss.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>The position of each one's budget among the budgets; of a trial that was stopped before, of what it had spent.</summary>
    public IReadOnlyList<int> Levels { get; }

    /// <summary>How budgets look.</summary>
    public EnvironmentKind Kind { get; }

    /// <summary>Where the trials lie.</summary>
    public IReadOnlyList<SearchPoint> Points { get; }

    /// <summary>True when the processes see the logarithms of the losses: all are above zero.</summary>
    public bool IsLogarithm { get; }

    /// <summary>Between the (log) losses and their standardised values.</summary>
    public Standardization LossScale { get; }

    /// <summary>Standardised (log) losses.</summary>
    public double[] Losses { get; }

    /// <summary>Between the log costs and their standardised values.</summary>
    public Standardization CostScale { get; }

    /// <summary>Standardised log costs.</summary>
    public double[] Costs { get; }

    /// <summary>The data of a history with at least one trial that has a loss.</summary>
    public static EnvironmentData Of(SpaceEncoding encoding, History history, IReadOnlyList<double> budgets, EnvironmentKind kind)
    {
        var known = Known(history);
        return new(encoding, known, [.. known.Select(t => Budgets.Nearest(budgets, t.State == TrialState.Stopped ? t.Step : t.Budget))], kind);
    }

    /// <summary>The trials that have a loss.</summary>
    public static List<Trial> Known(History history) =>
        [.. history.Trials.Where(t => t.State is TrialState.Completed or TrialState.Stopped && t.Loss is { } loss && double.IsFinite(loss))];

    /// <summary>Inputs of the process of the losses, features included.</summary>
    public PointSet LossPoints() => Set(Kind.Loss);

    /// <summary>Inputs of the process of the costs.</summary>
    public PointSet CostPoints() => Set(Kind.Cost);

    /// <summary>The loss that a value of the process stands for.</summary>
    public double ToLoss(double value) => IsLogarithm ? Math.Exp(LossScale.ToLoss(value)) : LossScale.ToLoss(value);

    /// <summary>The cost that a value of the process of the costs stands for.</summary>
    public double ToCost(double value) => Math.Exp(CostScale.ToLoss(value));

    /// <summary>True when costs are seconds: the clock showed something for every trial. Otherwise some are budgets.</summary>
    public bool IsTimed => Trials.All(t => t.Reports.Sum(r => r.Seconds) > 0);

    /// <summary>A point with features behind it.</summary>
    public static double[] With(double[] input, double[] features) => [.. input, .. features];

    private PointSet Set(Func<int, double[]> features) =>
        new([.. Points.Select((p, i) => With(p.Input, features(Levels[i])))], Encoding.IsNominal, features(0).Length);

    // Where the clock shows nothing, a trial costs its budget.
    private static double Cost(Trial trial)
    {
        var seconds = trial.Reports.Sum(r => r.Seconds);
        return seconds > 0 ? seconds : trial.Budget;
    }
}
