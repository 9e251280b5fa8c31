using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;

namespace AutoMLStudio.Neural.Training;

/// <summary>From a trial's last checkpoint to a checked ONNX file.</summary>
internal static class ModelExport
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(MethodContext context, Trial trial, CancellationToken cancellationToken)
    {
        var checkpoint = Find(context, trial);
        var model = checkpoint.Header.Model;
        var trained = NetworkGraph.FromJson(model.Graph);
        using var network = new Network(Complete(trained, model), checkpoint.Arrays[0], checkpoint.Arrays[1]);
        var file = OnnxExport.Write(network, Metadata(context, trial, checkpoint.Header));
        OnnxCheck.Verify(file, network, trained.Nodes.Select(n => n.Operation).OfType<Normalize>().FirstOrDefault(), cancellationToken);
        return file;
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

    /// <summary>
    /// The network with the last step to what a person wants to know: probabilities, or the value in its own unit. The weights keep their places: a
    /// last node comes last.
    /// </summary>
    private static NetworkGraph Complete(NetworkGraph graph, TrainedModel model) => model.TargetScale is { } scale
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
        return metadata;
    }
}
