using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Datasets.Synthetic;

/// <summary>Two interleaved half circles in the plane, with noise.</summary>
internal static class Moons
{
    private const double Noise = 0.2;

    /// <summary>The examples of the options' count and seed; classes alternate.</summary>
    public static Dataset Make(DatasetOptions options)
    {
        var count = options.Count ?? 1000;
        var features = new float[2 * count];
        var targets = new float[count];
        for (var i = 0; i < count; i++)
        {
            var rng = Rng.For(options.Seed, i);
            var lower = i % 2 == 1;
            var (x, y) = HalfCircle(rng);
            features[2 * i] = (float)((lower ? 1 - x : x) + Noise * ExactNoise.Next(rng));
            features[2 * i + 1] = (float)((lower ? 0.5 - y : y) + Noise * ExactNoise.Next(rng));
            targets[i] = lower ? 1 : 0;
        }
        return new Dataset("moons", DatasetKind.Table, [2], features, targets, ["upper", "lower"], ["x", "y"]);
    }

    /// <summary>
    /// A point on the upper half of the unit circle, uniform in its angle: by rejection, since square roots are exact on every machine and sines are
    /// not.
    /// </summary>
    private static (double X, double Y) HalfCircle(Rng rng)
    {
        while (true)
        {
            var x = rng.NextDouble(-1, 1);
            var y = rng.NextDouble();
            var square = x * x + y * y;
            if (square is > 1 or < 1e-4) continue;
            var radius = Math.Sqrt(square);
            return (x / radius, y / radius);
        }
    }
}
