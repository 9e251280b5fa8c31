using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Sampling.Bohb;

/// <summary>A kernel density at coordinates of the unit interval, for people to look at. Kernels reach over the ends of the interval, as in the
/// reference: along a number the density may integrate to less than one.</summary>
internal sealed class BohbDensity(SearchSpace space, KernelDensity density) : IDensity
{
    /// <summary>Density below which none is told from another.</summary>
    public const double Least = 1e-32;

    /// <inheritdoc/>
    public double LogDensity(double[] units)
    {
        double[] point = [.. units.Select((u, d) => double.IsNaN(u) ? u : KernelDensity.Encode(space.Parameters[d], space.Parameters[d].FromUnit(u)))];
        return Math.Log(Math.Max(density.Marginal(point), Least));
    }
}
