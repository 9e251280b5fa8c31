using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AutoMLStudio.Surrogates.Tables;

/// <summary>
/// LCBench [Zimmer2021] as the ONNX surrogate of YAHPO Gym [Pfisterer2022]: seven hyper-parameters of a multi-layer perceptron on one of 34 tabular
/// tasks, and what it had reached after each of up to 52 epochs. Accuracies are percentages, time is in seconds.
/// </summary>
public sealed class LcbenchSurrogate : IDisposable
{
    /// <summary>Epochs of a full training.</summary>
    public const int Epochs = 52;

    /// <summary>The metric to maximise.</summary>
    public const string Accuracy = "val_accuracy";

    /// <summary>Seconds spent so far.</summary>
    public const string Time = "time";

    private const string TaskKey = "OpenML_task_id";

    /// <summary>The network's inputs after the epoch, in its own order.</summary>
    private static readonly string[] Inputs = ["batch_size", "learning_rate", "momentum", "weight_decay", "num_layers", "max_units", "max_dropout"];

    private static readonly string[] Outputs =
        [Time, Accuracy, "val_cross_entropy", "val_balanced_accuracy", "test_cross_entropy", "test_balanced_accuracy"];

    private readonly InferenceSession _session;
    private readonly int _task;

    /// <summary>The surrogate in a folder, for one task.</summary>
    /// <exception cref="ArgumentException">The folder or the task is wrong; the message says how.</exception>
    public LcbenchSurrogate(string folder, string task)
    {
        if (Faults(folder, task).FirstOrDefault() is { } fault) throw new ArgumentException(fault);
        _task = Tasks(folder)[task];
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new(Path.Combine(folder, "model.onnx"), options);
        Space = SpaceOf(folder);
    }

    /// <summary>The seven hyper-parameters.</summary>
    public SearchSpace Space { get; }

    /// <summary>All metrics after each of these epochs.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> Predict(Configuration configuration, IReadOnlyList<int> epochs)
    {
        var codes = new DenseTensor<int>([epochs.Count, 1]);
        var values = new DenseTensor<float>([epochs.Count, Inputs.Length + 1]);
        for (var row = 0; row < epochs.Count; row++)
        {
            codes[row, 0] = _task;
            values[row, 0] = epochs[row];
            for (var i = 0; i < Inputs.Length; i++) values[row, i + 1] = (float)configuration[Inputs[i]].Number;
        }
        using var results = _session.Run([NamedOnnxValue.CreateFromTensor("x_cat", codes), NamedOnnxValue.CreateFromTensor("x_cont", values)]);
        var output = results[0].AsTensor<float>();
        return [.. Enumerable.Range(0, epochs.Count).Select(row =>
            Outputs.Select((name, i) => (name, (double)output[row, i])).ToDictionary(StringComparer.Ordinal))];
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>The space that a folder's <c>config_space.json</c> describes, without task and epoch.</summary>
    internal static SearchSpace SpaceOf(string folder)
    {
        var entries = Json(folder, "config_space.json")["hyperparameters"]!.AsArray().Select(n => n!.AsObject())
            .ToDictionary(n => n["name"]!.GetValue<string>());
        return new([.. Inputs.Select(name => Parameter(name, entries[name]))]);
    }

    /// <summary>What is wrong with a folder and a task.</summary>
    internal static IEnumerable<string> Faults(string folder, string? task)
    {
        string[] files = ["model.onnx", "config_space.json", "encoding.json"];
        var missing = files.FirstOrDefault(f => !File.Exists(Path.Combine(folder, f)));
        if (missing is not null) return [$"path is '{folder}', which has no {missing}: the folder of LCBench's surrogate is expected."];
        try
        {
            var tasks = Tasks(folder);
            SpaceOf(folder);
            return task is not null && tasks.ContainsKey(task) ? []
                : [$"task is {(task is null ? "missing" : $"'{task}'")}: one of {string.Join(", ", tasks.Keys)} is expected."];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or NullReferenceException or InvalidOperationException)
        {
            return [$"path is '{folder}', whose files are not LCBench's: {exception.Message}"];
        }
    }

    private static Parameter Parameter(string name, JsonObject entry)
    {
        var (low, high, log) = (entry["lower"]!.GetValue<double>(), entry["upper"]!.GetValue<double>(), entry["log"]!.GetValue<bool>());
        return entry["type"]!.GetValue<string>() == "uniform_int"
            ? new IntParameter(name, (long)low, (long)high) { Log = log }
            : new FloatParameter(name, low, high) { Log = log };
    }

    /// <summary>The tasks and the network's codes of them, in the order of the space; the encoding knows a few more, which were not fitted.</summary>
    private static Dictionary<string, int> Tasks(string folder)
    {
        var codes = Json(folder, "encoding.json")[TaskKey]!.AsObject();
        var space = Json(folder, "config_space.json")["hyperparameters"]!.AsArray();
        return space.First(n => n!["name"]!.GetValue<string>() == TaskKey)!["choices"]!.AsArray()
            .Select(c => c!.GetValue<string>()).ToDictionary(t => t, t => codes[t]!.GetValue<int>());
    }

    private static JsonObject Json(string folder, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
}
