using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Training;

/// <summary>
/// Trains networks: one report an epoch, a checkpoint after each; one report at the end where budgets are parts of the data, since what a network has
/// learned of half of its epochs is no value at any part. A trial that was paused, killed or lost goes on from its checkpoint and gives the
/// numbers that it would have given without a break. On a processor equal seeds give equal numbers, however many trials run beside each other.
/// </summary>
public sealed class NetworkEvaluator : IEvaluator, IModelExporter, ICostModel
{
    /// <summary>Configurations drawn to see whether there are networks, and to measure what these are made of.</summary>
    private const int SamplesToSee = 64;

    private static readonly JsonSerializerOptions OnlyData = new() { IgnoreReadOnlyProperties = true };

    private readonly NetworkOptions _options;
    private readonly MethodContext _context;
    private readonly ArchitectureParameter? _architecture;
    private readonly int _threads;

    /// <summary>An evaluator for a study.</summary>
    /// <exception cref="StudyFileException">The space or the objectives ask for what training cannot give; every fault is in it.</exception>
    public NetworkEvaluator(NetworkOptions options, MethodContext context)
    {
        var faults = SearchedOptions.Faults(context).ToList();
        if (faults.Count > 0) throw new StudyFileException(faults);
        (_options, _context) = (options, context);
        _architecture = context.Space.Declared.OfType<ArchitectureParameter>().SingleOrDefault();
        _threads = options.Threads ?? Math.Max(1, Environment.ProcessorCount / Math.Max(1, context.Parallelism));
    }

    /// <summary>Epochs of a full evaluation.</summary>
    private int FullEpochs => IsByData ? _options.Epochs : (int)Math.Ceiling(_context.MaximumBudget);

    private bool IsByData => _options.Budget == BudgetKind.Data;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var log = new TrainingLog(_context.Log, trial.Number);
        var data = await LoadAsync(cancellationToken);
        var options = SearchedOptions.Apply(_options, trial.Configuration);
        var (run, header) = trial.IsSearch ? await BeginSearchAsync(trial, data, log, cancellationToken)
            : await BeginAsync(trial, options, data, log, cancellationToken);
        using var ends = run;
        log.Begin(NetworkGraph.FromJson(header.Model.Graph), options, data, ExamplesOf(trial, data).LongLength, _threads, run.Epoch);
        var isByEpochs = trial.IsSearch || !IsByData;
        foreach (var known in header.Reports.Where(r => isByEpochs && r.Step > trial.Step)) yield return known;
        var stop = trial.IsSearch ? null : options.EarlyStop;
        var epochs = isByEpochs ? (int)Math.Ceiling(trial.Budget) : FullEpochs;
        while (run.Epoch < epochs && !run.HasEnded && !HasStalled(header.Reports, stop))
        {
            var report = await Task.Run(() => Guarded(log, () => run.Next(cancellationToken)), cancellationToken);
            log.Epoch(report, trial.IsSearch ? epochs : FullEpochs);
            header = await Task.Run(() => Keep(run, trial.Number, header, report), CancellationToken.None);
            if (isByEpochs) yield return report;
        }
        if (!isByEpochs) yield return Whole(trial, header.Reports);
    }

    /// <inheritdoc/>
    public Task<byte[]> ExportAsync(Trial trial, CancellationToken cancellationToken) =>
        Task.Run(() => ModelExport.Write(_context, trial, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<Func<Configuration, IReadOnlyDictionary<string, double>?>> CostsAsync(
        IReadOnlySet<string> names, CancellationToken cancellationToken)
    {
        var data = await LoadAsync(cancellationToken);
        var table = names.Contains(Metrics.Latency) ? LatencyTable.In(Path.GetDirectoryName(_context.Folder) ?? "") : null;
        var costs = new NetworkCosts(c => Buildable(c, data), NetworkKey, table);
        // Where no network fits the data every proposal would break the constraints, and the message would blame these.
        if (Drawn().All(c => Buildable(c, data) is null)) Graph(Drawn().First(), SearchedOptions.Apply(_options, Drawn().First()), data);
        // Most of what a space is made of is measured now, where it can be cancelled, and not while somebody waits for a proposal.
        if (table is not null)
            await Task.Run(() =>
            {
                foreach (var configuration in Drawn()) costs.Of(configuration, cancellationToken);
            }, cancellationToken);
        return costs.Of;
    }

    /// <summary>The network of a trial as it is exported: from its checkpoint where there is one, or else as training would build it.</summary>
    /// <exception cref="TrialFailedException">There is no checkpoint, and the network or the dataset has a fault.</exception>
    public async Task<NetworkGraph> NetworkAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (await Task.Run(() => ModelExport.GraphOf(_context, trial), cancellationToken) is { } kept) return kept;
        var data = await LoadAsync(cancellationToken);
        return ModelExport.Complete(Graph(trial.Configuration, SearchedOptions.Apply(_options, trial.Configuration), data), data.TargetScale);
    }

    /// <summary>The examples that no training of this study sees: the test part, or the validation part where there is none.</summary>
    /// <exception cref="TrialFailedException">The dataset is gone or has a fault.</exception>
    public async Task<ModelExamples> ExamplesAsync(CancellationToken cancellationToken)
    {
        var data = await LoadAsync(cancellationToken);
        return data.Split.Test.Count > 0 ? new(data.Dataset, data.Split.Test, "test") : new(data.Dataset, data.Split.Validation, "validation");
    }

    private async Task<(ITrainable Run, CheckpointHeader Header)> BeginAsync(
        Trial trial, NetworkOptions options, TrainingData data, TrainingLog log, CancellationToken cancellationToken)
    {
        var graph = log.Telling(() => Graph(trial.Configuration, options, data));
        var header = HeaderOf(trial, graph, data, options, FullEpochs);
        var run = await Task.Run(() => Guarded(log, () => new TrainingRun(graph, options, data, _context.Seed, trial.Number, FullEpochs)
        {
            Examples = ExamplesOf(trial, data),
        }), cancellationToken);
        header = await Task.Run(() => Resume(run, trial.Number, header), cancellationToken);
        run.Costs = NetworkCosts.Of(graph, await LatencyAsync(graph, data, header, log, cancellationToken));
        return (run, header);
    }

    private async Task<(ITrainable Run, CheckpointHeader Header)> BeginSearchAsync(
        Trial trial, TrainingData data, TrainingLog log, CancellationToken cancellationToken)
    {
        if (_context.Sampler is not SupernetSampler sampler)
            throw new TrialFailedException("It is a search by shared weights and the study's sampler does none.");
        var circumstances = new SearchCircumstances(data, _options, _context, trial.Number);
        var run = await Task.Run(() => Guarded(log, () => Networks(() => sampler.Begin(circumstances, cancellationToken))), cancellationToken);
        var header = HeaderOf(trial, run.Graph, data, sampler.Options, (int)Math.Ceiling(trial.Budget));
        return (run, await Task.Run(() => Resume(run, trial.Number, header), cancellationToken));
    }

    private CheckpointHeader HeaderOf(Trial trial, NetworkGraph graph, TrainingData data, object options, int epochs)
    {
        var model = new TrainedModel(graph.ToJson(), $"{trial.Configuration}", data.Dataset.Name, data.Dataset.Fingerprint,
            data.Dataset.ClassNames, data.Dataset.ColumnNames, data.TargetScale, data.Dataset.Vocabulary);
        return new(Identity(model, options, trial.Number, epochs, ExamplesOf(trial, data).LongLength), 0, 0, [], model);
    }

    /// <summary>Positions of the training examples of a trial: all, unless its budget is a part of them.</summary>
    private long[] ExamplesOf(Trial trial, TrainingData data) => trial.IsSearch || !IsByData ? data.Everything()
        : data.Positions(trial.Budget / _context.MaximumBudget, _context.Seed);

    /// <summary>What a training on a part of the data came to: its last epoch at the step of its budget, with the time of all.</summary>
    private static Report Whole(Trial trial, IReadOnlyList<Report> epochs)
    {
        var metrics = new Dictionary<string, double>(epochs[^1].Metrics, StringComparer.Ordinal) { [Metrics.Epochs] = epochs[^1].Step };
        return new(trial.Budget, metrics, epochs.Sum(e => e.Seconds));
    }

    private async Task<TrainingData> LoadAsync(CancellationToken cancellationToken)
    {
        if (_context.Dataset is not { } dataset) throw new TrialFailedException("The study names no dataset to train on.");
        try
        {
            var data = await TrainingData.LoadAsync(
                dataset, _context.DatasetFile, _options, _context.Seed, TorchDevice.For(_options), cancellationToken);
            var (absent, target) = data.TargetScale is null
                ? ((string[])[Metrics.ValidationRmse], "a class") : ([Metrics.ValidationAccuracy, Metrics.NetScore], "a number");
            return _context.Metrics.FirstOrDefault(absent.Contains) is not { } wrong ? data
                : throw new TrialFailedException(
                    $"The metric {wrong} does not exist for '{data.Dataset.Name}', whose target is {target}: one of "
                    + $"{string.Join(", ", Metrics.Objectives.Except(absent))} is expected.");
        }
        catch (DatasetException exception)
        {
            throw new TrialFailedException(exception.Message, exception);
        }
    }

    private NetworkGraph Graph(Configuration configuration, NetworkOptions options, TrainingData data)
    {
        return Networks(() =>
        {
            if (data.Dataset.Kind == DatasetKind.Text && options.Mixup > 0)
                throw new TrialFailedException($"mixup blends numbers; '{data.Dataset.Name}' is text.");
            if (data.Dataset.Kind != DatasetKind.Images && (options.Flip || options.Crop > 0 || options.Cutout > 0))
                throw new TrialFailedException($"flip, crop and cutout are for images; '{data.Dataset.Name}' has none.");
            var graph = Build(configuration, options, data.Task(options.Dropout));
            return TrainingSize.Fault(graph, options, data.Train.Count) is { } fault ? throw new TrialFailedException(fault) : graph;
        });
    }

    /// <summary>What <paramref name="build"/> makes; a network that cannot be is the trial's failure.</summary>
    private static T Networks<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (GraphException exception)
        {
            throw new TrialFailedException($"The network cannot be built. {exception.Message}", exception);
        }
        catch (ShapeException exception)
        {
            throw new TrialFailedException($"The network cannot be built: {exception.Message}", exception);
        }
    }

    private NetworkGraph? Buildable(Configuration configuration, TrainingData data)
    {
        try
        {
            var options = SearchedOptions.Apply(_options, configuration);
            return Build(configuration, options, data.Task(options.Dropout));
        }
        catch (Exception exception) when (exception is GraphException or ShapeException)
        {
            return null;
        }
    }

    /// <summary>The part of a configuration that decides the network.</summary>
    private string NetworkKey(Configuration configuration)
    {
        var prefix = $"{_architecture?.Name}.";
        var parts = configuration
            .Where(p => SearchedOptions.IsOfNetwork(p.Key) || p.Key == _architecture?.Name || p.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(p => $"{p.Key}={p.Value}");
        // Of the dropout it matters only whether there is any.
        return string.Join(' ', [.. parts, $"{SearchedOptions.Apply(_options, configuration).Dropout > 0}"]);
    }

    /// <summary>Configurations at random, whatever the constraints.</summary>
    private IEnumerable<Configuration> Drawn() => Enumerable.Range(0, SamplesToSee).Select(i => Rng.For(_context.Seed, i))
        .Select(rng => _context.Space.Decode([.. _context.Space.Parameters.Select(_ => rng.NextDouble())], rng));

    /// <summary>In microseconds, where it is an objective or a constrained outcome; a trial that goes on keeps the figure that it began with.</summary>
    private async Task<double?> LatencyAsync(
        NetworkGraph graph, TrainingData data, CheckpointHeader header, TrainingLog log, CancellationToken cancellationToken)
    {
        if (!_context.Metrics.Contains(Metrics.Latency)) return null;
        if (header.Reports is [{ Metrics: var first }, ..] && first.TryGetValue(Metrics.Latency, out var known)) return 1000 * known;
        return await log.TellingAsync(() => NetworkLatency.OfAsync(ModelExport.Complete(graph, data.TargetScale), cancellationToken));
    }

    private NetworkGraph Build(Configuration configuration, NetworkOptions options, NetworkTask task)
    {
        if (_architecture is { Space: NetworkSpace space } && _context.Space.ArchitectureOf(_architecture.Name, configuration) is { } architecture)
            return space.Build(architecture, task);
        return PlainNetwork.Build(options, task);
    }

    /// <summary>True when the smallest validation loss is so many reports old [Prechelt1998] (§2.2, UP, by the epochs since the best).</summary>
    private static bool HasStalled(IReadOnlyList<Report> reports, int? patience)
    {
        if (patience is not { } epochs || reports.Count <= epochs) return false;
        var losses = reports.Select(r => r.Metrics[Metrics.ValidationLoss]).ToList();
        return losses.Count - 1 - losses.IndexOf(losses.Min()) >= epochs;
    }

    private CheckpointHeader Resume(ITrainable run, int trial, CheckpointHeader fresh)
    {
        if (_context.Folder.Length == 0) return fresh;
        var checkpoint = Checkpoint.Load(_context.TrialFolder(trial));
        if (checkpoint is null || checkpoint.Header.Identity != fresh.Identity) return fresh;
        return run.Restore(checkpoint.Header.Epoch, checkpoint.Header.Steps, checkpoint.Arrays) ? checkpoint.Header : fresh;
    }

    private CheckpointHeader Keep(ITrainable run, int trial, CheckpointHeader header, Report report)
    {
        var (steps, arrays) = run.Save();
        header = header with { Epoch = run.Epoch, Steps = steps, Reports = [.. header.Reports, report] };
        if (_context.Folder.Length > 0) new Checkpoint(header, arrays).Save(_context.TrialFolder(trial));
        return header;
    }

    private T Guarded<T>(TrainingLog log, Func<T> work)
    {
        TorchDevice.UseThreads(_threads);
        return log.Telling(() => TorchDevice.Guard(work));
    }

    // Parts of the data are nested: their number of examples tells which these are.
    private string Identity(TrainedModel model, object options, int trial, int epochs, long examples)
    {
        // What cannot change a number may change between two attempts.
        var own = options is NetworkOptions network ? network : _options;
        var set = JsonSerializer.Serialize(own with { Threads = null, EarlyStop = null, MaxParameters = null, MaxMemory = null }, OnlyData);
        var search = options is NetworkOptions ? "" : JsonSerializer.Serialize(options, options.GetType(), OnlyData);
        var parts = JsonSerializer.Serialize(new { model, set, search, _context.Seed, trial, epochs, examples });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)));
    }
}
