using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;

namespace AutoMLStudio.Neural.Training;

/// <summary>From a trial's last checkpoint to a checked ONNX file.</summary>
internal static class ModelExport
{
    /// <summary>What a file says of its check: the largest difference from the trained network, relative for outputs above 1.</summary>
    public const string CheckKey = "check_difference";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(MethodContext context, Trial trial, CancellationToken cancellationToken)
    {
        if (trial.IsSearch)
            throw new InvalidOperationException($"Trial {trial.Number} is a search: the networks that it found are trials of their own, with a model each.");
        var checkpoint = Find(context, trial);
        var model = checkpoint.Header.Model;
        var trained = NetworkGraph.FromJson(model.Graph);
        using var network = new Network(Complete(trained, model.TargetScale), checkpoint.Arrays[0], checkpoint.Arrays[1]);
        var metadata = Metadata(context, trial, checkpoint.Header);
        var file = OnnxExport.Write(network, metadata);
        var scale = trained.Nodes.Select(n => n.Operation).OfType<Normalize>().FirstOrDefault();
        metadata[CheckKey] = OnnxCheck.Verify(file, network, scale, cancellationToken).ToString("R", CultureInfo.InvariantCulture);
        // The same file once more, which now also says what its check found.
        return OnnxExport.Write(network, metadata);
    }

    private static Checkpoint Find(MethodContext context, Trial trial)
    {
        if (context.Folder.Length == 0 || Checkpoint.Load(context.TrialFolder(trial.Number)) is not { } checkpoint)
            throw new InvalidOperationException($"Trial {trial.Number} has left no model: its checkpoint is gone or was never written.");
        if (checkpoint.Header.Model.Configuration != $"{trial.Configuration}")
            throw new InvalidOperationException(
                $"The checkpoint of trial {trial.Number} belongs to another configuration: {checkpoint.Header.Model.Configuration}.");
        return checkpoint;
    }

    /// <summary>The network of a trial as it is exported; null when there is no checkpoint of the trial's configuration.</summary>
    public static NetworkGraph? GraphOf(MethodContext context, Trial trial) =>
        context.Folder.Length > 0 && Checkpoint.Load(context.TrialFolder(trial.Number))?.Header.Model is { } model
            && model.Configuration == $"{trial.Configuration}" ? Complete(NetworkGraph.FromJson(model.Graph), model.TargetScale) : null;

    /// <summary>
    /// The network with the last step to what a person wants to know: probabilities, or the value in its own unit. The weights keep their places: a
    /// last node comes last.
    /// </summary>
    public static NetworkGraph Complete(NetworkGraph graph, Normalization? targetScale) => targetScale is { } scale
        ? graph.Append("unscale", Normalize.InverseOf(scale.Mean, scale.Deviation))
        : graph.Append("softmax", new Softmax());

    private static Dictionary<string, string> Metadata(MethodContext context, Trial trial, CheckpointHeader header)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["study"] = context.Study,
            ["trial"] = trial.Number.ToString(CultureInfo.InvariantCulture),
            ["configuration"] = header.Model.Configuration,
            ["dataset"] = header.Model.Dataset,
            ["dataset_fingerprint"] = header.Model.Fingerprint,
            ["epochs"] = header.Epoch.ToString(CultureInfo.InvariantCulture),
            ["objective"] = context.Objectives[0].Metric,
            ["metrics"] = JsonSerializer.Serialize(header.Reports[^1].Metrics, Json),
        };
        if (header.Model.ClassNames.Count > 0) metadata["classes"] = JsonSerializer.Serialize(header.Model.ClassNames, Json);
        if (header.Model.ColumnNames.Count > 0) metadata["columns"] = JsonSerializer.Serialize(header.Model.ColumnNames, Json);
        if (header.Model.Vocabulary is { Count: > 0 } tokens) metadata["tokens"] = JsonSerializer.Serialize(tokens, Json);
        return metadata;
    }
}
