using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Acquisitions;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>
/// What the trials say of the constrained outcomes: a process for each, independent of the others and of the loss, on the outcome itself
/// ([Gardner2014], section 3), brought to mean 0 and variance 1.
/// </summary>
internal sealed class OutcomeModel
{
    private readonly TrialData _data;
    private readonly Imagination _imagination;
    private readonly IReadOnlyList<Outcome> _outcomes;

    private OutcomeModel(TrialData data, Imagination imagination, IReadOnlyList<Outcome> outcomes) =>
        (_data, _imagination, _outcomes) = (data, imagination, outcomes);

    /// <summary>The processes of the observed trials; null where no outcome is constrained.</summary>
    /// <param name="data">The trials.</param>
    /// <param name="imagination">Those without a value.</param>
    /// <param name="options">How hyper-parameters are found.</param>
    /// <param name="rng">Randomness.</param>
    public static OutcomeModel? Of(TrialData data, Imagination imagination, GaussianProcessOptions options, Rng rng)
    {
        var outcomes = Enumerable.Range(0, data.Observed[0].Excess.Count).Select(c => Learn(data, c, options, rng.Split(1_000 + c)));
        return data.Observed[0].Excess.Count == 0 ? null : new(data, imagination, [.. outcomes]);
    }

    private static Outcome Learn(TrialData data, int constraint, GaussianProcessOptions options, Rng rng)
    {
        double[] excess = [.. data.Observed.Select(t => t.Excess[constraint])];
        // Never clipped: the fence could lie on the side that is allowed.
        var scale = Standardization.Of(excess, clip: false);
        double[] values = [.. excess.Select(scale.Apply)];
        return new(values, scale.Apply(0), data.Posteriors(values, options, rng));
    }

    /// <summary>
    /// A worth times the probability of feasibility, under one sample of the hyper-parameters; the probability alone while no observed trial is
    /// feasible.
    /// </summary>
    /// <param name="sample">Which sample.</param>
    /// <param name="worth">Makes the worth, told which pending trials are predicted to be feasible: the others are nothing to improve on.</param>
    public IAcquisitionFunction Of(int sample, Func<bool[], IAcquisitionFunction> worth)
    {
        // While nothing is feasible, the place of a pending trial is as unattractive as an average one: others are to look elsewhere.
        var believed = _outcomes.Select(o => _data.HasFeasible
            ? _imagination.Predict(o.Posteriors[sample], o.Values) : _imagination.Avoid(o.Posteriors[sample], o.Values)).ToList();
        IAcquisitionFunction[] feasibilities = [.. believed.Zip(_outcomes,
            (b, o) => new AcquisitionFunction(b.Posterior, new ProbabilityOfImprovement(), [[o.Bound]]))];
        if (!_data.HasFeasible) return new FeasibleAcquisition(null, feasibilities);
        bool Keeps(int pending) => believed.Zip(_outcomes).All(p => p.First.Pending[pending] <= p.Second.Bound);
        bool[] counts = [.. Enumerable.Range(0, believed[0].Pending.Length).Select(Keeps)];
        return new FeasibleAcquisition(worth(counts), feasibilities);
    }

    /// <summary>One constrained outcome.</summary>
    /// <param name="Values">How far each observed trial lies beyond the bound, standardised.</param>
    /// <param name="Bound">The bound on the same scale: values up to it are feasible.</param>
    /// <param name="Posteriors">One a sample of the hyper-parameters.</param>
    private sealed record Outcome(double[] Values, double Bound, IReadOnlyList<Posterior> Posteriors);
}
