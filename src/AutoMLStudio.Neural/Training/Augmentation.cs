using AutoMLStudio.Core.Numerics;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>
/// Changes training images at random: moves them within a border of zeros and mirrors them [He2016] (§4.2), then blanks a square out [DeVries2017].
/// Each example draws for itself from a stream of managed numbers, so that every device draws alike.
/// </summary>
internal sealed class Augmentation
{
    private readonly (bool Flip, int Crop, int Cutout) _what;
    private readonly float[] _mean;

    /// <param name="options">What is done.</param>
    /// <param name="mean">Mean of each channel: the colour of what is blanked out, 0 once normalised.</param>
    private Augmentation(NetworkOptions options, IReadOnlyList<float> mean) =>
        (_what, _mean) = ((options.Flip, options.Crop, options.Cutout), [.. mean]);

    /// <summary>The augmentation that the options ask for; null when they ask for none.</summary>
    public static Augmentation? Of(NetworkOptions options, IReadOnlyList<float> mean) =>
        options.Flip || options.Crop > 0 || options.Cutout > 0 ? new(options, mean) : null;

    /// <summary>The batch changed, as a new tensor in the current scope.</summary>
    /// <param name="images">[examples, channels, height, width], raw.</param>
    /// <param name="rng">Source of the draws.</param>
    public Tensor Apply(Tensor images, Rng rng)
    {
        if (_what is not (false, 0, _)) images = Move(images, rng);
        return _what.Cutout > 0 ? Blank(images, rng) : images;
    }

    /// <summary>One gather for both: the rows and columns of the padded image that each place takes from.</summary>
    private Tensor Move(Tensor images, Rng rng)
    {
        var (count, channels, height, width) = ((int)images.shape[0], (int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        var (rows, columns) = (new long[count * height], new long[count * width]);
        for (var i = 0; i < count; i++)
        {
            var (top, left) = (rng.Next(2 * _what.Crop + 1), rng.Next(2 * _what.Crop + 1));
            var mirrored = _what.Flip && rng.Next(2) == 1;
            for (var y = 0; y < height; y++) rows[i * height + y] = top + y;
            for (var x = 0; x < width; x++) columns[i * width + x] = left + (mirrored ? width - 1 - x : x);
        }
        var padded = _what.Crop > 0 ? nn.functional.pad(images, [_what.Crop, _what.Crop, _what.Crop, _what.Crop]) : images;
        var device = images.device;
        return padded.index(
            TensorIndex.Tensor(arange(count, device: device).view(count, 1, 1, 1)),
            TensorIndex.Tensor(arange(channels, device: device).view(1, channels, 1, 1)),
            TensorIndex.Tensor(tensor(rows, [count, 1, height, 1], device: device)),
            TensorIndex.Tensor(tensor(columns, [count, 1, 1, width], device: device)));
    }

    /// <summary>The square's middle lies anywhere in the image, so that it may stand out over the border (§3.2).</summary>
    private Tensor Blank(Tensor images, Rng rng)
    {
        var (count, height, width) = ((int)images.shape[0], (int)images.shape[2], (int)images.shape[3]);
        var (rows, columns) = (new bool[count * height], new bool[count * width]);
        for (var i = 0; i < count; i++)
        {
            Mark(rows.AsSpan(i * height, height), rng.Next(height));
            Mark(columns.AsSpan(i * width, width), rng.Next(width));
        }
        var device = images.device;
        var blank = tensor(rows, [count, 1, height, 1], device: device).logical_and(tensor(columns, [count, 1, 1, width], device: device));
        return where(blank, tensor(_mean, [1, _mean.Length, 1, 1], device: device), images);
    }

    private void Mark(Span<bool> side, int middle)
    {
        var from = middle - _what.Cutout / 2;
        for (var i = Math.Max(0, from); i < Math.Min(side.Length, from + _what.Cutout); i++) side[i] = true;
    }
}
