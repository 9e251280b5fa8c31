namespace AutoMLStudio.Core.Sampling;

/// <summary>A density over a space, at coordinates of the unit interval, one a parameter; parameters at NaN are integrated out.</summary>
internal interface IDensity
{
    /// <summary>ln of the density at a point.</summary>
    double LogDensity(double[] units);
}

/// <summary>What a method learned that compares the density of good trials with that of the others.</summary>
/// <param name="Kind">The densities in a few words.</param>
/// <param name="IsJoint">Whether one density spans all parameters, so that where the others are held matters.</param>
/// <param name="Good">l.</param>
/// <param name="Bad">g.</param>
/// <param name="GoodTrials">Numbers of the trials that l is of.</param>
/// <param name="Others">How many g is of.</param>
internal sealed record DensityPair(string Kind, bool IsJoint, IDensity Good, IDensity Bad, IReadOnlyList<int> GoodTrials, int Others);
