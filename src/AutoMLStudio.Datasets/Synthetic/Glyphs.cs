using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Datasets.Synthetic;

/// <summary>
/// Handwriting-like digits drawn by the studio: strokes of varied form, deformed, drawn with pens of varied width, ink and paper, with a stray mark
/// here and there and noise. The same to the last bit on every machine.
/// </summary>
internal static class Glyphs
{
    private const int DefaultCount = 2000;
    private const int DefaultSize = 16;

    /// <summary>The pictures of the options' count, size and seed; classes take turns, and picture i does not depend on the count.</summary>
    public static Dataset Make(DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var count = options.Count ?? DefaultCount;
        var size = options.ImageSize ?? DefaultSize;
        Limits.CheckNumbers("glyphs", count, (long)size * size);
        var features = new float[count * size * size];
        var targets = new float[count];
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var label = i % GlyphShapes.Names.Count;
            Draw(label, Rng.For(options.Seed, i), size, features.AsSpan(i * size * size, size * size));
            targets[i] = label;
            if (i % 256 == 0) progress?.Report((double)i / count);
        }
        return new Dataset("glyphs", DatasetKind.Images, [1, size, size], features, targets, GlyphShapes.Names);
    }

    private static void Draw(int label, Rng rng, int size, Span<float> pixels)
    {
        var forms = GlyphShapes.Forms[label];
        var form = forms[rng.Next(forms.Length)];
        var deformation = new Deformation(rng);
        var width = rng.NextDouble(0.06, 0.13);
        var canvas = new Canvas(size);
        foreach (var stroke in form) canvas.Draw(Array.ConvertAll(stroke.Points, deformation.Apply), width);
        if (rng.Next(2) == 0) canvas.Draw(StrayMark(rng), width, rng.NextDouble(0.4, 0.8));
        var paper = rng.NextDouble(0, 0.2);
        var ink = rng.NextDouble(0.65, 1);
        var noise = rng.NextDouble(0.02, 0.1);
        for (var i = 0; i < pixels.Length; i++)
        {
            var brightness = paper + (ink - paper) * canvas.Ink[i] + noise * ExactNoise.Next(rng);
            // 256 levels, as a picture file would hold.
            pixels[i] = (float)(Math.Round(255 * Math.Clamp(brightness, 0, 1)) / 255);
        }
    }

    /// <summary>A short line somewhere: what a crop of a form or a scratch leaves.</summary>
    private static Point[] StrayMark(Rng rng)
    {
        var from = new Point(rng.NextDouble(), rng.NextDouble());
        return [from, from + new Point(rng.NextDouble(-0.25, 0.25), rng.NextDouble(-0.25, 0.25))];
    }
}
