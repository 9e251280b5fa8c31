using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Training;

/// <summary>The optimizers.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum [Polyak1964].</summary>
    Sgd,
    /// <summary>Adam [Kingma2015]; weight decay is added to the gradient.</summary>
    Adam,
    /// <summary>Adam with decoupled weight decay [Loshchilov2019].</summary>
    Adamw,
}

/// <summary>How the learning rate goes over a full evaluation.</summary>
public enum ScheduleKind
{
    /// <summary>From the learning rate to 0 along half a cosine, without restarts [Loshchilov2017].</summary>
    Cosine,
    /// <summary>The learning rate throughout.</summary>
    Constant,
}

/// <summary>
/// Options of the evaluator <c>network</c>. All but the epochs, the fractions and the threads can be searched: a parameter of the same name takes an
/// option's place.
/// </summary>
public sealed record NetworkOptions : IEvaluatorOptions
{
    /// <summary>Kind of the default network; null for a CNN on images and an MLP on tables.</summary>
    [Display(Name = "Network",
        Description = "Kind of the network where the space holds no architecture; when empty a cnn for images, an mlp for tables.")]
    public NetworkKind? Network { get; init; }

    /// <summary>Epochs of a full evaluation.</summary>
    [Display(Name = "Epochs", Description = "Passes over the training data in a full evaluation: the study's largest budget.")]
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>Examples in a batch. An epoch has as many batches as this asks for, of sizes that differ by one at most.</summary>
    [Display(Name = "Batch size", Description = "Most training examples in one step.")]
    [Range(4, 65_536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>The optimizer.</summary>
    [Display(Name = "Optimizer", Description = "sgd with momentum, adam, or adamw with decoupled weight decay.")]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adamw;

    /// <summary>Learning rate at the start; the default is that of [Kingma2015] (Algorithm 1).</summary>
    [Display(Name = "Learning rate", Description = "Step size at the start.")]
    [Range(1e-8, 10.0)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Momentum of sgd.</summary>
    [Display(Name = "Momentum", Description = "Momentum of sgd; the others have their own.")]
    [Range(0.0, 0.9999)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay; null for 0.01 with adamw, as [Loshchilov2019] has made usual, and 0 with the others.</summary>
    [Display(Name = "Weight decay", Description = "Pull of all weights towards 0; when empty 0.01 with adamw and 0 with the others.")]
    [Range(0.0, 1.0)]
    public double? WeightDecay { get; init; }

    /// <summary>Rate of dropout before the last layer.</summary>
    [Display(Name = "Dropout", Description = "Share of the last layer's inputs that are dropped in training.")]
    [Range(0.0, 0.95)]
    public double Dropout { get; init; }

    /// <summary>Label smoothing [Szegedy2016] (§7); classification only.</summary>
    [Display(Name = "Label smoothing", Description = "Share of every label that is spread over all classes; for classification.")]
    [Range(0.0, 0.9)]
    public double LabelSmoothing { get; init; }

    /// <summary>How the learning rate goes.</summary>
    [Display(Name = "Schedule", Description = "Learning rate over a full evaluation: down to 0 along a cosine, or constant.")]
    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>Layers of the default network before its output.</summary>
    [Display(Name = "Layers", Description = "Layers of the network before its output, where the space holds no architecture.")]
    [Range(1, 64)]
    public int Layers { get; init; } = 3;

    /// <summary>Channels or units of each layer of the default network.</summary>
    [Display(Name = "Width", Description = "Channels (cnn) or units (mlp) of each layer, where the space holds no architecture.")]
    [Range(1, ChainOptions.MaximumWidth)]
    public int Width { get; init; } = 32;

    /// <summary>Kernel of the default CNN; odd.</summary>
    [Display(Name = "Kernel", Description = "Odd height and width of the convolutions, where the space holds no architecture.")]
    [Range(1, 15)]
    public int Kernel { get; init; } = 3;

    /// <summary>Activation of the default network.</summary>
    [Display(Name = "Activation", Description = "Activation function, where the space holds no architecture.")]
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Share of the examples that choose between models.</summary>
    [Display(Name = "Validation fraction", Description = "Share of the examples that trials are compared on.")]
    [Range(0.01, 0.9)]
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>Share of the examples that judge a fully trained model and decide nothing.</summary>
    [Display(Name = "Test fraction",
        Description = "Share of the examples set aside for a last judgement, which no search sees. Not used where the dataset sets its own aside.")]
    [Range(0.0, 0.9)]
    public double TestFraction { get; init; } = 0.1;

    /// <summary>Column of a CSV to predict; null for the one named target, label, class or y, or else the last.</summary>
    [Display(
        Name = "Target",
        Description = "Column of a CSV to predict, by name or number; when empty the one named target, label, class or y, or else the last.")]
    public string? Target { get; init; }

    /// <summary>What to predict from a CSV; null to tell from the target's values.</summary>
    [Display(
        Name = "Task",
        Description = "What to predict from a CSV; when empty regression for a target with fractions or more than 20 "
            + "numbers, or else classification.")]
    public DatasetTask? Task { get; init; }

    /// <summary>Whether the first row of a CSV holds names; null to tell from its cells.</summary>
    [Display(Name = "Header", Description = "Whether the first row of a CSV holds names; when empty it does unless one of its cells is a number.")]
    public bool? Header { get; init; }

    /// <summary>Most pictures of each class; null for all.</summary>
    [Display(Name = "Most a class", Description = "Most pictures of each class that are read, for a quick look at a large set; all when empty.")]
    [Range(2, 10_000_000)]
    public int? MaxPerClass { get; init; }

    /// <summary>Threads of one trial; null for the machine's cores divided by the study's parallelism.</summary>
    [Display(Name = "Threads", Description = "Threads of one trial; when empty the machine's cores divided by the trials that run at the same time.")]
    [Range(1, 256)]
    public int? Threads { get; init; }

    /// <summary>How the dataset is read.</summary>
    internal DatasetOptions Data => new() { Target = Target, Task = Task, Header = Header, MaxPerClass = MaxPerClass };

    /// <inheritdoc/>
    public double MaximumBudget => Epochs;

    /// <inheritdoc/>
    public Objective? DefaultObjective => Task == DatasetTask.Regression ? new(Metrics.ValidationRmse, Direction.Minimize)
        : new(Metrics.ValidationAccuracy, Direction.Maximize);

    /// <inheritdoc/>
    public SearchSpace? DefaultSpace => new(
    [
        new FloatParameter("learning_rate", 1e-4, 1e-1, Log: true),
        new FloatParameter("weight_decay", 1e-5, 1e-1, Log: true),
        new FloatParameter("dropout", 0, 0.5),
        new IntParameter("layers", 1, 4),
        new IntParameter("width", 8, 64, Log: true),
    ]);

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string? dataset)
    {
        var names = string.Join(", ", DatasetCatalog.BuiltIn.Select(b => b.Name));
        if (string.IsNullOrWhiteSpace(dataset))
            yield return $"It trains on a dataset and the study names none: {names} or the path of a file is expected.";
        else if (DatasetCatalog.BuiltIn.All(b => b.Name != dataset) && !Path.Exists(dataset))
            yield return $"There is no dataset '{dataset}': {names} or the path of a file is expected.";
        if (ValidationFraction + TestFraction >= 1)
            yield return $"validation_fraction ({ValidationFraction}) and test_fraction ({TestFraction}) leave nothing to train on: "
                + "less than 1 in all is expected.";
        if (Kernel % 2 == 0) yield return $"kernel is {Kernel}: an odd integer from 1 to 15 is expected.";
    }
}
