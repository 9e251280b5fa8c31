using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Neural.Supernets.OneShot;

/// <summary>
/// Leaves out paths at random. An operation reads the sum of the paths that lead into its input; each is dropped with the rate r^(1/k), k of them, so
/// that all are with probability r however many there are ([Bender2018], §3.2).
/// </summary>
internal sealed class PathDropout
{
    /// <summary>The candidate that is no path, for which nothing need be computed.</summary>
    private const string None = "none";

    private readonly IReadOnlyList<Slot> _slots;
    private readonly int[] _paths;

    /// <summary>
    /// For these slots. Edges of one group that lead to the same state are summed there, so that their candidates count together; a slot that is no
    /// edge is a sum of its own.
    /// </summary>
    public PathDropout(IReadOnlyList<Slot> slots)
    {
        _slots = slots;
        var byState = slots.Where(s => s.To is not null).GroupBy(s => (s.Group, s.To)).ToDictionary(g => g.Key, g => g.Sum(PathsIn));
        _paths = [.. slots.Select(s => s.To is null ? PathsIn(s) : byState[(s.Group, s.To)])];
    }

    /// <summary>The rate at which each path of a slot is dropped.</summary>
    /// <param name="slot">Number of the slot.</param>
    /// <param name="rate">r, from 0 to below 1.</param>
    public double RateOf(int slot, double rate) => rate <= 0 ? 0 : Math.Pow(rate, 1.0 / _paths[slot]);

    /// <summary>The rate of a step: it rises linearly from 0 ([Bender2018], §3.2).</summary>
    /// <param name="progress">How much of the training is done, from 0 to 1.</param>
    /// <param name="last">The rate at the end.</param>
    public static double Ramp(double progress, double last) => last * Math.Clamp(progress, 0, 1);

    /// <summary>The candidates of each slot that stay; nothing is none of them.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Draw(double rate, Rng rng)
    {
        var kept = new List<IReadOnlyList<int>>(_slots.Count);
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            var drop = RateOf(slot, rate);
            var stays = new List<int>(_slots[slot].Candidates.Count);
            for (var i = 0; i < _slots[slot].Candidates.Count; i++)
                if (_slots[slot].Candidates[i] != None && rng.NextDouble() >= drop) stays.Add(i);
            kept.Add(stays);
        }
        return kept;
    }

    private static int PathsIn(Slot slot) => slot.Candidates.Count(c => c != None);
}
