using System.Text.Json;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Export;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AutoMLStudio.Neural.Models;

/// <summary>An exported model in ONNX Runtime, on one thread. Thread-safe.</summary>
public sealed class OnnxModel : IDisposable
{
    /// <summary>Examples at a time: enough to fill the machine, few enough to stay in its caches.</summary>
    private const int Batch = 256;

    private readonly InferenceSession _session;
    private readonly int _outputs;

    /// <summary>Opens a file that this studio wrote.</summary>
    /// <exception cref="OnnxCheckException">ONNX Runtime cannot load it.</exception>
    public OnnxModel(byte[] file)
    {
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            _session = new InferenceSession(file, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new OnnxCheckException($"ONNX Runtime cannot load the model: {exception.Message}", exception);
        }
        Metadata = _session.ModelMetadata.CustomMetadataMap;
        ClassNames = List("classes");
        ColumnNames = List("columns");
        Tokens = List("tokens");
        // The first dimension is the batch, which is open.
        Input = new([.. _session.InputMetadata[OnnxExport.InputName].Dimensions.Skip(1)]);
        var (name, output) = _session.OutputMetadata.Single();
        OutputName = name;
        // Scores of tokens stand at each place: [batch, tokens, length].
        var kind = output.Dimensions.Length == 3 ? OutputKind.Tokens : ClassNames.Count > 0 ? OutputKind.Classes : OutputKind.Values;
        Output = new(kind, output.Dimensions[1]);
        _outputs = output.Dimensions[1..].Aggregate(1, (product, size) => product * size);
    }

    /// <summary>Shape of one example.</summary>
    public TensorShape Input { get; }

    /// <summary>What it predicts.</summary>
    public NetworkOutput Output { get; }

    /// <summary>Name of the output: <c>probabilities</c> or <c>value</c>.</summary>
    public string OutputName { get; }

    /// <summary>Names of the classes in the order of the probabilities; empty for a regression.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Names of a table's columns in the order of the input; empty for images.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The tokens of a text in the order of their numbers; empty for other data.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>What the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The outputs for examples.</summary>
    /// <param name="examples">[examples × numbers of <see cref="Input"/>], raw, one example after another.</param>
    /// <param name="cancellationToken">Ends the work between batches.</param>
    /// <returns>[examples × size of <see cref="Output"/>], for text [examples × tokens × length].</returns>
    /// <exception cref="ArgumentException">The numbers are no whole examples.</exception>
    public float[] Predict(ReadOnlyMemory<float> examples, CancellationToken cancellationToken = default)
    {
        var size = (int)Input.Elements;
        if (examples.Length % size != 0)
            throw new ArgumentException($"{examples.Length} numbers are no examples of {size} each.", nameof(examples));
        var count = examples.Length / size;
        var results = new float[count * _outputs];
        for (var from = 0; from < count; from += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = Math.Min(Batch, count - from);
            var batch = examples.Slice(from * size, length * size).ToArray();
            var input = NamedOnnxValue.CreateFromTensor(OnnxExport.InputName, new DenseTensor<float>(batch, [length, .. Input.Sizes]));
            using var outputs = _session.Run([input]);
            var tensor = (DenseTensor<float>)outputs[0].AsTensor<float>();
            tensor.Buffer.Span.CopyTo(results.AsSpan(from * _outputs));
        }
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private string[] List(string key) => Metadata.TryGetValue(key, out var text) ? JsonSerializer.Deserialize<string[]>(text)! : [];
}
