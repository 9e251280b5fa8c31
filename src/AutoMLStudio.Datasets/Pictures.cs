using AutoMLStudio.Datasets.Readers;

namespace AutoMLStudio.Datasets;

/// <summary>Pictures that a person hands to a model.</summary>
public static class Pictures
{
    /// <summary>The picture as an example: scaled to height and width, brightness from 0 to 1, channel after channel.</summary>
    /// <param name="where">What a message calls it.</param>
    /// <param name="bytes">A PNG, JPEG or BMP file.</param>
    /// <param name="shape">[channels, height, width]; 1 channel for grey, 3 for red, green and blue.</param>
    /// <exception cref="DatasetException">The picture is unreadable, of another format or too large, or the shape is none of a picture.</exception>
    public static float[] Read(string where, byte[] bytes, IReadOnlyList<int> shape)
    {
        if (shape is not [1 or 3, var height, var width])
            throw new DatasetException($"{where}: a picture has 1 or 3 channels and does not fit [{string.Join(", ", shape)}].");
        var decoded = ImageDecoder.Decode(where, bytes, height, width);
        var plane = height * width;
        var example = new float[shape[0] * plane];
        for (var i = 0; i < example.Length; i++) example[i] = Brightness(decoded, i, plane, shape[0]) / 255f;
        return example;
    }

    private static float Brightness(DecodedImage image, int i, int plane, int channels) => (image.Channels, channels) switch
    {
        (1, _) => image.Bytes[i % plane],
        (_, 3) => image.Bytes[i],
        // Luma of ITU-R BT.601, which other tools turn colours to grey by as well.
        _ => 0.299f * image.Bytes[i] + 0.587f * image.Bytes[plane + i] + 0.114f * image.Bytes[2 * plane + i],
    };
}
