using SkiaSharp;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>A decoded picture.</summary>
/// <param name="Channels">1 when every pixel is grey, otherwise 3.</param>
/// <param name="Bytes">Channel after channel, each row by row.</param>
internal sealed record DecodedImage(int Channels, byte[] Bytes);

/// <summary>From the bytes of a PNG, JPEG or BMP file to pixels. What is transparent is laid on black.</summary>
internal static class ImageDecoder
{
    /// <summary>Height and width without decoding.</summary>
    /// <exception cref="DatasetException">The picture is unreadable, of another format or too large.</exception>
    public static (int Height, int Width) Measure(string where, byte[] bytes)
    {
        using var codec = Open(where, bytes);
        return (codec.Info.Height, codec.Info.Width);
    }

    /// <summary>Decodes, and scales to the given size where the picture has another.</summary>
    /// <exception cref="DatasetException">The picture is unreadable, of another format or too large.</exception>
    public static DecodedImage Decode(string where, byte[] bytes, int height, int width)
    {
        using var codec = Open(where, bytes);
        using var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result != SKCodecResult.Success) throw new DatasetException($"{where}: the picture is damaged ({result}).");
        if (bitmap.Height == height && bitmap.Width == width) return Unpack(bitmap);
        using var scaled = bitmap.Resize(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul), SKFilterQuality.Medium)
            ?? throw new DatasetException($"{where}: the picture of {bitmap.Width} × {bitmap.Height} pixels cannot be scaled to {width} × {height}.");
        return Unpack(scaled);
    }

    private static SKCodec Open(string where, byte[] bytes)
    {
        var codec = SKCodec.Create(new MemoryStream(bytes), out var result)
            ?? throw new DatasetException($"{where}: the entry is no picture that can be read ({result}); PNG, JPEG or BMP is expected.");
        var fault = codec switch
        {
            { EncodedFormat: not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Bmp) } =>
                $"the picture is {codec.EncodedFormat}; PNG, JPEG or BMP is expected",
            { Info: { Width: > ImageLimits.Side } or { Height: > ImageLimits.Side } } or { Info: { Width: < 1 } or { Height: < 1 } } =>
                $"the picture has {codec.Info.Width} × {codec.Info.Height} pixels; 1 to {ImageLimits.Side:N0} a side are expected",
            _ when (long)codec.Info.Width * codec.Info.Height > ImageLimits.Pixels =>
                $"the picture has {codec.Info.Width} × {codec.Info.Height} pixels; at most {ImageLimits.Pixels:N0} in all are expected",
            _ => null,
        };
        if (fault is null) return codec;
        codec.Dispose();
        throw new DatasetException($"{where}: {fault}.");
    }

    private static DecodedImage Unpack(SKBitmap bitmap)
    {
        var pixels = bitmap.GetPixelSpan();
        var count = pixels.Length / 4;
        var channels = IsGrey(pixels) ? 1 : 3;
        var bytes = new byte[channels * count];
        for (var c = 0; c < channels; c++)
            for (var i = 0; i < count; i++) bytes[c * count + i] = pixels[4 * i + c];
        return new DecodedImage(channels, bytes);
    }

    private static bool IsGrey(ReadOnlySpan<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2]) return false;
        return true;
    }
}
