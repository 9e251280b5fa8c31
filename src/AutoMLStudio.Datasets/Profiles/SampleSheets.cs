using SkiaSharp;

namespace AutoMLStudio.Datasets.Profiles;

/// <summary>Lays sample pictures side by side into one.</summary>
internal static class SampleSheets
{
    private const int Across = 12, MostTiles = 144, MostPerClass = 12, LargestTile = 64;

    /// <summary>How many samples each of so many classes gets: none for classes beyond the largest number of tiles.</summary>
    public static int PerClass(int classes) => Math.Clamp(MostTiles / Math.Max(1, classes), 1, MostPerClass);

    /// <summary>Classes that get samples at all.</summary>
    public static int ShownClasses(int classes) => Math.Min(classes, MostTiles);

    /// <summary>Side of a tile for pictures of this size: no larger than they are.</summary>
    public static int Tile(int height, int width) => Math.Clamp(Math.Max(height, width), 8, LargestTile);

    /// <summary>The sheet as a PNG file, and where what lies on it.</summary>
    /// <param name="samples">Class and picture of each tile; a picture has any size and is fitted into its tile.</param>
    /// <param name="tile">Side of a tile in pixels.</param>
    public static (byte[] Png, SampleSheet Sheet) Draw(IReadOnlyList<(int Class, SKBitmap Picture)> samples, int tile)
    {
        var rows = Math.Max(1, (samples.Count + Across - 1) / Across);
        using var sheet = new SKBitmap(new SKImageInfo(Across * tile, rows * tile, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(sheet))
        using (var paint = new SKPaint { FilterQuality = SKFilterQuality.Medium })
        {
            canvas.Clear(SKColors.Transparent);
            for (var i = 0; i < samples.Count; i++)
                canvas.DrawBitmap(samples[i].Picture, Place(samples[i].Picture, i % Across * tile, i / Across * tile, tile), paint);
        }
        using var png = sheet.Encode(SKEncodedImageFormat.Png, 100);
        var bytes = png.ToArray();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        return (bytes, new(tile, Across, [.. samples.Select(s => s.Class)], hash));
    }

    /// <summary>A picture from bytes, channel after channel.</summary>
    public static SKBitmap Bitmap(ReadOnlySpan<byte> bytes, int channels, int height, int width)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixels();
        var count = height * width;
        var rgba = new byte[4 * count];
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < 3; c++) rgba[4 * i + c] = bytes[channels == 3 ? c * count + i : i];
            rgba[4 * i + 3] = 255;
        }
        System.Runtime.InteropServices.Marshal.Copy(rgba, 0, pixels, rgba.Length);
        return bitmap;
    }

    private static SKRect Place(SKBitmap picture, int x, int y, int tile)
    {
        var scale = Math.Min((float)tile / picture.Width, (float)tile / picture.Height);
        var (width, height) = (picture.Width * scale, picture.Height * scale);
        return SKRect.Create(x + (tile - width) / 2, y + (tile - height) / 2, width, height);
    }
}
