using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using Microsoft.ML.OnnxRuntime;

namespace AutoMLStudio.Neural.Models;

/// <summary>
/// What single operations take on this host in ONNX Runtime, an operation and input shapes: measured once, when first asked for, and kept in a file.
/// The sum over a network predicts its latency without building it. Thread-safe.
/// </summary>
/// <remarks>
/// A prediction sees no fusion but two that always happen: a batch norm is folded into the convolution before it, and a ReLU after that costs
/// nothing.
/// Layouts that the runtime changes between operations are paid for at each operation that changes them, so that predictions tend to be high.
/// </remarks>
public sealed class LatencyTable
{
    private const string Overhead = "overhead";
    private const int Tries = 3;
    private static readonly ConcurrentDictionary<string, LatencyTable> Known = new(StringComparer.Ordinal);
    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Json = new(Line) { WriteIndented = true };

    /// <summary>Two that measure at the same time would measure each other.</summary>
    private static readonly Lock Measuring = new();

    private readonly ConcurrentDictionary<string, double> _entries;
    private readonly string? _path;
    private readonly Func<Action, CancellationToken, Latency> _measure;

    internal LatencyTable(string? path, Func<Action, CancellationToken, Latency> measure)
    {
        (_path, _measure) = (path, measure);
        _entries = new(Read(path), StringComparer.Ordinal);
    }

    /// <summary>Measured operations.</summary>
    public int Count => _entries.Count;

    /// <summary>This host's table.</summary>
    /// <param name="folder">Where it is kept, in a file of this host's kind of processor and runtime; empty to keep it in memory.</param>
    public static LatencyTable In(string folder) => Known.GetOrAdd(folder, static f => new(
        f.Length == 0 ? null : Path.Combine(f, $"latency-{Host()}.json"), (run, token) => Latency.Measure(run, TimeProvider.System, token)));

    /// <summary>The latency of a network in microseconds: batch of 1, one thread. Operations that the table lacks are measured.</summary>
    /// <exception cref="LatencyException">The host is too busy for a figure of an operation.</exception>
    public double Predict(NetworkGraph graph, CancellationToken cancellationToken) => Predict(graph, _ => true, cancellationToken);

    /// <summary>The same of a part of a network: of the nodes that <paramref name="counts"/> says yes to.</summary>
    /// <exception cref="LatencyException">The host is too busy for a figure of an operation.</exception>
    internal double Predict(NetworkGraph graph, Func<GraphNode, bool> counts, CancellationToken cancellationToken)
    {
        var takers = graph.Nodes.SelectMany(n => n.Inputs).CountBy(i => i, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var byId = graph.Nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);
        GraphNode? Before(GraphNode node) => takers[node.Inputs[0]] == 1 ? byId.GetValueOrDefault(node.Inputs[0]) : null;
        bool IsFolded(GraphNode node) => node.Operation is BatchNorm && Before(node)?.Operation is Conv2d;
        bool IsFused(GraphNode node) => node.Operation is Activate { Function: Activation.Relu }
            && Before(node) is { } before && (before.Operation is Conv2d || IsFolded(before));
        return Entry(Overhead, NothingMuch, [new TensorShape(1)], cancellationToken)
            + graph.Nodes.Where(n => counts(n) && !IsFolded(n) && !IsFused(n)).Sum(n => Of(n.Operation, graph.InputsOf(n), cancellationToken));
    }

    /// <summary>What one operation takes in microseconds, the overhead of a run left out.</summary>
    /// <exception cref="LatencyException">The host is too busy for a figure.</exception>
    public double Of(Operation operation, IReadOnlyList<TensorShape> inputs, CancellationToken cancellationToken)
    {
        var key = $"{string.Join(", ", inputs)} {NetworkGraph.Describe(operation).ToJsonString(Line)}";
        var overhead = Entry(Overhead, NothingMuch, [new TensorShape(1)], cancellationToken);
        return Math.Max(0, Entry(key, operation, inputs, cancellationToken) - overhead);
    }

    private static Operation NothingMuch => new Activate(Activation.Relu);

    private double Entry(string key, Operation operation, IReadOnlyList<TensorShape> inputs, CancellationToken cancellationToken)
    {
        if (_entries.TryGetValue(key, out var known)) return known;
        lock (Measuring)
        {
            if (_entries.TryGetValue(key, out known)) return known;
            using var model = OperationModel.Of(operation, inputs);
            var entry = _entries[key] = model is null ? 0 : Steady(model, operation, cancellationToken);
            Write();
            return entry;
        }
    }

    private double Steady(OperationModel model, Operation operation, CancellationToken cancellationToken)
    {
        var variation = 0.0;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var latency = _measure(model.Run, cancellationToken);
            if (latency.Microseconds is { } microseconds) return microseconds;
            variation = latency.Variation;
        }
        throw new LatencyException($"The latency of {operation.Label} cannot be measured on this machine now: the rounds differ by {variation:P0} "
            + $"and {Latency.MostVariation:P0} is allowed. Less work beside it would help.");
    }

    private static Dictionary<string, double> Read(string? path)
    {
        try
        {
            return path is not null && File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllBytes(path)) ?? [] : [];
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            // It is measured again.
            return [];
        }
    }

    /// <summary>The file changes in one step, so that a reader sees the old one or the new one.</summary>
    private void Write()
    {
        if (_path is null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var beside = $"{_path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, double>(_entries, StringComparer.Ordinal), Json));
        File.Move(beside, _path, overwrite: true);
    }

    /// <summary>Kind of processor, runtime and its version, as a name of a file.</summary>
    private static string Host()
    {
        const string Processors = "/proc/cpuinfo";
        var model = File.Exists(Processors)
            ? File.ReadLines(Processors).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim() : null;
        var text = $"{model ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "processor"} {RuntimeInformation.ProcessArchitecture} "
            + $"ort {OrtEnv.Instance().GetVersionString()}";
        return string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? char.ToLowerInvariant(c) : '-'));
    }
}

/// <summary>A latency cannot be measured: the host is too busy for a steady figure.</summary>
public sealed class LatencyException(string message) : Exception(message);
