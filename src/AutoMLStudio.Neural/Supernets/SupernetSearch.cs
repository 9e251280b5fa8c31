using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets;

/// <summary>
/// A search by shared weights in training. Each call runs one epoch. Everything random is named by study seed, trial, epoch and purpose, and
/// everything that it remembers is an array of float32, so that a search which was killed goes on to the same end as one that was not.
/// </summary>
internal abstract class SupernetSearch : ITrainable
{
    private readonly SearchCircumstances _circumstances;
    private readonly SupernetOptions _options;

    /// <summary>A search at its beginning.</summary>
    protected SupernetSearch(SearchCircumstances circumstances, SupernetOptions options, IRelaxedSpace space, RelaxOptions relax)
    {
        (_circumstances, _options, Descent) = (circumstances, options, options.DescentIn(space));
        Enter(space, relax);
        (WeightPart, ArchitecturePart) = Halves();
    }

    /// <summary>Epochs done.</summary>
    public int Epoch { get; private set; }

    /// <inheritdoc/>
    public virtual bool HasEnded => false;

    /// <summary>The network that holds all architectures.</summary>
    public NetworkGraph Graph => Plan.Graph;

    /// <summary>What it searches on.</summary>
    protected TrainingData Data => _circumstances.Data;

    /// <summary>How the shared weights learn.</summary>
    protected Descent Descent { get; }

    /// <summary>The space.</summary>
    protected IRelaxedSpace Space { get; private set; }

    /// <summary>Its network as data.</summary>
    protected SupernetPlan Plan { get; private set; }

    /// <summary>Its network.</summary>
    protected Network Network { get; private set; }

    /// <summary>What changes the shared weights.</summary>
    protected FlatOptimizer Optimizer { get; private set; }

    /// <summary>The examples that the shared weights learn from.</summary>
    protected Part WeightPart { get; }

    /// <summary>The examples that architectures are chosen by.</summary>
    protected Part ArchitecturePart { get; }

    /// <summary>All that it remembers beside the shared weights: float32, on any device; changed in place by a restart.</summary>
    protected abstract IReadOnlyList<Tensor> ArchitectureState { get; }

    /// <summary>What the shared weights are judged by after an epoch: what it would choose now.</summary>
    protected abstract Selection Current();

    /// <summary>One pass over <see cref="WeightPart"/> and what belongs to it; the mean loss of the shared weights.</summary>
    /// <param name="metrics">Takes what else there is to report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected abstract double TrainEpoch(IDictionary<string, double> metrics, CancellationToken cancellationToken);

    /// <summary>One weight a candidate of each slot, from 0 to 1.</summary>
    protected abstract IReadOnlyList<double[]> Weights();

    /// <summary>The architectures that it would give now, the best first.</summary>
    protected abstract IReadOnlyList<FoundArchitecture> Found(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public Report Next(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        metrics[Metrics.TrainLoss] = TrainEpoch(metrics, cancellationToken);
        Epoch++;
        using var scope = NewDisposeScope();
        var (loss, quality) = Assess(Current(), Data.Validation, cancellationToken);
        metrics[Metrics.ValidationLoss] = loss;
        metrics[Data.TargetScale is null ? Metrics.ValidationAccuracy : Metrics.ValidationRmse] = quality;
        var slots = Plan.Slots.Zip(Weights(), (s, w) => new SlotWeights(s.Group, s.Name, s.From, s.To, s.Candidates, w));
        var state = new SearchState(Found(cancellationToken), [.. slots]);
        return new Report(Epoch, metrics, clock.Elapsed.TotalSeconds, state);
    }

    /// <inheritdoc/>
    public (long Steps, IReadOnlyList<float[]> Arrays) Save()
    {
        using var scope = NewDisposeScope();
        return (Optimizer.Steps, [.. State().Select(t => t.detach().cpu().contiguous().data<float>().ToArray())]);
    }

    /// <inheritdoc/>
    public virtual bool Restore(int epoch, long steps, IReadOnlyList<float[]> arrays)
    {
        var state = State().ToList();
        if (arrays.Count != state.Count || arrays.Zip(state).Any(p => p.First.Length != p.Second.numel())) return false;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (array, values) in arrays.Zip(state)) values.copy_(tensor(array).view(values.shape));
        (Epoch, Optimizer.Steps) = (epoch, steps);
        return true;
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Optimizer.Dispose();
        Network.Dispose();
        foreach (var part in (Part[])[WeightPart, ArchitecturePart])
        {
            part.Inputs.Dispose();
            part.Targets.Dispose();
        }
    }

    /// <summary>Goes on with the network of another space, with weights drawn for this epoch; what was before is gone.</summary>
    /// <exception cref="TrialFailedException">The network is too large for this machine.</exception>
    [MemberNotNull(nameof(Space), nameof(Plan), nameof(Network), nameof(Optimizer))]
    protected void Enter(IRelaxedSpace space, RelaxOptions relax)
    {
        var plan = space.Relax(Data.Task(_circumstances.Training.Dropout), relax);
        var set = _circumstances.Training with { BatchSize = _options.BatchSize, Ema = 0 };
        if (TrainingSize.Fault(plan.Graph, set, Data.Train.Count, _options.ShareOf(plan)) is { } fault) throw new TrialFailedException(fault);
        Optimizer?.Dispose();
        Network?.Dispose();
        (Space, Plan) = (space, plan);
        Network = new(plan.Graph, Stream(SearchPurpose.Weights).NextUInt64(), Data.Train.Inputs.device) { Places = plan.Places };
        Optimizer = FlatOptimizer.Of(new()
        {
            Optimizer = OptimizerKind.Sgd, Momentum = Descent.Momentum, WeightDecay = Descent.Decay,
        }, Network);
    }

    /// <summary>The random stream of this epoch for a purpose.</summary>
    protected Rng Stream(SearchPurpose purpose) =>
        Rng.For(_circumstances.Context.Seed, _circumstances.Trial, Epoch, (long)purpose);

    /// <summary>Learning rate of the shared weights in a step of this epoch: along half a cosine [Loshchilov2017] (Eq. 5).</summary>
    /// <param name="done">Share of the epoch that is done, from 0 to 1; [Liu2019] keep the rate within an epoch, which is 0.</param>
    protected double RateAt(double done) => Descent.LastRate
        + 0.5 * (Descent.Rate - Descent.LastRate) * (1 + Math.Cos(Math.PI * (Epoch + done) / _options.Epochs));

    /// <summary>Batches of a part in one pass.</summary>
    protected long StepsOf(Part part) => (part.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>The batches of a part in an order drawn for this epoch; each is disposed of when the next is asked for.</summary>
    protected IEnumerable<Part> Batches(Part part, SearchPurpose order)
    {
        var (count, batches) = (part.Count, StepsOf(part));
        using var shuffled = Shuffled(count, order);
        for (var batch = 0L; batch < batches; batch++)
        {
            var (from, to) = (batch * count / batches, (batch + 1) * count / batches);
            using var chosen = shuffled.narrow(0, from, to - from);
            using var inputs = part.Inputs.index_select(0, chosen);
            using var targets = part.Targets.index_select(0, chosen);
            yield return new(inputs, targets);
        }
    }

    /// <summary>One step of the shared weights along the gradient of the loss with what takes part; the loss.</summary>
    protected double StepWeights(Part batch, Selection selection, double rate, Generator? generator = null) =>
        StepWeights([(batch, selection)], () => Optimizer.Step(rate, Descent.Clip), generator);

    /// <summary>One step along the gradient of the mean loss over parts of a batch, each with what takes part of its own; the loss.</summary>
    /// <param name="ghosts">The parts of the batch.</param>
    /// <param name="step">Changes the weights along the gradients that the network holds.</param>
    /// <param name="generator">Source of dropout; null for none.</param>
    protected double StepWeights(IReadOnlyList<(Part Batch, Selection Selection)> ghosts, Action step, Generator? generator = null)
    {
        using var outer = NewDisposeScope();
        var (mean, count) = (0.0, ghosts.Sum(g => g.Batch.Count));
        Network.Gradients.zero_();
        foreach (var (batch, selection) in ghosts)
        {
            using var scope = NewDisposeScope();
            var output = Network.Forward(batch.Inputs, selection, generator);
            var loss = Assessment.Loss(Data, output, batch.Targets, _circumstances.Training.LabelSmoothing);
            var share = (double)batch.Count / count;
            (ghosts.Count == 1 ? loss : loss.Times(share)).backward();
            mean += share * Assessment.Value(loss);
        }
        step();
        return double.IsFinite(mean) ? mean : throw new TrialFailedException(
            $"The loss of the shared weights is {mean} in epoch {Epoch + 1}: "
            + $"the search's learning rate of {Descent.Rate:R} may be too high.");
    }

    /// <summary>Mean loss and quality on a part by the batches' own statistics; running ones would mix those of many architectures.</summary>
    protected (double Loss, double Quality) Assess(Selection selection, Part part, CancellationToken cancellationToken) =>
        Assessment.Of(Data, part, batch => Network.Forward(batch, selection), cancellationToken);

    private IEnumerable<Tensor> State() => [Network.Parameters, Network.Statistics, .. Optimizer.State, .. ArchitectureState];

    private (Part, Part) Halves()
    {
        var (count, train) = (Data.Train.Count, Data.Train);
        var held = Math.Clamp((long)Math.Round(count * _options.ArchitectureFraction), 1, count - 1);
        using var scope = NewDisposeScope();
        var order = Shuffled(count, SearchPurpose.Halves);
        Part Take(long from, long length)
        {
            var chosen = order.narrow(0, from, length);
            return new(train.Inputs.index_select(0, chosen).DetachFromDisposeScope(), train.Targets.index_select(0, chosen).DetachFromDisposeScope());
        }
        return (Take(held, count - held), Take(0, held));
    }

    private Tensor Shuffled(long count, SearchPurpose purpose)
    {
        var order = new long[count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Stream(purpose).Shuffle<long>(order);
        return tensor(order, device: Data.Train.Inputs.device);
    }
}

/// <summary>What a random stream of a search is for.</summary>
internal enum SearchPurpose
{
    /// <summary>First shared weights.</summary>
    Weights,
    /// <summary>Which examples choose architectures.</summary>
    Halves,
    /// <summary>Order of the examples that the shared weights learn from.</summary>
    Order,
    /// <summary>Order of the examples that architectures are chosen by.</summary>
    ArchitectureOrder,
    /// <summary>First architecture parameters.</summary>
    Architecture,
    /// <summary>Dropout, of units and of paths.</summary>
    Dropout,
    /// <summary>Architectures drawn while the shared weights learn.</summary>
    Paths,
    /// <summary>Architectures drawn while the architecture parameters learn.</summary>
    ArchitecturePaths,
    /// <summary>Architectures drawn to choose from at the end of an epoch.</summary>
    Candidates,
    /// <summary>Order of the examples on which the curvature of the loss is looked at.</summary>
    Curvature,
    /// <summary>The direction in which that begins.</summary>
    CurvatureStart,
}
