using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>The trials in two sets, each in order of numbers: the best, and all others.</summary>
/// <param name="Good">What l is estimated from.</param>
/// <param name="Bad">What g is estimated from: worse, failed and running trials.</param>
internal sealed record TrialSplit(IReadOnlyList<Trial> Good, IReadOnlyList<Trial> Bad)
{
    private const int MaximumGood = 25;
    private const int Remembered = 25;

    /// <summary>
    /// Completed trials by loss, then those that ended or rest earlier, the furthest first, by loss at equal steps. The rest has no value: failed
    /// trials, and running ones, of which the worst is assumed (constant liar). What a person cancelled says nothing and is left out.
    /// Null while fewer than <paramref name="startup"/> trials have a value.
    /// </summary>
    public static TrialSplit? Of(History history, TpeSplit rule, int startup)
    {
        var ranked = Ranked(history);
        if (ranked.Count < Math.Max(startup, 1)) return null;
        var good = ranked.Take(GoodCount(ranked.Count, rule)).Select(t => t.Number).ToHashSet();
        var usable = history.Trials.Where(t => t.State != TrialState.Cancelled).ToLookup(t => good.Contains(t.Number));
        return new([.. usable[true]], [.. usable[false]]);
    }

    /// <summary>The trials that have a value, the best first.</summary>
    public static List<Trial> Ranked(History history) => [.. history.Trials.Where(HasValue)
        .OrderByDescending(t => t.State == TrialState.Completed)
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
        if (rule == TpeWeights.Equal) return weights;
        // From 1/N for the oldest evenly up to 1 for the last of those that fade.
        var fading = count - Remembered;
        for (var i = 0; i < fading; i++) weights[i] = fading == 1 ? 1.0 / count : 1.0 / count + (1 - 1.0 / count) * i / (fading - 1);
        return weights;
    }

    private static bool HasValue(Trial trial) =>
        trial is { Loss: not null, State: TrialState.Completed or TrialState.Stopped or TrialState.Paused };
}
