using System.Diagnostics;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>
/// One trial in training: a network, its optimizer and the data. Each call runs one epoch. Everything random is named by <paramref name="seed"/>,
/// trial and epoch.
/// </summary>
/// <param name="graph">The network.</param>
/// <param name="options">How it is trained, the trial's own values in place.</param>
/// <param name="data">What it is trained on.</param>
/// <param name="seed">Seed of the study.</param>
/// <param name="trial">Number of the trial.</param>
/// <param name="epochs">Epochs of a full evaluation.</param>
internal sealed class TrainingRun(NetworkGraph graph, NetworkOptions options, TrainingData data, ulong seed, int trial, int epochs) : ITrainable
{
    private readonly Network _network = new(graph, Stream(seed, trial, 0, Purpose.Weights).NextUInt64(), data.Train.Inputs.device)
    {
        Precision = options.MixedPrecision && data.Train.Inputs.device_type == DeviceType.CUDA ? ScalarType.BFloat16 : null,
    };

    private readonly Augmentation? _augmentation = Augmentation.Of(options, data.Scale?.Mean ?? []);
    private FlatOptimizer? _optimizer;
    private WeightAverage? _average;

    private enum Purpose
    {
        Weights,
        Order,
        Dropout,
        Augmentation,
        Calibration,
    }

    /// <summary>Epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>Positions of the examples in the training part, all by default: batches, steps and schedules follow their number.</summary>
    public long[] Examples { get; init; } = data.Everything();

    /// <summary>What the network costs: part of every report.</summary>
    public IReadOnlyDictionary<string, double> Costs { get; set; } = NetworkCosts.Of(graph);

    private FlatOptimizer Optimizer => _optimizer ??= FlatOptimizer.Of(options, _network);

    /// <summary>Null when the weights of the last step are the network's.</summary>
    private WeightAverage? Average => options.Ema > 0 ? _average ??= new(_network, options.Ema) : null;

    /// <summary>Runs the next epoch and tells how the network does after it on the validation part; the test part is not touched.</summary>
    /// <exception cref="TrialFailedException">The loss is no number.</exception>
    public Report Next(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal) { [Metrics.TrainLoss] = Train(cancellationToken) };
        Epoch++;
        Average?.Swap();
        BatchNormCalibration.Run(_network, CalibrationBatches(), cancellationToken);
        var (loss, quality) = Assessment.Of(data, data.Validation, batch => _network.Forward(batch), cancellationToken);
        Average?.Swap();
        metrics[Metrics.ValidationLoss] = Finite(loss, $"validation loss is {loss} after epoch {Epoch}");
        metrics[data.TargetScale is null ? Metrics.ValidationAccuracy : Metrics.ValidationRmse] = quality;
        foreach (var (name, cost) in Costs) metrics[name] = cost;
        if (options.Budget == BudgetKind.Data) metrics[Metrics.TrainingExamples] = Examples.LongLength;
        if (data.TargetScale is null) metrics[Metrics.NetScore] = NetworkCosts.NetScore(quality, graph.ParameterCount, graph.MultiplyAdds);
        return new Report(Epoch, metrics, clock.Elapsed.TotalSeconds);
    }

    /// <summary>All state as arrays: the parameters and statistics that are validated, the optimizer's, then what an average stands in for.</summary>
    public (long Steps, IReadOnlyList<float[]> Arrays) Save()
    {
        using var scope = NewDisposeScope();
        return (Optimizer.Steps, [.. State().Select(t => t.cpu().data<float>().ToArray())]);
    }

    /// <summary>Takes up the state that <see cref="Save"/> gave after an epoch; false when it is of another network or optimizer.</summary>
    public bool Restore(int epoch, long steps, IReadOnlyList<float[]> arrays)
    {
        var state = State().ToList();
        if (arrays.Count != state.Count || arrays.Zip(state).Any(p => p.First.Length != p.Second.numel())) return false;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (array, values) in arrays.Zip(state)) values.copy_(tensor(array));
        (Epoch, Optimizer.Steps) = (epoch, steps);
        return true;
    }

    public void Dispose()
    {
        _optimizer?.Dispose();
        _average?.Dispose();
        _network.Dispose();
    }

    private static Rng Stream(ulong seed, int trial, int epoch, Purpose purpose) => Rng.For(seed, trial, epoch, (long)purpose);

    private IEnumerable<Tensor> State()
    {
        Tensor[] own = [_network.Parameters, _network.Statistics];
        return Average is { } average ? [.. average.State, .. Optimizer.State, .. own] : [.. own, .. Optimizer.State];
    }

    /// <summary>One pass over the examples; the mean loss.</summary>
    private double Train(CancellationToken cancellationToken)
    {
        using var outer = NewDisposeScope();
        using var generator = new Generator(Stream(seed, trial, Epoch, Purpose.Dropout).NextUInt64(), data.Train.Inputs.device);
        var draws = Stream(seed, trial, Epoch, Purpose.Augmentation);
        using var order = Order(Purpose.Order);
        var (count, batches) = (Examples.LongLength, (Examples.LongLength + options.BatchSize - 1) / options.BatchSize);
        var total = 0.0;
        for (var batch = 0L; batch < batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (from, to) = (batch * count / batches, (batch + 1) * count / batches);
            var rate = LearningRate.At(options, Epoch + (double)batch / batches, epochs);
            _network.Progress = Math.Min(1, (Epoch + (double)batch / batches) / epochs);
            var loss = Step(order, from, to - from, rate, generator, draws);
            total += Finite(loss, $"training loss is {loss} in step {batch + 1} of {batches} of epoch {Epoch + 1}") * (to - from);
        }
        return total / count;
    }

    private double Finite(double loss, string what) => double.IsFinite(loss) ? loss
        : throw new TrialFailedException($"The {what}: the learning rate of {options.LearningRate:R} may be too high.");

    private double Step(Tensor order, long from, long length, double rate, Generator generator, Rng draws)
    {
        using var scope = NewDisposeScope();
        var chosen = order.narrow(0, from, length);
        var (inputs, targets) = (data.Train.Inputs.index_select(0, chosen), data.Train.Targets.index_select(0, chosen));
        inputs = _augmentation?.Apply(inputs, draws) ?? inputs;
        var loss = options.Mixup > 0
            ? Mixed(inputs, targets, Mixup.Draw(options.Mixup, (int)length, draws), generator)
            : Forward(inputs, generator, output => Assessment.Loss(data, output, targets, options.LabelSmoothing));
        _network.Gradients.zero_();
        loss.backward();
        Optimizer.Step(rate, options.ClipNorm);
        Average?.Update(Optimizer.Steps);
        return Assessment.Value(loss);
    }

    /// <summary>
    /// The loss of a mixed batch. Cross-entropy is linear in the target, so that the target need not be mixed itself ([Zhang2018], §3); a squared
    /// error
    /// is not.
    /// </summary>
    private Tensor Mixed(Tensor inputs, Tensor targets, Mixup mixup, Generator generator)
    {
        using Scalar own = mixup.Share, other = 1 - mixup.Share;
        var partners = tensor(mixup.Partners, device: inputs.device);
        var mixed = inputs.mul(own).add_(inputs.index_select(0, partners).mul_(other));
        var partnerTargets = targets.index_select(0, partners);
        return Forward(mixed, generator, output => data.TargetScale is null
            ? Assessment.Loss(data, output, targets, options.LabelSmoothing).mul(own)
                .add(Assessment.Loss(data, output, partnerTargets, options.LabelSmoothing).mul(other))
            : Assessment.Loss(data, output, targets.mul(own).add(partnerTargets.mul(other)), 0));
    }

    /// <summary>The loss of the output, and with its weight that of each second end.</summary>
    private Tensor Forward(Tensor inputs, Generator generator, Func<Tensor, Tensor> lossOf)
    {
        var auxiliary = new List<Tensor>();
        var loss = lossOf(_network.Forward(inputs, training: true, generator, auxiliary));
        using Scalar weight = options.AuxiliaryWeight;
        return auxiliary.Aggregate(loss, (sum, end) => sum.add(lossOf(end), alpha: weight));
    }

    private Tensor Order(Purpose purpose)
    {
        var order = (long[])Examples.Clone();
        Stream(seed, trial, Epoch, purpose).Shuffle<long>(order);
        return tensor(order, device: data.Train.Inputs.device);
    }

    /// <summary>Training batches as they are, drawn anew each epoch.</summary>
    private IEnumerable<Tensor> CalibrationBatches()
    {
        if (options.Recalibrate == 0 || _network.Statistics.numel() == 0) yield break;
        using var order = Order(Purpose.Calibration);
        for (var (batch, from) = (0, 0L); batch < options.Recalibrate && from < Examples.LongLength; batch++, from += options.BatchSize)
        {
            using var chosen = order.narrow(0, from, Math.Min(options.BatchSize, Examples.LongLength - from));
            using var inputs = data.Train.Inputs.index_select(0, chosen);
            yield return inputs;
        }
    }
}
