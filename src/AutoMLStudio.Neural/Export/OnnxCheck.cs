using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Export;

/// <summary>An exported model does not compute what the network does, or does not load: there is no file.</summary>
public sealed class OnnxCheckException(string message, Exception? inner = null) : InvalidOperationException(message, inner);

/// <summary>Runs an exported model in ONNX Runtime beside the network that it came from.</summary>
public static class OnnxCheck
{
    /// <summary>Largest difference between the two, relative for outputs above 1.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Sizes of the batches that are compared: 48 random inputs in all.</summary>
    private static readonly int[] Batches = [1, 2, 13, 32];

    /// <summary>Compares model and network on random inputs.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="network">The network that it was written from.</param>
    /// <param name="scale">Mean and deviation of the raw inputs, a channel or column; null for 0 and 1.</param>
    /// <param name="cancellationToken">Ends the check between batches.</param>
    /// <returns>The largest difference found.</returns>
    /// <exception cref="OnnxCheckException">They differ by more than <see cref="Tolerance"/>, or the model does not load or run.</exception>
    public static double Verify(byte[] model, Network network, Normalize? scale = null, CancellationToken cancellationToken = default)
    {
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            using var session = new InferenceSession(model, options);
            var worst = 0.0;
            var first = network.Graph.Nodes.Where(n => n.Inputs.Contains(NetworkGraph.InputId)).Select(n => n.Operation);
            var tokens = first.OfType<Embedding>().FirstOrDefault()?.Tokens;
            foreach (var batch in Batches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var inputs = tokens is { } count ? Texts(network.Graph.Input, count, batch) : Inputs(network.Graph.Input, scale, batch);
                worst = Math.Max(worst, Compare(session, network, inputs, batch));
            }
            return worst;
        }
        catch (OnnxRuntimeException exception)
        {
            throw new OnnxCheckException($"ONNX Runtime cannot run the exported model: {exception.Message}", exception);
        }
    }

    private static double Compare(InferenceSession session, Network network, float[] inputs, int batch)
    {
        var shape = network.Graph.Input.Batched(batch);
        var expected = Expected(network, inputs, shape);
        var input = NamedOnnxValue.CreateFromTensor(OnnxExport.InputName, new DenseTensor<float>(inputs, [.. shape.Select(s => (int)s)]));
        using var results = session.Run([input]);
        var actual = results[0].AsEnumerable<float>().ToArray();
        if (actual.Length != expected.Length)
            throw new OnnxCheckException(
                $"The exported model gives {actual.Length} numbers for a batch of {batch}; the network gives {expected.Length}.");
        var worst = 0.0;
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = Math.Abs((double)actual[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i]));
            if (!(difference < Tolerance))
                throw new OnnxCheckException($"The exported model gives {actual[i]:R} where the network gives {expected[i]:R} "
                    + $"(batch of {batch}, output {i}): more than {Tolerance} apart.");
            worst = Math.Max(worst, difference);
        }
        return worst;
    }

    private static float[] Expected(Network network, float[] inputs, long[] shape)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return network.Forward(tensor(inputs, shape, device: network.Device)).cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>Tokens at random.</summary>
    private static float[] Texts(TensorShape shape, int tokens, int batch)
    {
        var rng = Rng.For(1, batch);
        return [.. Enumerable.Range(0, (int)shape.Elements * batch).Select(_ => (float)rng.Next(tokens))];
    }

    /// <summary>Normal numbers around what the network was trained on.</summary>
    private static float[] Inputs(TensorShape shape, Normalize? scale, int batch)
    {
        var rng = Rng.For(1, batch);
        var values = new float[shape.Elements * batch];
        var perChannel = (int)(shape.Elements / shape.Channels);
        for (var i = 0; i < values.Length; i++)
        {
            var channel = i / perChannel % shape.Channels;
            var draw = (float)rng.NextGaussian();
            values[i] = scale is null ? draw : scale.Mean[channel] + scale.Deviation[channel] * draw;
        }
        return values;
    }
}
