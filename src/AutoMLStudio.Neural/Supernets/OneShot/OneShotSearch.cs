using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.OneShot;

/// <summary>A one-shot search in training: it remembers shared weights and nothing else.</summary>
internal sealed class OneShotSearch : SupernetSearch
{
    /// <summary>Architectures ranked after all epochs but the last, to show how the search does.</summary>
    private const int Probes = 10;

    /// <summary>Architectures that a report tells of at most.</summary>
    private const int Told = 200;

    private readonly OneShotOptions _options;
    private readonly NetworkSpace _space;
    private readonly PathDropout _dropout;
    private readonly PartialDescent _descent;
    private IReadOnlyList<FoundArchitecture> _ranking = [];

    /// <summary>A search at its beginning.</summary>
    /// <param name="circumstances">What it is made in.</param>
    /// <param name="options">The options.</param>
    /// <param name="space">A space that can be made into one network.</param>
    public OneShotSearch(SearchCircumstances circumstances, OneShotOptions options, NetworkSpace space)
        : base(circumstances, options, (IRelaxedSpace)space, new RelaxOptions(WithNone: false, Affine: true))
    {
        (_options, _space, _dropout) = (options, space, new(Plan.Slots));
        _descent = new(Network, Plan, Optimizer.State[0], Descent);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> ArchitectureState => [];

    /// <inheritdoc/>
    protected override Selection Current() => Zeroed(_ranking[0].Architecture);

    /// <inheritdoc/>
    protected override IReadOnlyList<FoundArchitecture> Found(CancellationToken cancellationToken) =>
        _ranking.Count <= Told ? _ranking : [.. OneShotSampler.Spread(_ranking, Math.Min(_options.Finals, Told / 2), Told / 2)];

    /// <summary>How often a candidate is in the best tenth of the ranking.</summary>
    protected override IReadOnlyList<double[]> Weights()
    {
        var best = _ranking.Take(Math.Max(1, _ranking.Count / 10)).Select(f => Space.PathsOf(Plan, f.Architecture)).ToList();
        return [.. Plan.Slots.Select((slot, s) => (double[])[.. slot.Candidates.Select((_, c) =>
            (double)best.Count(paths => paths[s].Contains(c)) / best.Count)])];
    }

    /// <inheritdoc/>
    protected override double TrainEpoch(IDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(Stream(SearchPurpose.Dropout).NextUInt64(), Data.Train.Inputs.device);
        var paths = Stream(SearchPurpose.Paths);
        var (loss, step, rate, kept) = (0.0, 0, 0.0, 0.0);
        foreach (var batch in Batches(WeightPart, SearchPurpose.Order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var done = (double)step++ / StepsOf(WeightPart);
            rate = PathDropout.Ramp((Epoch + done) / _options.Epochs, _options.PathDropout);
            loss += batch.Count * Step(batch, rate, RateAt(done), paths, generator, out var share);
            kept += share;
        }
        metrics[SearchMetrics.PathDropout] = rate;
        metrics[SearchMetrics.KeptShare] = kept / step;
        _ranking = Rank(Epoch + 1 < _options.Epochs ? Math.Min(Probes, _options.Samples) : _options.Samples, cancellationToken);
        return loss / WeightPart.Count;
    }

    /// <summary>
    /// One step of the shared weights: each ghost of the batch has its own statistics and leaves out paths of its own ([Bender2018], §3.2); weights
    /// that no ghost used rest.
    /// </summary>
    private double Step(Part batch, double dropout, double rate, Rng paths, Generator generator, out double share)
    {
        using var scope = NewDisposeScope();
        var count = Math.Max(1, (batch.Count + _options.Ghost / 2) / _options.Ghost);
        var ghosts = new List<(Part, Selection)>();
        var used = Plan.Slots.Select(_ => new HashSet<int>()).ToList();
        share = 0;
        for (var ghost = 0L; ghost < count; ghost++)
        {
            var (from, to) = (ghost * batch.Count / count, (ghost + 1) * batch.Count / count);
            var kept = _dropout.Draw(dropout, paths);
            for (var slot = 0; slot < kept.Count; slot++) used[slot].UnionWith(kept[slot]);
            ghosts.Add((new(batch.Inputs.narrow(0, from, to - from), batch.Targets.narrow(0, from, to - from)), Selection.Of(kept)));
            share += (double)kept.Sum(k => k.Count) / Plan.Slots.Sum(s => s.Candidates.Count) / count;
        }
        return StepWeights(ghosts, () => _descent.Step(rate, used), generator);
    }

    /// <summary>Random architectures, the best first, each scored with all else zeroed out, by batch statistics ([Bender2018], §3.3).</summary>
    private IReadOnlyList<FoundArchitecture> Rank(int count, CancellationToken cancellationToken)
    {
        var rng = Stream(SearchPurpose.Candidates);
        var drawn = new HashSet<Architecture>();
        // A small space has fewer: drawing goes on for a while and then takes what there is.
        for (var tries = 0; drawn.Count < count && tries < 3 * count; tries++) drawn.Add(_space.Sample(rng));
        return [.. drawn.Select(a => new FoundArchitecture(a, ScoreOf(a, cancellationToken))).OrderByDescending(f => f.Score)];
    }

    private double ScoreOf(Architecture architecture, CancellationToken cancellationToken)
    {
        var (loss, quality) = Assess(Zeroed(architecture), ArchitecturePart, cancellationToken);
        return Data.TargetScale is null ? quality : -loss;
    }

    private Selection Zeroed(Architecture architecture) => Selection.Of(Space.PathsOf(Plan, architecture));
}
