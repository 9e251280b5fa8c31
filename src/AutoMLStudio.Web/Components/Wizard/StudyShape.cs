using System.Text.Json.Nodes;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Datasets;
using AutoMLStudio.Web.Components.Forms;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>What a person has to search on.</summary>
public enum StudySource
{
    /// <summary>Data to train a network on.</summary>
    Dataset,
    /// <summary>A program that evaluates a configuration.</summary>
    Command,
    /// <summary>A function with a known minimum, to watch a search.</summary>
    Function,
    /// <summary>Something that the wizard has no questions about.</summary>
    Other,
}

/// <summary>What is to be found for a dataset.</summary>
public enum StudyGoal
{
    /// <summary>How a plain network is sized and trained.</summary>
    Training,
    /// <summary>Which layers the network has.</summary>
    Architecture,
    /// <summary>Both at once.</summary>
    Both,
}

/// <summary>
/// The wizard's questions and a study file: what the file answers, and what an answer makes of it. The file is the only state there is, so that the
/// wizard, the form and the text never disagree.
/// </summary>
internal static class StudyShape
{
    /// <summary>Name of the architecture parameter that the wizard puts in.</summary>
    private const string Architecture = "network";

    /// <summary>Parameters that the training of a network knows, with the range that is usual.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject>> Known { get; } = new Dictionary<string, Func<JsonObject>>(StringComparer.Ordinal)
    {
        ["learning_rate"] = () => Float(1e-4, 1e-1, log: true),
        ["batch_size"] = () => Int(16, 128, log: true),
        ["optimizer"] = () => Choices("sgd", "adamw"),
        ["momentum"] = () => Float(0.5, 0.99),
        ["weight_decay"] = () => Float(1e-5, 1e-1, log: true),
        ["dropout"] = () => Float(0, 0.5),
        ["label_smoothing"] = () => Float(0, 0.2),
        ["schedule"] = () => Choices("cosine", "constant"),
        ["layers"] = () => Int(1, 4),
        ["width"] = () => Int(8, 64, log: true),
        ["kernel"] = () => new() { ["type"] = "ordinal", ["values"] = new JsonArray(3, 5) },
        ["activation"] = () => Choices("relu", "silu", "gelu"),
    };

    /// <summary>What the study searches on.</summary>
    public static StudySource SourceOf(JsonObject study) => EvaluatorOf(study) switch
    {
        "network" => StudySource.Dataset,
        "command" => StudySource.Command,
        "function" => StudySource.Function,
        _ => StudySource.Other,
    };

    /// <summary>What is to be found.</summary>
    public static StudyGoal GoalOf(JsonObject study)
    {
        if (study["space"] is not JsonObject space) return StudyGoal.Training;
        var architectures = space.Count(p => OptionText.Of((p.Value as JsonObject)?["type"]) == "architecture");
        return architectures == 0 ? StudyGoal.Training : architectures == space.Count ? StudyGoal.Architecture : StudyGoal.Both;
    }

    /// <summary>A study to begin with, for somebody who has this. Name, budget and seed stay as they were.</summary>
    public static void Put(JsonObject study, StudySource source)
    {
        if (SourceOf(study) == source) return;
        Leave(study, null);
        switch (source)
        {
            case StudySource.Dataset:
                study["evaluator"] = new JsonObject { ["type"] = "network" };
                PutDataset(study, DatasetChoice.BuiltIn[0], before: null);
                break;
            case StudySource.Command:
                study["evaluator"] = new JsonObject { ["type"] = "command", ["command"] = "python3 train.py" };
                study["objective"] = new JsonObject { ["metric"] = "value", ["direction"] = "minimize" };
                study["space"] = new JsonObject { ["learning_rate"] = Float(1e-4, 1e-1, log: true), ["units"] = Int(8, 256, log: true) };
                break;
            default:
                PutFunction(study, TestFunctionKey.Branin);
                break;
        }
    }

    /// <summary>
    /// Takes out what belongs to the evaluator that the study has, since another one, of key <paramref name="next"/>, takes its place: data, objective
    /// and space mean nothing to it.
    /// </summary>
    public static void Leave(JsonObject study, string? next)
    {
        if (EvaluatorOf(study) == next) return;
        foreach (var part in new[] { "dataset", "objective", "space", "constraints" }) study.Remove(part);
        if (next == "network") study["dataset"] = DatasetChoice.BuiltIn[0].Name;
    }

    /// <summary>The dataset to train on. One of another kind asks for another network, and so for another space.</summary>
    public static void PutDataset(JsonObject study, DatasetChoice dataset, DatasetKind? before)
    {
        study["dataset"] = dataset.Name;
        study.Remove("objective");
        var evaluator = StudyDraft.Part(study, "evaluator");
        StudyDraft.Set(evaluator, "target", dataset.Target);
        StudyDraft.Set(evaluator, "task", dataset.Stored is not null && dataset.Task == DatasetTask.Regression ? "regression" : null);
        if (dataset.Task == DatasetTask.Regression)
            study["objective"] = new JsonObject { ["metric"] = "validation_rmse", ["direction"] = "minimize" };
        if (before != dataset.Kind) PutGoal(study, GoalOf(study), dataset.Kind);
    }

    /// <summary>What is to be found: puts in the space that fits it.</summary>
    public static void PutGoal(JsonObject study, StudyGoal goal, DatasetKind kind)
    {
        study.Remove("constraints");
        study["space"] = goal switch
        {
            StudyGoal.Training => Training(kind, isPlain: true),
            StudyGoal.Architecture => new JsonObject { [Architecture] = Layers(kind) },
            _ => Together(kind),
        };
    }

    /// <summary>The set of architectures that is searched; null for none.</summary>
    public static string? ArchitecturesOf(JsonObject study) => Searched(study) is { } entry ? OptionText.Of(entry["space"]) : null;

    /// <summary>Another set of architectures to search, with what fits the data.</summary>
    public static void PutArchitectures(JsonObject study, string space, DatasetKind kind)
    {
        if (Searched(study) is not { } entry) return;
        SpaceEdits.Respace(entry, space);
        if (space == "cell" && kind == DatasetKind.Table) entry["operations"] = "dense";
        if (space != "chain" || kind is DatasetKind.Text or DatasetKind.Series) return;
        foreach (var (key, value) in Layers(kind)) entry[key] = value?.DeepClone();
    }

    private static JsonObject? Searched(JsonObject study) => (study["space"] as JsonObject)?.Select(p => p.Value).OfType<JsonObject>()
        .FirstOrDefault(e => OptionText.Of(e["type"]) == "architecture");

    /// <summary>The function to search on. It is given a delay, since it would otherwise be over before anybody looks.</summary>
    public static void PutFunction(JsonObject study, TestFunctionKey key)
    {
        Leave(study, null);
        study["evaluator"] = new JsonObject
        {
            ["type"] = "function", ["function"] = OptionsSchema.SnakeCase(key.ToString()), ["delay"] = 0.5,
        };
    }

    /// <summary>
    /// Changes a study and lets its name follow, unless the person has given it one.
    /// </summary>
    public static void Edit(JsonObject study, Action change)
    {
        var given = OptionText.Of(study["name"]);
        var isOwn = given.Length > 0 && given != NameOf(study);
        change();
        if (!isOwn) study["name"] = NameOf(study);
    }

    private static string NameOf(JsonObject study) => SourceOf(study) switch
    {
        StudySource.Dataset => $"{Path.GetFileNameWithoutExtension(OptionText.Of(study["dataset"]))} {GoalOf(study).ToString().ToLowerInvariant()}",
        StudySource.Function => OptionText.Of((study["evaluator"] as JsonObject)?["function"]),
        StudySource.Command => "command",
        _ => "",
    };

    private static string EvaluatorOf(JsonObject study) =>
        OptionText.Of(study["evaluator"] is JsonObject evaluator ? evaluator["type"] : study["evaluator"]);

    /// <summary>
    /// What a trainer usually turns; the ranges of learning rate, weight decay, dropout, layers and width are those of the evaluator's own space.
    /// </summary>
    private static JsonObject Training(DatasetKind kind, bool isPlain)
    {
        string[] names = ["learning_rate", "batch_size", "optimizer", "weight_decay", "dropout"];
        if (isPlain) names = [.. names, "layers", "width"];
        if (isPlain && kind == DatasetKind.Images) names = [.. names, "kernel"];
        return new(names.Select(n => new KeyValuePair<string, JsonNode?>(n, Known[n]())));
    }

    private static JsonObject Together(DatasetKind kind)
    {
        var space = new JsonObject { [Architecture] = Layers(kind) };
        foreach (var (name, parameter) in Training(kind, isPlain: false)) space[name] = parameter!.DeepClone();
        return space;
    }

    private static JsonObject Layers(DatasetKind kind)
    {
        if (kind is DatasetKind.Text or DatasetKind.Series) return new() { ["type"] = "architecture", ["space"] = "recurrent" };
        var layers = new JsonObject
        {
            ["type"] = "architecture", ["space"] = "chain", ["kind"] = KindOf(kind), ["min_depth"] = 1,
            ["max_depth"] = kind == DatasetKind.Images ? 3 : 4,
            ["widths"] = kind == DatasetKind.Images ? new JsonArray(8, 16, 32) : new JsonArray(16, 32, 64, 128),
        };
        if (kind == DatasetKind.Images) layers["kernels"] = new JsonArray(3, 5);
        layers["activations"] = new JsonArray("relu", "silu");
        layers["skips"] = "search";
        return layers;
    }

    private static string KindOf(DatasetKind kind) => kind == DatasetKind.Images ? "cnn" : "mlp";

    private static JsonObject Choices(params string[] choices) =>
        new() { ["type"] = "categorical", ["choices"] = new JsonArray([.. choices.Select(c => JsonValue.Create(c))]) };

    private static JsonObject Float(double low, double high, bool log = false)
    {
        var json = new JsonObject { ["type"] = "float", ["low"] = low, ["high"] = high };
        if (log) json["log"] = true;
        return json;
    }

    private static JsonObject Int(int low, int high, bool log = false)
    {
        var json = new JsonObject { ["type"] = "int", ["low"] = low, ["high"] = high };
        if (log) json["log"] = true;
        return json;
    }
}
