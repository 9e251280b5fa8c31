namespace AutoMLStudio.Neural.Supernets.MorphNet;

/// <summary>
/// What the channels of a chain cost: a layer takes C · inputs · outputs ([Gordon2018], §3), so that a channel costs its own filters of all channels
/// that come in and the filters of the next layer that read it.
/// </summary>
/// <param name="units">C of each layer, and at last of the one that ends the network.</param>
/// <param name="inputs">Channels that come in.</param>
/// <param name="outputs">Channels that go out at last.</param>
internal sealed class ChannelCosts(IReadOnlyList<double> units, int inputs, int outputs)
{
    /// <summary>The cost of one channel of each layer while so many channels of each are alive.</summary>
    public IReadOnlyList<double> OfChannels(IReadOnlyList<int> alive) =>
        [.. alive.Select((_, i) => units[i] * Into(alive, i) + units[i + 1] * (i + 1 < alive.Count ? alive[i + 1] : outputs))];

    /// <summary>
    /// The cost that is brought down: of each layer C · (alive inputs · Σ |γ| of its outputs + alive outputs · Σ |γ| of its inputs), the alive ones
    /// taken as fixed.
    /// </summary>
    /// <param name="sums">Σ |γ| of each layer.</param>
    /// <param name="alive">Channels of each layer that are alive.</param>
    public double Of(IReadOnlyList<double> sums, IReadOnlyList<int> alive) => OfChannels(alive).Zip(sums, (cost, sum) => cost * sum).Sum();

    private int Into(IReadOnlyList<int> alive, int layer) => layer > 0 ? alive[layer - 1] : inputs;
}
