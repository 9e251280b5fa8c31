using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.Numerics;

/// <summary>A point of a Markov chain and its log density.</summary>
/// <param name="Position">Coordinates.</param>
/// <param name="LogDensity">Of the position, up to a constant.</param>
internal sealed record ChainState(double[] Position, double LogDensity);

/// <summary>
/// Slice sampling [Neal2003]: transitions that leave a density, known up to a constant, invariant and have no step size to get wrong.
/// </summary>
internal static class SliceSampling
{
    /// <summary>Steps out to one side at most; with bounded parameters far fewer are ever taken.</summary>
    private const int MaximumSteps = 1_000;

    /// <summary>Shrinks at most: after them the interval is narrower than a rounding error.</summary>
    private const int MaximumShrinks = 100;

    /// <summary>One transition along a direction: stepping out (Fig. 3), then shrinkage (Fig. 5).</summary>
    /// <param name="state">Where the chain is; its density is above −∞.</param>
    /// <param name="direction">As many entries as coordinates.</param>
    /// <param name="logDensity">Of a position; −∞ where it cannot be. The array it is given is its own to keep.</param>
    /// <param name="width">Estimate of the slice's width, in units of the direction.</param>
    /// <param name="rng">Randomness.</param>
    public static ChainState Step(ChainState state, double[] direction, Func<double[], double> logDensity, double width, Rng rng)
    {
        double[] At(double distance) => [.. state.Position.Zip(direction, (x, d) => x + distance * d)];
        // 1 − u lies in (0, 1], whose logarithm is finite.
        var level = state.LogDensity + Math.Log(1 - rng.NextDouble());
        var low = -width * rng.NextDouble();
        var high = low + width;
        for (var step = 0; step < MaximumSteps && logDensity(At(low)) > level; step++) low -= width;
        for (var step = 0; step < MaximumSteps && logDensity(At(high)) > level; step++) high += width;
        for (var shrink = 0; shrink < MaximumShrinks; shrink++)
        {
            var distance = low + (high - low) * rng.NextDouble();
            var position = At(distance);
            var density = logDensity(position);
            if (density > level) return new(position, density);
            if (distance < 0) low = distance;
            else high = distance;
        }
        return state;
    }

    /// <summary>A uniformly random direction among some coordinates, of length 1; the others stay.</summary>
    public static double[] Direction(int dimension, int from, int count, Rng rng)
    {
        var direction = new double[dimension];
        var squared = 0.0;
        for (var i = from; i < from + count; i++)
        {
            direction[i] = rng.NextGaussian();
            squared += direction[i] * direction[i];
        }
        for (var i = from; i < from + count; i++) direction[i] /= Math.Sqrt(squared);
        return direction;
    }

    /// <summary>The direction of one coordinate.</summary>
    public static double[] Axis(int dimension, int coordinate)
    {
        var direction = new double[dimension];
        direction[coordinate] = 1;
        return direction;
    }
}
