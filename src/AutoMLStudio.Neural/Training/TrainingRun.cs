using System.Diagnostics;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Networks;
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
internal sealed class TrainingRun(NetworkGraph graph, NetworkOptions options, TrainingData data, ulong seed, int trial, int epochs) : IDisposable
{
    /// <summary>Examples at a time where nothing is learnt: enough to fill the machine, few enough to stay in its caches.</summary>
    private const long EvaluationBatch = 256;

    private readonly Network _network = new(graph, Stream(seed, trial, 0, Purpose.Weights).NextUInt64(), data.Train.Inputs.device);
    private FlatOptimizer? _optimizer;

    private enum Purpose
    {
        Weights,
        Order,
        Dropout,
    }

    /// <summary>Epochs done.</summary>
    public int Epoch { get; private set; }

    private FlatOptimizer Optimizer => _optimizer ??= FlatOptimizer.Of(options, _network);

    /// <summary>Runs the next epoch and tells how the network does after it.</summary>
    /// <exception cref="TrialFailedException">The loss is no number.</exception>
    public Report Next(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal) { [Metrics.TrainLoss] = Train(cancellationToken) };
        Epoch++;
        var (loss, quality) = Evaluate(data.Validation, cancellationToken);
        metrics[Metrics.ValidationLoss] = Finite(loss, $"validation loss is {loss} after epoch {Epoch}");
        metrics[data.TargetScale is null ? Metrics.ValidationAccuracy : Metrics.ValidationRmse] = quality;
        if (Epoch >= epochs && data.Test.Count > 0)
        {
            (metrics[Metrics.TestLoss], quality) = Evaluate(data.Test, cancellationToken);
            metrics[data.TargetScale is null ? Metrics.TestAccuracy : Metrics.TestRmse] = quality;
        }
        metrics[Metrics.Parameters] = graph.ParameterCount;
        metrics[Metrics.MultiplyAdds] = graph.MultiplyAdds;
        return new Report(Epoch, metrics, clock.Elapsed.TotalSeconds);
    }

    /// <summary>All state as arrays: parameters, statistics, then the optimizer's.</summary>
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
        _network.Dispose();
    }

    private static Rng Stream(ulong seed, int trial, int epoch, Purpose purpose) => Rng.For(seed, trial, epoch, (long)purpose);

    private IEnumerable<Tensor> State() => [_network.Parameters, _network.Statistics, .. Optimizer.State];

    /// <summary>One pass over the training part; the mean loss.</summary>
    private double Train(CancellationToken cancellationToken)
    {
        using var outer = NewDisposeScope();
        using var generator = new Generator(Stream(seed, trial, Epoch, Purpose.Dropout).NextUInt64(), data.Train.Inputs.device);
        var order = Order();
        var (count, batches) = (data.Train.Count, (data.Train.Count + options.BatchSize - 1) / options.BatchSize);
        var total = 0.0;
        for (var batch = 0L; batch < batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (from, to) = (batch * count / batches, (batch + 1) * count / batches);
            var rate = LearningRate.At(options.Schedule, options.LearningRate, (Epoch + (double)batch / batches) / epochs);
            var loss = Step(order, from, to - from, rate, generator);
            total += Finite(loss, $"training loss is {loss} in step {batch + 1} of {batches} of epoch {Epoch + 1}") * (to - from);
        }
        return total / count;
    }

    private double Finite(double loss, string what) => double.IsFinite(loss) ? loss
        : throw new TrialFailedException($"The {what}: the learning rate of {options.LearningRate:R} may be too high.");

    private double Step(Tensor order, long from, long length, double rate, Generator generator)
    {
        using var scope = NewDisposeScope();
        var chosen = order.narrow(0, from, length);
        var output = _network.Forward(data.Train.Inputs.index_select(0, chosen), training: true, generator);
        var loss = Loss(output, data.Train.Targets.index_select(0, chosen), options.LabelSmoothing);
        _network.Gradients.zero_();
        loss.backward();
        Optimizer.Step(rate);
        return loss.item<float>();
    }

    private Tensor Order()
    {
        var order = new long[data.Train.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Stream(seed, trial, Epoch, Purpose.Order).Shuffle<long>(order);
        return tensor(order, device: data.Train.Inputs.device);
    }

    /// <summary>Mean loss on a part, and accuracy or root mean squared error in the target's unit.</summary>
    private (double Loss, double Quality) Evaluate(Part part, CancellationToken cancellationToken)
    {
        using var frozen = no_grad();
        double loss = 0, right = 0;
        for (var from = 0L; from < part.Count; from += EvaluationBatch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var length = Math.Min(EvaluationBatch, part.Count - from);
            var output = _network.Forward(part.Inputs.narrow(0, from, length));
            var targets = part.Targets.narrow(0, from, length);
            loss += Loss(output, targets, 0).item<float>() * length;
            if (data.TargetScale is null) right += output.argmax(1).eq(targets).sum().item<long>();
        }
        loss /= part.Count;
        return (loss, data.TargetScale is { } scale ? Math.Sqrt(loss) * scale.Deviation[0] : right / part.Count);
    }

    private Tensor Loss(Tensor output, Tensor targets, double smoothing) => data.TargetScale is null
        ? nn.functional.cross_entropy(output, targets, label_smoothing: smoothing)
        : nn.functional.mse_loss(output.squeeze(1), targets);
}
