using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>The front of a study of several objectives: the completed trials that no other dominates, of those that keep its outcome constraints.</summary>
internal static class TrialFront
{
    /// <summary>Says of every completed trial whether it is on the front. Nothing with one objective.</summary>
    public static void Mark(TrialColumns columns)
    {
        if (columns.Objectives.Count < 2) return;
        var known = TrialLosses.Of(columns);
        for (var row = 0; row < columns.Count; row++) columns.Front.Set(row, null);
        foreach (var row in known.Rows) columns.Front.Set(row, 0);
        foreach (var i in Pareto.Front(known.Losses)) columns.Front.Set(known.Rows[i], 1);
    }

    /// <summary>How many trials are on the front; null with one objective.</summary>
    public static int? Size(TrialColumns columns) => columns.Objectives.Count < 2 ? null : columns.Front.Cells.Count(1.0);
}

/// <summary>The completed trials of a study that keep its outcome constraints as points of losses, in order of their numbers.</summary>
/// <param name="Sequence">Sequence number of the last event in it.</param>
/// <param name="Objectives">What is optimised.</param>
/// <param name="Rows">Rows of the trials.</param>
/// <param name="Numbers">Numbers of the trials.</param>
/// <param name="Losses">One loss an objective each.</param>
internal sealed record TrialLosses(
    long Sequence, IReadOnlyList<Objective> Objectives, IReadOnlyList<int> Rows, IReadOnlyList<int> Numbers, IReadOnlyList<double[]> Losses)
{
    /// <summary>Those of a study as it stands.</summary>
    public static TrialLosses Of(TrialColumns columns)
    {
        var values = columns.Objectives.Select(columns.ValuesOf).ToList();
        bool IsKnown(int row) => columns.StateAt(row) == TrialState.Completed && columns.IsFeasible(row)
            && values.TrueForAll(v => v is not null && double.IsFinite(v.Cells[row]));
        int[] rows = [.. Enumerable.Range(0, columns.Count).Where(IsKnown)];
        return new(
            columns.Sequence, columns.Objectives, rows, [.. rows.Select(r => (int)columns.Number.Cells[r])],
            [.. rows.Select(r => values.Select((v, m) => columns.Objectives[m].ToLoss(v!.Cells[r])).ToArray())]);
    }
}
