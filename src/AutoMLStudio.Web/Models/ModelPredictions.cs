using System.Globalization;
using System.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Web.Models;

/// <summary>Lets a person try a model: on rows, on a picture, on examples that no training has seen.</summary>
public sealed class ModelPredictions(OpenModels models)
{
    /// <summary>What the model says of rows in JSON.</summary>
    /// <exception cref="StudyFileException">The rows have faults; each names its place.</exception>
    public async Task<Predictions> PredictRowsAsync(long studyId, int number, Stream json, CancellationToken cancellationToken)
    {
        var open = await models.GetAsync(studyId, number, cancellationToken);
        var fields = await models.FieldsAsync(open, cancellationToken);
        return Run(open, await ModelInput.ReadAsync(json, open.Model, fields, cancellationToken), cancellationToken);
    }

    /// <summary>What the model says of a picture.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="number">The trial.</param>
    /// <param name="picture">A PNG, JPEG or BMP file.</param>
    /// <param name="invert">Turns dark to light first: for ink on paper where the model knows chalk on a board.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StudyFileException">It cannot be read, or the model takes no pictures.</exception>
    public async Task<Predictions> PredictPictureAsync(long studyId, int number, byte[] picture, bool invert, CancellationToken cancellationToken)
    {
        var open = await models.GetAsync(studyId, number, cancellationToken);
        if (!open.Model.Input.IsImage)
            throw new StudyFileException([new("Content-Type", $"The model takes rows of {open.Model.Input} numbers: application/json is expected.")]);
        var example = await Task.Run(() => Read(picture, open.Model.Input.Sizes), cancellationToken);
        if (invert)
            for (var i = 0; i < example.Length; i++) example[i] = 1 - example[i];
        return Run(open, example, cancellationToken) with { Seen = Bytes(example) };
    }

    /// <summary>Examples that no training has seen, spread over all of them: page after page shows others.</summary>
    public async Task<SamplePage> SamplesAsync(long studyId, int number, int page, int take, CancellationToken cancellationToken)
    {
        var open = await models.GetAsync(studyId, number, cancellationToken);
        var examples = await models.ExamplesAsync(open, cancellationToken);
        var fields = await models.FieldsAsync(open, cancellationToken);
        var count = examples.Indices.Count;
        var stride = Stride(count);
        var indices = Enumerable.Range(0, Math.Min(take, count)).Select(k => examples.Indices[(int)((page * (long)take + k) % count * stride % count)]);
        return new(examples.Part, count, [.. indices.Select(i => Sample(examples.Dataset, i, fields))]);
    }

    private static float[] Read(byte[] picture, IReadOnlyList<int> shape)
    {
        try
        {
            return Pictures.Read("The picture", picture, shape);
        }
        catch (DatasetException exception)
        {
            throw new StudyFileException([new("picture", exception.Message)]);
        }
    }

    private static Predictions Run(OpenModel open, float[] examples, CancellationToken cancellationToken)
    {
        var outputs = open.Model.Predict(examples, cancellationToken);
        var size = open.Model.Output.Size;
        var names = open.Model.ClassNames;
        return new(open.Trial.Number, names, [.. outputs.Chunk(size).Select(o => names.Count == 0 ? new Prediction(null, o[0], null)
            : new Prediction(names[Array.IndexOf(o, o.Max())], null, o))]);
    }

    private static SampleView Sample(Dataset dataset, int index, IReadOnlyList<TableField> fields)
    {
        var target = dataset.Targets.Span[index];
        var truth = dataset.Task == DatasetTask.Classification ? dataset.ClassNames[(int)target] : target.ToString("R", CultureInfo.InvariantCulture);
        return dataset.Kind == DatasetKind.Images ? new(index, truth, Bytes(dataset.Example(index)), null)
            : new(index, truth, null, fields.ToDictionary(f => f.Name, f => f.Decode(dataset.Example(index)), StringComparer.Ordinal));
    }

    private static byte[] Bytes(ReadOnlySpan<float> brightness)
    {
        var bytes = new byte[brightness.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Math.Round(Math.Clamp(brightness[i], 0, 1) * 255);
        return bytes;
    }

    /// <summary>A step near the golden section that visits all of <paramref name="count"/> places before it comes back.</summary>
    private static long Stride(int count)
    {
        var stride = Math.Max(1, (long)(count * 0.618));
        while (BigInteger.GreatestCommonDivisor(stride, count) != 1) stride++;
        return stride;
    }
}
