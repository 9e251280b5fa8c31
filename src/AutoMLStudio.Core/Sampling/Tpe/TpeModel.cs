using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>What is learned from a history: the good trials and the others, and a density of each.</summary>
/// <param name="Split">The trials.</param>
/// <param name="Good">l.</param>
/// <param name="Bad">g.</param>
internal sealed record TpeModel(TrialSplit Split, Densities Good, Densities Bad)
{
    /// <summary>The model of a split of trials.</summary>
    public static TpeModel Of(SearchSpace space, TrialSplit split, TpeOptions options) =>
        new(split, new(space, Points(space, split.Good), split.GoodWeights, options), new(space, Points(space, split.Bad), null, options));

    private static List<double[]> Points(SearchSpace space, IReadOnlyList<Trial> trials)
    {
        var points = new List<double[]>(trials.Count);
        foreach (var trial in trials)
        {
            var point = new double[space.Dimension];
            for (var d = 0; d < point.Length; d++)
                point[d] = trial.Configuration.TryGetValue(space.Parameters[d].Name, out var value) ? space.Parameters[d].ToUnit(value) : double.NaN;
            points.Add(point);
        }
        return points;
    }
}
