using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>Leaves trials out where there are more than a chart can show; the same ones each time.</summary>
internal static class TrialSample
{
    /// <summary>The golden ratio's fraction. Its multiples, modulo 1, fill the unit interval evenly, whatever their number.</summary>
    private const double Golden = 0.6180339887498949;

    /// <summary>The rows, or at most about <paramref name="limit"/> of them: the best, those that were the best when they ended, those that no
    /// other dominates, those that run, and an even sample of the rest, each in the order given. A smaller sample is part of a larger one.</summary>
    public static List<int> Of(TrialColumns columns, IReadOnlyList<int> rows, int limit, int best)
    {
        if (rows.Count <= limit) return [.. rows];
        var kept = Best(columns, rows, best);
        kept.UnionWith(Incumbents(columns, rows));
        if (columns.Objectives.Count > 1) kept.UnionWith(rows.Where(r => columns.Front.Cells[r] == 1));
        kept.UnionWith(rows.Where(r => columns.StateAt(r) == TrialState.Running));
        var share = (double)Math.Max(0, limit - kept.Count) / rows.Count;
        return [.. rows.Where(r => kept.Contains(r) || r * Golden % 1 < share)];
    }

    private static HashSet<int> Best(TrialColumns columns, IReadOnlyList<int> rows, int count)
    {
        var valued = rows.Where(r => columns.StateAt(r) is TrialState.Completed or TrialState.Stopped && !columns.Value.IsEmpty(r));
        return [.. valued.OrderBy(columns.StandingAt).Take(count)];
    }

    /// <summary>The completed trials that were better than all before them, of those that keep the outcome constraints.</summary>
    private static IEnumerable<int> Incumbents(TrialColumns columns, IReadOnlyList<int> rows)
    {
        var least = double.PositiveInfinity;
        foreach (var row in rows)
        {
            if (columns.StateAt(row) != TrialState.Completed || columns.Value.IsEmpty(row) || !columns.IsFeasible(row)) continue;
            var loss = columns.Objective.ToLoss(columns.Value.Cells[row]);
            if (loss >= least) continue;
            least = loss;
            yield return row;
        }
    }
}
