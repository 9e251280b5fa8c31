using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>
/// Collects the statistics of batch norms anew [Wu2021] (§3.2): the mean of those of several batches under the weights as they are, in place of a
/// moving average over weights that have changed meanwhile. Networks whose weights were averaged, or come from a supernet, need it.
/// </summary>
internal static class BatchNormCalibration
{
    /// <summary>Replaces the network's statistics by the means over these batches; without a batch nothing changes.</summary>
    /// <param name="network">The network; its weights do not change.</param>
    /// <param name="batches">Raw inputs, each [examples, …shape]; read one at a time and left to the caller.</param>
    /// <param name="cancellationToken">Ends the work between batches.</param>
    public static void Run(Network network, IEnumerable<Tensor> batches, CancellationToken cancellationToken)
    {
        var seen = 0;
        foreach (var batch in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            network.Collect(batch, 1.0 / ++seen);
        }
    }
}
