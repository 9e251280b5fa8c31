using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling.Hyperband;

/// <summary>
/// Hyperband [Li2018] (Algorithm 1): successive halving in brackets from s = s_max, many trials that start with a small budget, down to s = 0, a few
/// with the full budget from the start; then again from the first, until the study's budget is spent.
/// </summary>
/// <remarks>
/// Deviations: the smallest budget r is an option where the paper has 1 (R is then counted in units of r), and while a bracket waits for its running
/// trials, free workers serve the next one, as in HpBandSter [Falkner2018].
/// </remarks>
public sealed class HyperbandScheduler : IScheduler
{
    private readonly Brackets _brackets;

    /// <summary>The scheduler of a study whose full budget the context tells.</summary>
    /// <exception cref="ArgumentException">The smallest budget is above the full one, or below a millionth of it.</exception>
    public HyperbandScheduler(HyperbandOptions options, MethodContext context) => _brackets = new(Plan(options, context.MaximumBudget));

    /// <inheritdoc/>
    public Decision Next(History history, Func<History, Configuration?> suggest) => _brackets.Next(history, suggest);

    /// <inheritdoc/>
    public Verdict Judge(Trial trial, History history) => _brackets.Judge(trial, history);

    /// <summary>The brackets s = s_max, …, 0.</summary>
    internal static IReadOnlyList<Bracket> Plan(HyperbandOptions options, double maximumBudget)
    {
        var rungs = Rungs.Between(options.MinBudget, maximumBudget, options.Eta);
        return [.. Enumerable.Range(0, rungs.Top + 1).Select(i => rungs.Top - i)
            .Select(s => Bracket.Of($" of bracket {s}", rungs.Highest(s + 1), Trials(rungs.Top, s, options), options.Eta))];
    }

    /// <summary>Algorithm 1, line 3, with B = (s_max + 1)R.</summary>
    private static int Trials(int most, int s, HyperbandOptions options)
    {
        var power = (long)Math.Pow(options.Eta, s);
        return (int)(options.Rounding == BracketRounding.Hpbandster ? (most + 1) / (s + 1) * power : ((most + 1) * power + s) / (s + 1));
    }
}
