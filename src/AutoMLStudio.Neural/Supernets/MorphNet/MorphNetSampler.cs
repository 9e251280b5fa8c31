using AutoMLStudio.Core;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;

namespace AutoMLStudio.Neural.Supernets.MorphNet;

/// <summary>
/// MorphNet [Gordon2018]: trains a chain of layers with the cost of every channel in the loss, cuts the channels that are not worth theirs,
/// widens what is left up to the cost allowed, and proposes these widths.
/// </summary>
public sealed class MorphNetSampler : SupernetSampler
{
    private readonly MorphNetOptions _options;

    /// <summary>A sampler for a study.</summary>
    /// <exception cref="ArgumentException">The space is no chain of layers, or one with residual connections.</exception>
    public MorphNetSampler(MorphNetOptions options, MethodContext context) : base(options, context) => _options = options;

    private protected override string Expected =>
        "an architecture of the space chain that may be without residual connections (skips: search or never)";

    private protected override bool Accepts(NetworkSpace space) => space is ChainSpace { Options.Skips: not SkipChoice.Always };

    internal override SupernetSearch Begin(SearchCircumstances circumstances, CancellationToken cancellationToken) =>
        new MorphNetSearch(circumstances, _options, (ChainSpace)Space);
}
