using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.MorphNet;

/// <summary>
/// A search of [Gordon2018] (Algorithm 1): the loss, and λ times a cost that grows with the scale |γ| of every batch norm's channel by what the
/// channel takes, are brought down together; channels whose scale has gone are cut, what is left is widened.
/// </summary>
/// <remarks>
/// The cost is brought down by proximal steps [Parikh2014] (§4.2), under which scales become exactly 0, not by its subgradient, under which they
/// would go on to swing around it. They are lengthened by 1 / (1 − momentum), as momentum lengthens the steps along the loss.
/// </remarks>
internal sealed class MorphNetSearch : SupernetSearch
{
    private static readonly RelaxOptions Whole = new(Affine: true);

    private readonly MorphNetOptions _options;
    private readonly Tensor _widths;
    private readonly double _strength;
    private ChannelCosts _costs;
    private Architecture _found;

    public MorphNetSearch(SearchCircumstances circumstances, MorphNetOptions options, ChainSpace space)
        : base(circumstances, options, SeedChain.First(space, options), Whole)
    {
        _options = options;
        _strength = options.Strength / Seed.CostOf(Seed.Widths);
        _widths = zeros(Seed.Widths.Count).DetachFromDisposeScope();
        (_costs, _found) = Begin();
    }

    /// <summary>The widths of the chain in training.</summary>
    protected override IReadOnlyList<Tensor> ArchitectureState => [_widths];

    private SeedChain Seed => (SeedChain)Space;

    private int EpochsOfRound => (_options.Epochs + _options.Rounds - 1) / _options.Rounds;

    public override bool Restore(int epoch, long steps, IReadOnlyList<float[]> arrays)
    {
        if (arrays.Count == 0 || arrays[^1].Length != Seed.Widths.Count) return false;
        GoOn([.. arrays[^1].Select(w => (int)w)]);
        return base.Restore(epoch, steps, arrays);
    }

    public override void Dispose()
    {
        _widths.Dispose();
        base.Dispose();
    }

    protected override double TrainEpoch(IDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        // The widths found are the next round's first ones, and all weights are new ([Gordon2018], Algorithm 1, line 4).
        if (Epoch > 0 && Epoch % EpochsOfRound == 0) GoOn(SeedChain.WidthsOf(Derived()));
        var (total, rate) = (0.0, RateAt(0));
        using var generator = new Generator(Stream(SearchPurpose.Dropout).NextUInt64(), Data.Train.Inputs.device);
        foreach (var batch in Batches(Data.Train, SearchPurpose.Order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            total += StepWeights(batch, Current(), rate, generator) * batch.Count;
            Shrink(rate / (1 - Descent.Momentum) * _strength);
        }
        _found = Derived();
        var costs = Seed.With(SeedChain.WidthsOf(_found)).Relax(Data.Task(0), Whole).Graph;
        metrics[Metrics.KeptShare] = (double)Alive().Sum() / Seed.Widths.Sum();
        metrics[Metrics.CostPenalty] = _strength * _costs.Of(Scales().Select(Sum).ToList(), Alive());
        metrics[Metrics.Parameters] = costs.ParameterCount;
        metrics[Metrics.MultiplyAdds] = costs.MultiplyAdds;
        return total / Data.Train.Count;
    }

    protected override Selection Current() => Selection.Of(Seed.PathsOf(Plan, _found));

    protected override IReadOnlyList<double[]> Weights() =>
        [.. Alive().Zip(Seed.Widths, (alive, width) => new[] { (double)alive / width, 1 - (double)alive / width })];

    protected override IReadOnlyList<FoundArchitecture> Found(CancellationToken cancellationToken) => [new(_found)];

    private Architecture Derived() => Seed.Derive(Plan, Weights());

    private void GoOn(IReadOnlyList<int> widths)
    {
        Enter(Seed.With(widths), Whole);
        (_costs, _found) = Begin();
    }

    private (ChannelCosts Costs, Architecture Found) Begin()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _widths.copy_(tensor([.. Seed.Widths.Select(w => (float)w)]));
        return (Seed.CostsIn(Graph), Derived());
    }

    /// <summary>A proximal step of this length: every scale is drawn to 0 by what its channel costs, and stays there once it is.</summary>
    private void Shrink(double length)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (scale, cost) in Scales().Zip(_costs.OfChannels(Alive())))
        {
            using TorchSharp.Scalar down = -length * cost, up = length * cost;
            scale.sub_(scale.clamp(down, up));
        }
    }

    /// <summary>The scales γ of each layer.</summary>
    private IEnumerable<Tensor> Scales() => Enumerable.Range(0, Graph.Nodes.Count)
        .Select(i => (Layer: SeedChain.LayerOfNorm(Graph.Nodes[i].Id), Node: i)).Where(n => n.Layer is not null).OrderBy(n => n.Layer)
        .Select(n => Network.TensorsOf(n.Node)[0]);

    /// <summary>Channels of each layer whose scale is above the threshold.</summary>
    private List<int> Alive() => [.. Scales().Select(s => Values(s).Count(v => Math.Abs(v) > _options.Threshold))];

    private static double Sum(Tensor scale) => Values(scale).Sum(v => Math.Abs((double)v));

    private static float[] Values(Tensor scale)
    {
        using var scope = NewDisposeScope();
        return scale.detach().cpu().data<float>().ToArray();
    }
}
