namespace AutoMLStudio.Core.Scheduling;

/// <summary>One run of successive halving, as planned.</summary>
/// <param name="Name">How it is named after a rung, such as <c> of bracket 4</c>; empty where there is only one kind.</param>
/// <param name="Rungs">Its rungs.</param>
/// <param name="Counts">How many trials are to reach each rung.</param>
internal sealed record Bracket(string Name, Rungs Rungs, IReadOnlyList<int> Counts)
{
    /// <summary>A bracket of n trials, of which ⌊n·η⁻ⁱ⌋, but at least one, reach rung i.</summary>
    public static Bracket Of(string name, Rungs rungs, int trials, int eta)
    {
        var counts = new int[rungs.Budgets.Count];
        counts[0] = trials;
        for (var rung = 1; rung < counts.Length; rung++) counts[rung] = Math.Max(counts[rung - 1] / eta, 1);
        return new(name, rungs, counts);
    }
}
