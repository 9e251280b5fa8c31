namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>One of the quantities that an acquisition is made of, at some points.</summary>
/// <param name="Key">Short fixed name.</param>
/// <param name="Name">As it is drawn.</param>
/// <param name="Values">One a point.</param>
/// <param name="AddsUpTo">What it and the others of the same name add up to; null for a part that stands alone.</param>
internal sealed record AcquisitionPart(string Key, string Name, double[] Values, string? AddsUpTo = null)
{
    /// <summary>
    /// The two terms of an acquisition of a prediction, averaged over fantasies of the pending trials and over what a value is compared with; none for
    /// one without such terms.
    /// </summary>
    /// <param name="acquisition">What is averaged.</param>
    /// <param name="prediction">Means (m × s, a row a point) and variances (m).</param>
    /// <param name="targets">What a value is compared with, in each of s fantasies.</param>
    public static IReadOnlyList<AcquisitionPart> Of(Acquisition acquisition, (double[] Means, double[] Variances) prediction, double[][] targets)
    {
        if (acquisition.Whole is not { } whole) return [];
        var (means, variances) = prediction;
        var (exploitation, exploration) = (new double[variances.Length], new double[variances.Length]);
        var count = targets.Sum(t => t.Length);
        for (var i = 0; i < variances.Length; i++)
        {
            for (var s = 0; s < targets.Length; s++)
            {
                foreach (var target in targets[s])
                {
                    var (known, unknown) = acquisition.Split(means[i * targets.Length + s], variances[i], target);
                    exploitation[i] += known / count;
                    exploration[i] += unknown / count;
                }
            }
        }
        return [new("exploitation", "exploitation", exploitation, whole), new("exploration", "exploration", exploration, whole)];
    }

    /// <summary>The parts averaged over members that have the same ones, at least one.</summary>
    public static IReadOnlyList<AcquisitionPart> Average(IReadOnlyList<IReadOnlyList<AcquisitionPart>> members) =>
        [.. members[0].Select((part, p) => part with { Values = [.. part.Values.Select((_, i) => members.Average(m => m[p].Values[i]))] })];
}
