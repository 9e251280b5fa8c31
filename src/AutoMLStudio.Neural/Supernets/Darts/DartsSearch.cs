using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Darts;

/// <summary>One search by DARTS, [Liu2019] (Algorithm 1): in each step first the architecture parameters α, then the shared weights.</summary>
internal sealed class DartsSearch : SupernetSearch
{
    /// <summary>Standard deviation of α at the start, as published with [Liu2019].</summary>
    private const double Start = 1e-3;

    /// <summary>Learning rate of α, and how many steps it was meant for: 50 epochs of 25,000 examples in batches of 64 [Liu2019].</summary>
    private const double PublishedRate = 3e-4;
    private const double PublishedSteps = 50 * 391;
    private const double FastestRate = 0.1;

    private readonly DartsOptions _options;
    private readonly double _smoothing;
    private readonly Alphas _alphas;
    private readonly FlatOptimizer _adam;
    private readonly Derivation _derivation;
    private readonly StopRule _stop;

    /// <summary>A search at its beginning.</summary>
    public DartsSearch(SearchCircumstances circumstances, DartsOptions options, IRelaxedSpace space)
        : base(circumstances, options, space, new(WithNone: true, SkipDropout: options.SkipDropout))
    {
        (_options, _smoothing) = (options, circumstances.Training.LabelSmoothing);
        _alphas = new(Plan.Slots, Stream(SearchPurpose.Architecture), Start, Network.Device);
        _adam = FlatOptimizer.ByAdam(_alphas.Values, _alphas.Gradient, new(options.ArchitectureWeightDecay, Beta1: 0.5));
        _derivation = new(space, Plan);
        _stop = new(options, _alphas.Values, _derivation, _alphas.Read);
    }

    /// <inheritdoc/>
    public override bool HasEnded => _stop.HasEnded;

    protected override IReadOnlyList<Tensor> ArchitectureState => [_alphas.Values, .. _adam.State, .. _stop.State];

    private int WarmUpEpochs => (int)(_options.WarmUp * _options.Epochs);

    private double ArchitectureRate
    {
        get
        {
            if (_options.ArchitectureLearningRate is { } given) return given;
            var published = Descent.ArchitectureRate ?? PublishedRate;
            return Math.Clamp(published * Math.Sqrt(PublishedSteps / (StepsOf(WeightPart) * (_options.Epochs - WarmUpEpochs))), published, FastestRate);
        }
    }

    public override void Dispose()
    {
        _stop.Dispose();
        _adam.Dispose();
        _alphas.Dispose();
        base.Dispose();
    }

    protected override double TrainEpoch(IDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        using var outer = NewDisposeScope();
        using var generator = new Generator(Stream(SearchPurpose.Dropout).NextUInt64(), Network.Device);
        using var others = Cycle().GetEnumerator();
        // [Liu2019] keep the learning rate within an epoch.
        var rate = RateAt(0);
        Network.Progress = (double)Epoch / _options.Epochs;
        double total = 0, architecture = 0;
        var steps = 0;
        foreach (var batch in Batches(WeightPart, SearchPurpose.Order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Epoch >= WarmUpEpochs)
            {
                others.MoveNext();
                architecture += StepAlphas(batch, others.Current, rate, generator);
            }
            total += StepShared(batch, rate, generator) * batch.Count;
            steps++;
        }
        if (Epoch >= WarmUpEpochs) metrics[SearchMetrics.ArchitectureLoss] = architecture / steps;
        Judge(metrics);
        return total / WeightPart.Count;
    }

    protected override Selection Current() => Selection.Mixed(_alphas.Weights(_alphas.Values.detach()));

    protected override IReadOnlyList<double[]> Weights() => _alphas.Read(_stop.Chosen);

    protected override IReadOnlyList<FoundArchitecture> Found(CancellationToken cancellationToken) =>
        [new(_derivation.Of(Weights(), _options.MaxSkips), null)];

    /// <summary>Algorithm 1, line 1; the loss on the batch that α learns from.</summary>
    internal double StepAlphas(Part training, Part validation, double rate, Generator? generator)
    {
        using var scope = NewDisposeScope();
        var bilevel = new Bilevel(Network.Parameters, Network.Gradients, _alphas.Values,
            alphas => Loss(training, alphas, generator, _smoothing), alphas => Loss(validation, alphas, generator, 0));
        var (gradient, loss) = _options.Order == DartsOrder.First ? bilevel.FirstOrder()
            : bilevel.SecondOrder(rate, Optimizer.State[0], Descent.Momentum, Descent.Decay);
        using (no_grad())
        {
            if (_options.BetaDecay > 0) gradient.add_(_alphas.BetaDecay().Times(_options.BetaDecay * Network.Progress), alpha: Held.One);
            _alphas.Gradient.copy_(gradient);
        }
        // One step of α a step of the weights since the warm-up.
        _adam.Steps = Optimizer.Steps - WarmUpEpochs * StepsOf(WeightPart);
        _adam.Step(ArchitectureRate);
        return Assessment.Value(loss);
    }

    /// <summary>Algorithm 1, line 2; the loss on the batch that the shared weights learn from.</summary>
    internal double StepShared(Part batch, double rate, Generator? generator)
    {
        using var scope = NewDisposeScope();
        return StepWeights(batch, Current(), rate, generator);
    }

    private Tensor Loss(Part batch, Tensor alphas, Generator? generator, double smoothing) =>
        Assessment.Loss(Data, Network.Forward(batch.Inputs, Selection.Mixed(_alphas.Weights(alphas)), generator), batch.Targets, smoothing);

    /// <summary>What there is to say of α after an epoch.</summary>
    private void Judge(IDictionary<string, double> metrics)
    {
        var eigenvalue = double.NaN;
        if (_options.Eigenvalue || _options.StopEigenvalue) metrics[SearchMetrics.LargestEigenvalue] = eigenvalue = Eigenvalue();
        var weights = _alphas.Read(_alphas.Values);
        _stop.Judge(Epoch, eigenvalue, mayEnd: Epoch >= WarmUpEpochs);
        metrics[SearchMetrics.ArchitectureEntropy] = weights.Average(w => -w.Sum(p => p > 0 ? p * Math.Log(p) : 0));
        metrics[SearchMetrics.SkipConnections] = _derivation.SkipsOf(_derivation.Of(_alphas.Read(_stop.Chosen), _options.MaxSkips));
    }

    private double Eigenvalue()
    {
        using var scope = NewDisposeScope();
        foreach (var batch in Batches(ArchitecturePart, SearchPurpose.Curvature))
        {
            Tensor Gradient(Tensor alphas)
            {
                using var inner = NewDisposeScope();
                var leaf = alphas.detach().requires_grad_();
                return autograd.grad([Loss(batch, leaf, generator: null, smoothing: 0)], [leaf])[0].MoveToOuterDisposeScope();
            }
            return Curvature.LargestEigenvalue(Gradient, _alphas.Values.detach(), Stream(SearchPurpose.CurvatureStart));
        }
        throw new InvalidOperationException("The part that architectures are chosen by is never empty.");
    }

    /// <summary>The batches that α learns from, over and over; α sees as many as the weights do.</summary>
    private IEnumerable<Part> Cycle()
    {
        while (true)
            foreach (var batch in Batches(ArchitecturePart, SearchPurpose.ArchitectureOrder)) yield return batch;
    }
}
