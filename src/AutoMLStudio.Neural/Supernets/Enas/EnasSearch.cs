using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Controllers;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Enas;

/// <summary>
/// A search of [Pham2018] (§2.2): in turns an epoch of the shared weights, each batch with an architecture that the controller draws, and steps of
/// the controller, each architecture rewarded for a batch of the examples that the weights do not see.
/// </summary>
internal sealed class EnasSearch : SupernetSearch
{
    /// <summary>Architectures that are ranked after an epoch that is not the last.</summary>
    private const int RankedOnTheWay = 10;

    /// <summary>The controller's learning rate is not raised above it.</summary>
    private const double FastestRate = 0.05;

    /// <summary>Architectures by which the controller's probabilities are told.</summary>
    private const int Counted = 200;

    private readonly EnasOptions _options;
    private readonly IControlledSpace _space;
    private readonly Controller _controller;
    private readonly Reinforce _reinforce;
    private IReadOnlyList<FoundArchitecture> _found = [];
    private IReadOnlyList<double[]> _weights = [];

    public EnasSearch(SearchCircumstances circumstances, EnasOptions options, NetworkSpace space)
        : base(circumstances, options, (IRelaxedSpace)space, new(Affine: true, EdgeWeights: true))
    {
        (_options, _space) = (options, (IControlledSpace)space);
        _controller = new(_space.Tokens, Settings(options, _space.Settings), Stream(SearchPurpose.Architecture).NextUInt64());
        _reinforce = new(_controller);
    }

    protected override IReadOnlyList<Tensor> ArchitectureState => _reinforce.State;

    public override void Dispose()
    {
        _reinforce.Dispose();
        _controller.Dispose();
        base.Dispose();
    }

    protected override double TrainEpoch(IDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        var loss = TrainWeights(cancellationToken);
        TrainController(metrics, cancellationToken);
        Rank(cancellationToken);
        return loss;
    }

    protected override Selection Current() => Paths(_found[0].Architecture);

    protected override IReadOnlyList<double[]> Weights() => _weights;

    protected override IReadOnlyList<FoundArchitecture> Found(CancellationToken cancellationToken) => _found;

    private static ControllerSettings Settings(EnasOptions options, ControllerSettings space) => space with
    {
        LearningRate = options.ControllerLearningRate ?? RateFor(space, options.Epochs * options.ControllerSteps),
        EntropyWeight = options.EntropyWeight ?? space.EntropyWeight,
        BaselineDecay = options.BaselineDecay ?? space.BaselineDecay,
        SkipTarget = options.SkipTarget,
        SkipWeight = options.SkipWeight,
    };

    /// <summary>
    /// Where there are fewer steps than the literature's rate was meant for it is raised by the root of how many fewer [Malladi2022] (§4): the
    /// noise of the gradients then leads as far from the start as it did there.
    /// </summary>
    private static double RateFor(ControllerSettings space, int steps) =>
        Math.Min(FastestRate, space.LearningRate * Math.Sqrt(Math.Max(1, (space.Steps ?? steps) / (double)steps)));

    /// <summary>The controller stays as it is for an epoch of the weights, so that all its architectures are drawn at once.</summary>
    private double TrainWeights(CancellationToken cancellationToken)
    {
        var (rate, total, batches) = (RateAt(0), 0.0, 0);
        var drawn = _controller.Sample((int)((WeightPart.Count + _options.BatchSize - 1) / _options.BatchSize), Stream(SearchPurpose.Paths));
        using var generator = new Generator(Stream(SearchPurpose.Dropout).NextUInt64(), Data.Train.Inputs.device);
        foreach (var batch in Batches(WeightPart, SearchPurpose.Order))
        {
            cancellationToken.ThrowIfCancellationRequested();
            total += StepWeights(batch, Paths(_space.Read(drawn[batches++])), rate, generator) * batch.Count;
        }
        return total / WeightPart.Count;
    }

    private void TrainController(IDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        var draws = Stream(SearchPurpose.ArchitecturePaths);
        var (steps, skips) = (new List<ControllerStep>(), new List<double>());
        using var batches = Endless().GetEnumerator();
        for (var step = 0; step < _options.ControllerSteps; step++)
        {
            var drawn = _controller.Sample(_options.ControllerAggregate, draws);
            var rewards = new List<double>();
            foreach (var values in drawn)
            {
                batches.MoveNext();
                rewards.Add(Reward(_space.Read(values), batches.Current, cancellationToken));
            }
            steps.Add(_reinforce.Step(drawn, rewards));
            if (_controller.HasSkips) skips.Add(_controller.SkipRate(drawn));
        }
        metrics[Metrics.ControllerReward] = steps.Average(s => s.Reward);
        metrics[Metrics.ControllerEntropy] = steps.Average(s => s.Entropy);
        metrics[Metrics.RewardBaseline] = steps[^1].Baseline;
        if (skips.Count > 0) metrics[Metrics.SkipRate] = skips.Average();
    }

    /// <summary>The batches that reward, one after another and again from the first.</summary>
    private IEnumerable<Part> Endless()
    {
        while (true)
            foreach (var batch in Batches(ArchitecturePart, SearchPurpose.ArchitectureOrder))
                yield return batch;
    }

    /// <summary>
    /// [Pham2018] (§3.2): draws architectures and ranks them by one batch; in the end by all examples that weights have not seen. What is drawn
    /// besides tells the probability of each candidate.
    /// </summary>
    private void Rank(CancellationToken cancellationToken)
    {
        var isLast = Epoch + 1 >= _options.Epochs;
        var drawn = _controller.Sample(Math.Max(Counted, isLast ? _options.Ranked : 0), Stream(SearchPurpose.Candidates))
            .Select(_space.Read).ToList();
        var ranked = drawn.Distinct().Take(isLast ? _options.Ranked : RankedOnTheWay).ToList();
        using var batches = Batches(ArchitecturePart, SearchPurpose.ArchitectureOrder).GetEnumerator();
        batches.MoveNext();
        var part = isLast ? ArchitecturePart : batches.Current;
        _found = [.. ranked.Select(a => new FoundArchitecture(a, Reward(a, part, cancellationToken))).OrderByDescending(f => f.Score)];
        _weights = Shares(drawn);
    }

    private List<double[]> Shares(List<Architecture> drawn)
    {
        var counts = Plan.Slots.Select(s => new double[s.Candidates.Count]).ToList();
        foreach (var architecture in drawn)
            foreach (var (paths, count) in Space.PathsOf(Plan, architecture).Zip(counts))
                foreach (var candidate in paths.Distinct()) count[candidate] += 1.0 / drawn.Count;
        foreach (var count in counts)
            for (var i = 0; i < count.Length; i++) count[i] = Math.Min(1, count[i]);
        return counts;
    }

    private Selection Paths(Architecture architecture) => Selection.Of(Space.PathsOf(Plan, architecture));

    /// <summary>
    /// How an architecture does with the shared weights: accuracy; of a text's tokens 1 / perplexity, as [Pham2018] (§2.2) have it but for the
    /// constant; of values the coefficient of determination.
    /// </summary>
    private double Reward(Architecture architecture, Part part, CancellationToken cancellationToken)
    {
        var (loss, quality) = Assess(Paths(architecture), part, cancellationToken);
        return Data.Output.Kind switch
        {
            OutputKind.Classes => quality,
            OutputKind.Tokens => Math.Exp(-loss),
            _ => 1 - loss,
        };
    }
}
