using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>
/// A ProxylessNAS search in training: single paths teach the shared weights, and every few steps the preferences learn from other examples.
/// </summary>
internal sealed class ProxylessSearch : SupernetSearch
{
    /// <summary>Steps of the published search: 120 epochs of 1,000.</summary>
    private const double PublishedSteps = 120_000;

    private const double PublishedRate = 1e-3;
    private const double FastestRate = 0.1;

    private readonly ProxylessOptions _options;
    private readonly LatencyTable _table;
    private readonly PartialDescent _descent;
    private readonly PathParameters _parameters;
    private readonly GateStep _gates;
    private readonly Tensor _baseline;
    private readonly Tensor _latencies;

    /// <summary>A search at its beginning; latencies are measured when they are first needed.</summary>
    public ProxylessSearch(SearchCircumstances circumstances, ProxylessOptions options, IRelaxedSpace space, LatencyTable table)
        : base(circumstances, options, space, new RelaxOptions(WithNone: true, Affine: true))
    {
        (_options, _table) = (options, table);
        _descent = new(Network, Plan, Optimizer.State[0], Descent);
        _parameters = new(Plan.Slots, Stream(SearchPurpose.Architecture));
        _gates = new(options, Network, Data, _parameters);
        using var scope = NewDisposeScope();
        _baseline = full(1, float.NaN).DetachFromDisposeScope();
        _latencies = full(1 + Plan.Slots.Sum(s => s.Candidates.Count), float.NaN).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> ArchitectureState => [.. _parameters.State, _baseline, _latencies];

    private long WeightSteps => StepsOf(WeightPart);

    private long ArchitectureSteps => Math.Max(1, WeightSteps / _options.Interval);

    private double ArchitectureRate => _options.ArchitectureLearningRate ?? Math.Clamp(
        PublishedRate * Math.Sqrt(PublishedSteps / (ArchitectureSteps * (_options.Epochs - _options.WarmUpEpochs))), PublishedRate, FastestRate);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _parameters.Dispose();
        _baseline.Dispose();
        _latencies.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<double[]> Weights() => _parameters.Probabilities();

    /// <inheritdoc/>
    protected override Selection Current() => Selection.Of(Space.PathsOf(Plan, Space.Derive(Plan, Weights())));

    /// <inheritdoc/>
    protected override double TrainEpoch(IDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var latency = _options.TargetLatency is null ? null : Latency(cancellationToken);
        using var generator = new Generator(Stream(SearchPurpose.Dropout).NextUInt64(), Data.Train.Inputs.device);
        var (paths, choices) = (Stream(SearchPurpose.Paths), Stream(SearchPurpose.ArchitecturePaths));
        using var held = Held().GetEnumerator();
        var (loss, seen, step, learnt, known) = (0.0, 0L, 0L, 0L, new List<double>());
        foreach (var batch in Batches(WeightPart, SearchPurpose.Order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            loss += batch.Count * StepShared(batch, RateOf((double)step++ / WeightSteps), paths, generator);
            seen += batch.Count;
            // The steps of the preferences are spread evenly over the epoch.
            if (Epoch < _options.WarmUpEpochs || step * ArchitectureSteps / WeightSteps <= learnt) continue;
            learnt++;
            held.MoveNext();
            known.Add(_options.Update == GateUpdate.Reinforce ? Reinforce(held.Current, latency, choices, cancellationToken)
                : _gates.Run(held.Current, ArchitectureRate, latency, choices));
        }
        Tell(metrics, latency, known);
        return loss / seen;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<FoundArchitecture> Found(CancellationToken cancellationToken)
    {
        var probabilities = Weights();
        var found = new List<Architecture> { Space.Derive(Plan, probabilities) };
        // More than one is drawn as the search would draw them; few tries are enough unless there is little else to draw.
        var rng = Stream(SearchPurpose.Candidates);
        for (var tries = 20 * _options.Finals; found.Count < _options.Finals && tries > 0; tries--)
        {
            var drawn = Space.Derive(Plan, OneHot(PolicyStep.Draw(probabilities, rng)));
            if (!found.Contains(drawn)) found.Add(drawn);
        }
        return [.. found.Select(a => new FoundArchitecture(a, found.Count == 1 ? null : ScoreOf(a, cancellationToken)))];
    }

    private double ScoreOf(Architecture architecture, CancellationToken cancellationToken)
    {
        var (loss, quality) = Assess(Selection.Of(Space.PathsOf(Plan, architecture)), ArchitecturePart, cancellationToken);
        return Data.TargetScale is null ? quality : -loss;
    }

    private double StepShared(Part batch, double rate, Rng paths, Generator generator)
    {
        // The warm-up draws every candidate alike.
        int[] path = Epoch < _options.WarmUpEpochs ? [.. Plan.Slots.Select(s => paths.Next(s.Candidates.Count))] : PolicyStep.Draw(Weights(), paths);
        IReadOnlyList<int[]> part = [.. path.Select(c => (int[])[c])];
        return StepWeights([(batch, Selection.Of(part))], () => _descent.Step(rate, part), generator);
    }

    private double Reinforce(Part batch, ExpectedLatency? latency, Rng rng, CancellationToken cancellationToken)
    {
        var probabilities = Weights();
        var target = 1000 * (_options.TargetLatency ?? 1);
        var paths = Enumerable.Range(0, _options.PolicyBatch).Select(_ => PolicyStep.Draw(probabilities, rng)).ToList();
        var rewards = paths.Select(path =>
        {
            var (loss, quality) = Assess(Selection.Of([.. path.Select(c => (int[])[c])]), batch, cancellationToken);
            return PolicyStep.Reward(Data.TargetScale is null ? quality : 1 / (1 + loss), latency?.Of(path), target,
                _options.LatencyStrength ?? PolicyStep.DefaultStrength);
        }).ToList();
        var memory = _baseline.data<float>();
        var baseline = PolicyStep.Baseline(float.IsNaN(memory[0]) ? null : memory[0], rewards);
        memory[0] = (float)baseline;
        _parameters.Step(PolicyStep.Gradient(probabilities, paths, rewards, baseline), ArchitectureRate);
        return rewards.Average();
    }

    private void Tell(IDictionary<string, double> metrics, ExpectedLatency? latency, List<double> known)
    {
        var probabilities = Weights();
        metrics[SearchMetrics.ArchitectureEntropy] = probabilities.Average(p => Gates.Entropy(p));
        if (latency is not null) metrics[SearchMetrics.ExpectedLatency] = latency.Of(probabilities) / 1000;
        if (known.Count == 0) return;
        metrics[_options.Update == GateUpdate.Reinforce ? SearchMetrics.ControllerReward : SearchMetrics.ArchitectureLoss] = known.Average();
        if (_options.Update == GateUpdate.Reinforce) metrics[SearchMetrics.RewardBaseline] = _baseline.data<float>()[0];
    }

    /// <summary>Half a cosine over the warm-up, another over the search proper.</summary>
    private double RateOf(double done)
    {
        static double Cosine(double from, double to, double progress) => to + 0.5 * (from - to) * (1 + Math.Cos(Math.PI * progress));
        var (warm, at) = (_options.WarmUpEpochs, Epoch + done);
        return Epoch < warm ? Cosine(_options.WarmUpLearningRate, 0, at / warm)
            : Cosine(Descent.Rate, Descent.LastRate, (at - warm) / (_options.Epochs - warm));
    }

    /// <summary>Batches of the other examples, from the first again after the last.</summary>
    private IEnumerable<Part> Held()
    {
        while (true)
            foreach (var batch in Batches(ArchitecturePart, SearchPurpose.ArchitectureOrder)) yield return batch;
    }

    /// <summary>Measured once a search: a restart goes on with the figures that it began with, whatever the machine does meanwhile.</summary>
    private ExpectedLatency Latency(CancellationToken cancellationToken)
    {
        var kept = _latencies.data<float>();
        if (float.IsNaN(kept[0]))
        {
            var measured = ExpectedLatency.Measure(Plan, _table, cancellationToken);
            double[] all = [measured.Fixed, .. measured.BySlot.SelectMany(f => f)];
            for (var i = 0; i < all.Length; i++) kept[i] = (float)all[i];
        }
        var next = 1;
        return new(kept[0], [.. Plan.Slots.Select(s => (double[])[.. s.Candidates.Select(_ => (double)kept[next++])])]);
    }

    private IReadOnlyList<double[]> OneHot(int[] path) =>
        [.. path.Select((chosen, slot) => (double[])[.. Plan.Slots[slot].Candidates.Select((_, c) => c == chosen ? 1.0 : 0.0)])];
}
