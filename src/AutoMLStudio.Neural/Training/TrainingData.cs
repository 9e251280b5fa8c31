using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>Examples as tensors on the device that trains.</summary>
/// <param name="Inputs">[examples, …shape], raw.</param>
/// <param name="Targets">
/// [examples]: class indices (int64), or values in units of the target's deviation from its mean (float32); [examples, length]: the tokens that
/// follow
/// each place of a text (int64).
/// </param>
internal sealed record Part(Tensor Inputs, Tensor Targets)
{
    /// <summary>Number of examples.</summary>
    public long Count => Targets.shape[0];
}

/// <summary>A dataset, split and on the device: shared by all trials of a study, never written to.</summary>
internal sealed class TrainingData
{
    private static readonly SharedCache<(string Path, long Length, DateTime Written, DatasetOptions Options), Dataset> Datasets = new(8);
    private static readonly SharedCache<(string Fingerprint, double Validation, double Test, ulong Seed, string Device), TrainingData> Splits =
        new(8);

    /// <summary>Names the order of the examples: the split draws from the seed itself.</summary>
    private const long SubsetStream = -2;

    private TrainingData(Dataset dataset, Split split, Device device)
    {
        (Dataset, Split) = (dataset, split);
        if (dataset.Kind != DatasetKind.Text && Normalization.Of(dataset, split.Train) is var scale)
            Scale = new Normalize(scale.Mean, scale.Deviation);
        if (dataset.Task == DatasetTask.Regression) TargetScale = Normalization.OfTarget(dataset, split.Train);
        Output = dataset.Task switch
        {
            DatasetTask.Classification => new(OutputKind.Classes, dataset.ClassNames.Count),
            DatasetTask.NextToken => new(OutputKind.Tokens, dataset.Vocabulary.Count),
            _ => new(OutputKind.Values, 1),
        };
        (Train, Validation, Test) = (Gather(split.Train, device), Gather(split.Validation, device), Gather(split.Test, device));
    }

    public Dataset Dataset { get; }

    /// <summary>Which examples are in which part.</summary>
    public Split Split { get; }

    public Part Train { get; }

    public Part Validation { get; }

    /// <summary>May be empty.</summary>
    public Part Test { get; }

    /// <summary>Normalisation of the inputs, measured on the training part; null for text.</summary>
    public Normalize? Scale { get; }

    /// <summary>Mean and deviation of the target on the training part; null unless it is a regression.</summary>
    public Normalization? TargetScale { get; }

    public NetworkOutput Output { get; }

    /// <summary>The network task that this data poses.</summary>
    public NetworkTask Task(double dropout) => new(new TensorShape(Dataset.Shape), Output, Scale, dropout, Dataset.Vocabulary.Count);

    /// <summary>The dataset of this name or path, split as the options say; read once a process.</summary>
    /// <param name="nameOrPath">A built-in name, a path, or the name of what lies in <paramref name="datasetFile"/>.</param>
    /// <param name="datasetFile">Where the studio keeps the dataset under that name; null when it does not.</param>
    /// <param name="options">How it is read and split.</param>
    /// <param name="seed">Names the split.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="DatasetException">There is no such dataset, it has a fault or is too small to be split.</exception>
    public static async Task<TrainingData> LoadAsync(
        string nameOrPath, string? datasetFile, NetworkOptions options, ulong seed, Device device, CancellationToken cancellationToken)
    {
        var path = datasetFile ?? nameOrPath;
        var data = options.Data with { Name = datasetFile is null ? null : nameOrPath };
        // A file that was changed since is another dataset.
        var file = new FileInfo(path);
        var version = file.Exists ? (file.FullName, file.Length, file.LastWriteTimeUtc, data) : (path, 0, default, data);
        var dataset = await Datasets.GetAsync(
            version, () => DatasetCatalog.LoadAsync(path, data, cancellationToken: CancellationToken.None), cancellationToken);
        var key = (dataset.Fingerprint, options.ValidationFraction, options.TestFraction, seed, device.ToString());
        return await Splits.GetAsync(key, () => System.Threading.Tasks.Task.FromResult(Make(dataset, options, seed, device)), cancellationToken);
    }

    private static TrainingData Make(Dataset dataset, NetworkOptions options, ulong seed, Device device) =>
        new(dataset, Split.Stratified(dataset, options.ValidationFraction, options.TestFraction, seed), device);

    /// <summary>
    /// Positions in <see cref="Train"/> of the first ⌈share · n⌉ examples of one order, in which every class, or bin of the target, is spread evenly and
    /// comes at least once at the beginning: a smaller share's are among a larger one's. Normalisations stay those of the whole part, so that losses
    /// compare.
    /// </summary>
    /// <param name="share">Of the training examples, in (0, 1].</param>
    /// <param name="seed">Of the study.</param>
    public long[] Positions(double share, ulong seed)
    {
        if (share >= 1) return Everything();
        var chosen = Split.Subset(share, Rng.For(seed, SubsetStream).NextUInt64()).Train.ToHashSet();
        return [.. Everything().Where(i => chosen.Contains(Split.Train[(int)i]))];
    }

    /// <summary>All positions in <see cref="Train"/>.</summary>
    public long[] Everything()
    {
        var positions = new long[Train.Count];
        for (var i = 0; i < positions.Length; i++) positions[i] = i;
        return positions;
    }

    private Part Gather(IReadOnlyList<int> indices, Device device)
    {
        var inputs = new float[(long)indices.Count * Dataset.FeatureCount];
        for (var i = 0; i < indices.Count; i++) Dataset.Example(indices[i]).CopyTo(inputs.AsSpan(i * Dataset.FeatureCount));
        using var scope = NewDisposeScope();
        var targets = Dataset.Task switch
        {
            DatasetTask.Regression => tensor(
                [.. indices.Select(i => (Dataset.Targets.Span[i] - TargetScale!.Mean[0]) / TargetScale.Deviation[0])], device: device),
            DatasetTask.NextToken => tensor([.. indices.SelectMany(Following)], [indices.Count, Dataset.FeatureCount], device: device),
            _ => tensor([.. indices.Select(i => (long)Dataset.Targets.Span[i])], device: device),
        };
        var shape = new TensorShape(Dataset.Shape).Batched(indices.Count);
        return new Part(tensor(inputs, shape, device: device).DetachFromDisposeScope(), targets.DetachFromDisposeScope());
    }

    /// <summary>The tokens of a piece of text from the second on, then the one that follows it.</summary>
    private long[] Following(int index)
    {
        var tokens = Dataset.Example(index);
        var following = new long[tokens.Length];
        for (var i = 1; i < tokens.Length; i++) following[i - 1] = (long)tokens[i];
        following[^1] = (long)Dataset.Targets.Span[index];
        return following;
    }
}
