using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>
/// An exponential moving average of a network's weights and statistics [Tarvainen2017] (Eq. 1): what is validated and exported in place of the last
/// step's.
/// </summary>
/// <remarks>The decay starts low, min(α, (1 + t) / (10 + t)) after t steps, so that the random start is soon forgotten.</remarks>
internal sealed class WeightAverage(Network network, double decay) : IDisposable
{
    /// <summary>The averages: weights, then statistics.</summary>
    public IReadOnlyList<Tensor> State { get; } =
        [network.Parameters.clone().DetachFromDisposeScope(), network.Statistics.clone().DetachFromDisposeScope()];

    /// <summary>Takes in the weights after a step.</summary>
    /// <param name="steps">Steps so far, this one included.</param>
    public void Update(long steps)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var kept = Math.Min(decay, (1.0 + steps) / (10 + steps));
        using Scalar old = kept, share = 1 - kept;
        State[0].mul_(old).add_(network.Parameters, alpha: share);
        State[1].mul_(old).add_(network.Statistics, alpha: share);
    }

    /// <summary>Changes places with the network's own; done twice nothing has changed.</summary>
    public void Swap()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (average, own) in State.Zip([network.Parameters, network.Statistics]))
        {
            var kept = own.clone();
            own.copy_(average);
            average.copy_(kept);
        }
    }

    public void Dispose()
    {
        foreach (var average in State) average.Dispose();
    }
}
