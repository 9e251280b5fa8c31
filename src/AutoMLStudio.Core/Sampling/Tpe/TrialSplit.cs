using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>The trials in two sets, each in order of numbers: the best, and all others.</summary>
/// <param name="Good">What l is estimated from.</param>
/// <param name="Bad">What g is estimated from: worse, failed and running trials.</param>
/// <param name="GoodWeights">What each good trial counts as where the prior counts as its own weight; null for what its age says.</param>
internal sealed record TrialSplit(IReadOnlyList<Trial> Good, IReadOnlyList<Trial> Bad, IReadOnlyList<double>? GoodWeights = null)
{
    private const int MaximumGood = 25;
    private const int Remembered = 25;

    /// <summary>
    /// Completed trials by loss, then those that ended or rest earlier, the furthest first, by loss at equal steps; of several objectives as
    /// <see cref="ParetoSplit"/> says. The rest has no value: failed trials, and running ones, of which the worst is assumed (constant liar). What a
    /// person cancelled says nothing and is left out. Trials that break outcome constraints come behind all others with a value, by the sum of their
    /// violations, as in Optuna's TPE [Akiba2019]. Null while fewer trials have a value than are to be random.
    /// </summary>
    public static TrialSplit? Of(History history, TpeOptions options)
    {
        var ranked = Ranked(history);
        if (ranked.Count < Math.Max(options.StartupTrials, 1)) return null;
        var (count, isOne) = (GoodCount(ranked.Count, options.Split), history.Objectives.Count == 1);
        var numbers = (isOne ? ranked.Take(count) : ParetoSplit.Good(ranked, count)).Select(t => t.Number).ToHashSet();
        var (good, bad) = (new List<Trial>(count), new List<Trial>(history.Trials.Count));
        foreach (var trial in history.Trials)
            if (trial.State != TrialState.Cancelled) (numbers.Contains(trial.Number) ? good : bad).Add(trial);
        return new(good, bad, options.Weights != TpeWeights.Improvement ? null
            : isOne ? Improvements(good, ranked.ElementAtOrDefault(count)) : ParetoSplit.Weights(good, ranked));
    }

    /// <summary>
    /// By how much each good trial is better than the best of the others, 1 in the mean ([Watanabe2023b], section 3.2). All the same where these are
    /// not losses at one budget of trials that keep every outcome constraint, or do not differ.
    /// </summary>
    private static double[] Improvements(List<Trial> good, Trial? next)
    {
        var improvements = new double[good.Count];
        var areCompleted = next is { State: TrialState.Completed, IsFeasible: true } && good.TrueForAll(t => t.State == TrialState.Completed);
        for (var i = 0; areCompleted && i < improvements.Length; i++) improvements[i] = next!.Loss!.Value - good[i].Loss!.Value;
        var mean = improvements.Average();
        return [.. improvements.Select(v => mean > 0 && double.IsFinite(mean) ? v / mean : 1)];
    }

    /// <summary>The trials that have a value, the best first; of several objectives, the best in the first.</summary>
    public static List<Trial> Ranked(History history) => [.. history.Trials.Where(HasValue)
        .OrderBy(t => t.Violation).ThenByDescending(t => t.State == TrialState.Completed)
        .ThenByDescending(t => t.State == TrialState.Completed ? 0 : t.Step).ThenBy(t => t.Loss)];

    /// <summary>How many of <paramref name="count"/> trials are good; at least one.</summary>
    public static int GoodCount(int count, TpeSplit rule) => rule switch
    {
        TpeSplit.SquareRoot => Math.Min((int)Math.Ceiling(0.25 * Math.Sqrt(count)), MaximumGood),
        // In whole numbers: in doubles 0.15 · 20 and its like round up past themselves.
        TpeSplit.Quantile => (15 * count + 99) / 100,
        _ => Math.Min((count + 9) / 10, MaximumGood),
    };

    /// <summary>Weights of <paramref name="count"/> trials, the oldest first; not normalised.</summary>
    public static double[] Weights(int count, TpeWeights rule)
    {
        var weights = new double[count];
        Array.Fill(weights, 1);
        if (rule != TpeWeights.Forgetting) return weights;
        // From 1/N for the oldest evenly up to 1 for the last of those that fade.
        var fading = count - Remembered;
        for (var i = 0; i < fading; i++) weights[i] = fading == 1 ? 1.0 / count : 1.0 / count + (1 - 1.0 / count) * i / (fading - 1);
        return weights;
    }

    private static bool HasValue(Trial trial) =>
        trial is { Loss: not null, State: TrialState.Completed or TrialState.Stopped or TrialState.Paused };
}
