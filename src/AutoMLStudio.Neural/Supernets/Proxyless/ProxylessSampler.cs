using AutoMLStudio.Core;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.NasBench;
using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>
/// ProxylessNAS [Cai2019]: trains one path at a time of a network that holds them all, and learns which candidates to prefer, for quality and for
/// latency on this machine. It takes about the memory of one network.
/// </summary>
public sealed class ProxylessSampler : SupernetSampler
{
    private readonly ProxylessOptions _options;

    /// <summary>A sampler for a study.</summary>
    /// <exception cref="ArgumentException">The space cannot be searched this way, or the options contradict each other.</exception>
    public ProxylessSampler(ProxylessOptions options, MethodContext context) : base(options, context)
    {
        if (options.WarmUp >= options.Epochs)
            throw new ArgumentException($"warm_up is {options.WarmUp}: fewer than the {options.Epochs} epochs of the search are expected.");
        _options = options;
    }

    private protected override string Expected => "one architecture of the space mobile, cell or nasbench201";

    private protected override bool Accepts(NetworkSpace space) => space is IRelaxedSpace
        && (space.Key is MobileSpace.SpaceKey or CellSpace.SpaceKey or NasBenchSpace.SpaceKey);

    internal override SupernetSearch Begin(SearchCircumstances circumstances, CancellationToken cancellationToken) =>
        new ProxylessSearch(circumstances, _options, (IRelaxedSpace)Space,
            LatencyTable.In(Path.GetDirectoryName(circumstances.Context.Folder) ?? ""));
}
