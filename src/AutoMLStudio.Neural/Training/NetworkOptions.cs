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

/// <summary>What a part of a trial's budget is a part of.</summary>
public enum BudgetKind
{
    /// <summary>Of the epochs: a trial that goes on trains further.</summary>
    Epochs,
    /// <summary>Of the training examples: a trial that goes on trains anew, on more of them.</summary>
    Data,
}

/// <summary>
/// Options of the evaluator <c>network</c>. What decides how a network is trained can be searched: a parameter of the same name takes an option's
/// place. The epochs, the parts of the data, the limits and the machine cannot.
/// </summary>
public sealed record NetworkOptions : IEvaluatorOptions, IDividedBudget
{
    /// <summary>Kind of the default network; null for a CNN on images, an MLP on tables and an LSTM on texts and series.</summary>
    [Display(Name = "Network",
        Description = "Kind of the network where the space holds no architecture; when empty a cnn for images, an mlp for tables, an lstm for texts "
            + "and series.")]
    public NetworkKind? Network { get; init; }

    /// <summary>Epochs of a full evaluation.</summary>
    [Display(Name = "Epochs",
        Description = "Passes over the training data in a full evaluation: the study's largest budget, unless that is the data.")]
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>What budgets divide: epochs, or the training examples as in [Klein2017]; then a trial trains for all epochs on a part of them.</summary>
    [Display(Name = "Budget",
        Description = "What a trial with a part of the budget gets: fewer epochs, or all epochs on fewer training examples. Choose data where it is the "
            + "amount of data that makes a training long, and for fabolas and multitask.")]
    public BudgetKind Budget { get; init; }

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

    /// <summary>Nesterov's momentum for sgd [Sutskever2013].</summary>
    [Display(Name = "Nesterov", Description = "Whether sgd looks ahead along its momentum.")]
    public bool Nesterov { get; init; }

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

    /// <summary>Epochs over which the learning rate rises from 0 to its start [Goyal2017]; the schedule begins after them.</summary>
    [Display(Name = "Warm-up", Description = "Epochs, also parts of one, over which the learning rate rises from 0 before its schedule begins.")]
    [Range(0.0, 1000.0)]
    public double WarmUp { get; init; }

    /// <summary>Longest gradient; null for any [Pascanu2013].</summary>
    [Display(Name = "Gradient clipping", Description = "Length to which longer gradients are shortened; when empty they are not.")]
    [Range(1e-6, 1e6)]
    public double? ClipNorm { get; init; }

    /// <summary>Mirrors half of the training images.</summary>
    [Display(Name = "Flip", Description = "Whether half of the training images, drawn at random, are mirrored left to right.")]
    public bool Flip { get; init; }

    /// <summary>Pixels of the border within which training images are moved.</summary>
    [Display(Name = "Crop", Description = "Pixels by which training images are moved at most, into a border of zeros; 4 is usual for 32 × 32.")]
    [Range(0, 64)]
    public int Crop { get; init; }

    /// <summary>Side of the square that is blanked out of training images [DeVries2017].</summary>
    [Display(Name = "Cutout", Description = "Pixels along the side of a square that is blanked out of each training image; 16 is usual for 32 × 32.")]
    [Range(0, 512)]
    public int Cutout { get; init; }

    /// <summary>α of mixup [Zhang2018]; 0 for none. Not for text.</summary>
    [Display(Name = "Mixup", Description = "How strongly pairs of training examples are blended, both their inputs and their targets; 0.2 is usual.")]
    [Range(0.0, 4.0)]
    public double Mixup { get; init; }

    /// <summary>Decay of the moving average of the weights [Tarvainen2017]; 0 for none.</summary>
    [Display(
        Name = "Weight averaging", Description = "Decay, a step, of a moving average of the weights, which is what is validated; 0.999 is usual.")]
    [Range(0.0, 0.999999)]
    public double Ema { get; init; }

    /// <summary>
    /// Batches from which the statistics of batch norms are collected anew before each validation [Wu2021]; 0 keeps their moving average.
    /// </summary>
    [Display(Name = "Batch norm recalibration",
        Description = "Training batches from which batch norms collect their statistics anew before each validation; 0 for none.")]
    [Range(0, 10_000)]
    public int Recalibrate { get; init; }

    /// <summary>Epochs in a row without a smaller validation loss after which a trial ends [Prechelt1998]; null for never.</summary>
    [Display(
        Name = "Early stop", Description = "Epochs without a smaller validation loss after which a trial ends by itself; when empty it does not.")]
    [Range(1, 100_000)]
    public int? EarlyStop { get; init; }

    /// <summary>Weight of the loss of a network's second ends beside that of its output [Liu2019].</summary>
    [Display(Name = "Auxiliary weight", Description = "Weight of the loss at a network's second ends, where it has any, beside that at its output.")]
    [Range(0.0, 1.0)]
    public double AuxiliaryWeight { get; init; } = 0.4;

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

    /// <summary>What a text is cut into; null for data that are no text.</summary>
    [Display(
        Name = "Text as",
        Description = "What a text is cut into: characters or words. A plain text then asks for the next token; a table with a target column for the "
            + "class of each text. Empty for other data.")]
    public TextTokens? Text { get; init; }

    /// <summary>Tokens of an example of text.</summary>
    [Display(Name = "Length", Description = "Tokens of a text that make one example.")]
    [Range(2, 4096)]
    public int Length { get; init; } = 64;

    /// <summary>Most different tokens of a text.</summary>
    [Display(Name = "Vocabulary", Description = "Most different tokens of a text; the rarer ones share one.")]
    [Range(2, 100_000)]
    public int Vocabulary { get; init; } = 10_000;

    /// <summary>Series that a row of a table holds one after another; null for a row that is none.</summary>
    [Display(
        Name = "Series",
        Description = "Number of series that a row of a table holds one after another, a column a point in time; empty for other data.")]
    [Range(1, 1000)]
    public int? Series { get; init; }

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

    /// <summary>bfloat16 in convolutions and linear layers on a CUDA device [Micikevicius2018].</summary>
    [Display(Name = "Mixed precision",
        Description = "Whether convolutions and linear layers work in bfloat16 on a graphics card; without effect on a processor.")]
    public bool MixedPrecision { get; init; }

    /// <summary>Trains on the processor, whose numbers are the same in every run, also where there is a CUDA device.</summary>
    [Display(Name = "Deterministic",
        Description = "Whether training stays on the processor, which gives equal numbers in every run. A graphics card may not.")]
    public bool Deterministic { get; init; }

    /// <summary>Most trained numbers of a network; null for any.</summary>
    [Display(
        Name = "Most parameters", Description = "Networks with more parameters are not trained: their trials fail at once. No limit when empty.")]
    [Range(1, 100_000_000_000)]
    public long? MaxParameters { get; init; }

    /// <summary>Most memory that training may take, in MB; null for what the machine has.</summary>
    [Display(Name = "Most memory",
        Description = "Megabytes that training a network may take by estimate; larger ones fail at once. All that the machine has when empty.")]
    [Range(1, 100_000_000)]
    public long? MaxMemory { get; init; }

    /// <summary>How the dataset is read.</summary>
    internal DatasetOptions Data => new()
    {
        Target = Target,
        Task = Task,
        Header = Header,
        MaxPerClass = MaxPerClass,
        Text = Text,
        Length = Length,
        Vocabulary = Vocabulary,
        Series = Series,
    };

    /// <inheritdoc/>
    public double MaximumBudget => Budget == BudgetKind.Data ? 1 : Epochs;

    /// <inheritdoc/>
    public bool HasParts => Budget == BudgetKind.Data || Epochs > 1;

    /// <inheritdoc/>
    public bool ReportsOnce => Budget == BudgetKind.Data;

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
    public IReadOnlyCollection<string> Costs => Metrics.Costs;

    /// <inheritdoc/>
    public IEnumerable<string> Faults(string? dataset)
    {
        var names = string.Join(", ", DatasetCatalog.BuiltIn.Select(b => b.Name));
        if (string.IsNullOrWhiteSpace(dataset))
            yield return $"It trains on a dataset and the study names none: {names} or the path of a file is expected.";
        else if (DatasetCatalog.BuiltIn.All(b => b.Name != dataset) && !Path.Exists(dataset))
            yield return $"There is no dataset '{dataset}': {names} or the path of a file is expected.";
        if (Task == DatasetTask.NextToken && Text is null)
            yield return "task is next_token, which only a text has: text, characters or words, is expected.";
        if (ValidationFraction + TestFraction >= 1)
            yield return $"validation_fraction ({ValidationFraction}) and test_fraction ({TestFraction}) leave nothing to train on: "
                + "less than 1 in all is expected.";
        if (Kernel % 2 == 0) yield return $"kernel is {Kernel}: an odd integer from 1 to 15 is expected.";
    }
}
