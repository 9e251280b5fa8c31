using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling;

/// <summary>
/// Synchronous successive halving in one bracket after the other, the given ones again and again. Trials are started in the order of the brackets, so
/// that a trial's place tells its bracket and its budget its rung: nothing is kept but the history.
/// </summary>
/// <remarks>
/// A rung is decided when no trial works for it any more: the best are resumed with the next rung's budget, and the others end. A failed trial leaves
/// its rung; as many as planned are promoted of those that are left. While a bracket waits for its running trials, free workers serve the next.
/// Several objectives are ranked by non-dominated front and crowding [Deb2002].
/// </remarks>
internal sealed class Brackets(IReadOnlyList<Bracket> cycle)
{
    private readonly int _trialsPerCycle = cycle.Sum(b => b.Counts[0]);
    private readonly IReadOnlyList<double> _budgets = cycle.MaxBy(b => b.Rungs.Top)!.Rungs.Budgets;

    public Decision Next(History history, Func<History, Configuration?> suggest)
    {
        var (open, first) = At(history.Trials.Count);
        foreach (var (bracket, start) in Before(first))
            if (Advance(bracket, Members(history, start, start + bracket.Counts[0]), history) is { } decision) return decision;
        if (suggest(history.WithFidelities(_budgets)) is { } configuration) return new Decision.Start(configuration, open.Rungs.Budgets[0]);
        // Nothing will fill the open bracket any more: it goes on with the trials that it has.
        if (Advance(open, Members(history, first, history.Trials.Count), history) is { } last) return last;
        return history.Trials.Any(Rungs.IsUnderWay) ? new Decision.Wait() : new Decision.Done("The sampler has nothing left to try.");
    }

    public Verdict Judge(Trial trial, History history)
    {
        var (bracket, _) = At(history.PositionOf(trial.Number));
        return bracket.Rungs.Judge(trial, bracket.Name);
    }

    /// <summary>The bracket of a trial's place, and the place of that bracket's first trial.</summary>
    private (Bracket Bracket, int First) At(int place)
    {
        var first = place - place % _trialsPerCycle;
        foreach (var bracket in cycle)
        {
            if (place < first + bracket.Counts[0]) return (bracket, first);
            first += bracket.Counts[0];
        }
        throw new ArgumentOutOfRangeException(nameof(place), place, "Places are counted from 0.");
    }

    /// <summary>The brackets whose trials have all been started, and the places of their first trials.</summary>
    private IEnumerable<(Bracket Bracket, int First)> Before(int end)
    {
        for (var (i, first) = (0, 0); first < end; first += cycle[i++ % cycle.Count].Counts[0]) yield return (cycle[i % cycle.Count], first);
    }

    private static List<Trial> Members(History history, int first, int end)
    {
        var members = new List<Trial>(end - first);
        for (var place = first; place < end; place++) members.Add(history.Trials[place]);
        return members;
    }

    /// <summary>True when no trial of the bracket can change any more.</summary>
    private static bool IsOver(Bracket bracket, List<Trial> members) =>
        members.TrueForAll(t => t.IsFinished && (t.State != TrialState.Completed || bracket.Rungs.Of(t) == bracket.Rungs.Top));

    /// <summary>What is to be done for a bracket that gets no more trials; null for nothing at the moment.</summary>
    private static Decision? Advance(Bracket bracket, List<Trial> members, History history)
    {
        if (IsOver(bracket, members)) return null;
        for (var rung = 0; rung < bracket.Rungs.Top; rung++)
        {
            if (members.Exists(t => bracket.Rungs.Of(t) == rung && Rungs.IsUnderWay(t))) return null;
            // Those that have gone on were the best: their places are taken.
            var places = bracket.Counts[rung + 1] - members.Count(t => bracket.Rungs.Of(t) > rung);
            var ranked = bracket.Rungs.Ranked(rung, members, history).Where(t => bracket.Rungs.Of(t) == rung).ToList();
            var worse = ranked.Skip(places).FirstOrDefault(t => t.State == TrialState.Paused);
            if (worse is not null) return new Decision.End(worse.Number, WhyEnded(worse, bracket, rung, history.Objectives));
            if (places > 0 && ranked.Count > 0) return new Decision.Resume(ranked[0].Number, bracket.Rungs.Budgets[rung + 1]);
        }
        return null;
    }

    private static string WhyEnded(Trial trial, Bracket bracket, int rung, IReadOnlyList<Objective> objectives)
    {
        var values = string.Join(" and ", objectives.Zip(trial.Losses!, (o, loss) => $"{o.Metric}, {o.FromLoss(loss):G6},"));
        var best = bracket.Counts[rung + 1] == 1 ? "not the best" : $"not among the best {bracket.Counts[rung + 1]}";
        return $"Its {values} {(objectives.Count == 1 ? "was" : "were")} {best} at {bracket.Rungs.Name(rung, bracket.Name)}.";
    }
}
