using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Neural.Networks;

namespace AutoMLStudio.Neural.Training;

/// <summary>Measures whole networks as they are exported, one at a time in this process; equal networks are measured once.</summary>
internal static class NetworkLatency
{
    private static readonly SharedCache<NetworkGraph, double> Known = new(256);
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>The latency in microseconds. Weights do not matter, so that it is known before the training.</summary>
    /// <exception cref="TrialFailedException">The host is too busy for a figure.</exception>
    public static Task<double> OfAsync(NetworkGraph exported, CancellationToken cancellationToken) =>
        Known.GetAsync(exported, () => MeasureAsync(exported), cancellationToken);

    private static async Task<double> MeasureAsync(NetworkGraph exported)
    {
        await Turn.WaitAsync();
        try
        {
            using var network = new Network(exported, 0);
            using var model = new OnnxModel(OnnxExport.Write(network, new Dictionary<string, string>(StringComparer.Ordinal)));
            var latency = Latency.Measure(model, TimeProvider.System, CancellationToken.None);
            // What failed is not kept: the next trial finds the machine in another state.
            return latency.Microseconds ?? throw new TrialFailedException(
                $"The latency of the network cannot be measured on this machine now: the rounds differ by {latency.Variation:P0} and "
                + $"{Latency.MostVariation:P0} is allowed. Less work beside it would help.");
        }
        finally
        {
            Turn.Release();
        }
    }
}
