using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Export.Format;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace AutoMLStudio.Neural.Models;

/// <summary>One operation alone in ONNX Runtime, on one thread: for inputs of given shapes, with weights of no meaning.</summary>
internal sealed class OperationModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputNames;
    private readonly OrtValue[] _inputs;
    private readonly string[] _outputNames;

    private OperationModel(byte[] file, IReadOnlyList<TensorShape> inputs, string output)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(file, options);
        _inputNames = [.. inputs.Select((_, i) => InputName(i))];
        _inputs = [.. inputs.Select(s => OrtValue.CreateTensorValueFromMemory(Numbers(s.Elements), s.Batched(1)))];
        _outputNames = [output];
    }

    /// <summary>The model of an operation; null for one that leaves nothing to do outside training.</summary>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime does not take it.</exception>
    public static OperationModel? Of(Operation operation, IReadOnlyList<TensorShape> inputs)
    {
        var graph = new GraphProto { Name = "operation" };
        var output = operation.Infer(inputs);
        var weights = operation.Weights(inputs).Select(w => (w, Numbers(w.Shape.Elements))).ToList();
        var names = inputs.Select((_, i) => InputName(i)).ToList();
        var result = operation.Emit(new OnnxNode(graph, "operation", names, inputs, output, weights));
        if (names.Contains(result)) return null;
        for (var i = 0; i < inputs.Count; i++) graph.Input.Add(OnnxExport.Value(names[i], inputs[i]));
        graph.Output.Add(OnnxExport.Value(result, output));
        return new(OnnxExport.Wrap(graph).ToByteArray(), inputs, result);
    }

    /// <summary>Runs it once.</summary>
    public void Run()
    {
        using var outputs = _session.Run(_run, _inputNames, _inputs, _outputNames);
    }

    public void Dispose()
    {
        foreach (var input in _inputs) input.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static string InputName(int index) => $"x{index}";

    /// <summary>Small, different and positive: variances are among them, and numbers too small to be normal would be slow.</summary>
    private static float[] Numbers(long count)
    {
        var numbers = new float[count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = 0.01f * (1 + i % 7);
        return numbers;
    }
}
