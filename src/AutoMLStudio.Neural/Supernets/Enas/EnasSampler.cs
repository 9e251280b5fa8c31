using AutoMLStudio.Core;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Controllers;

namespace AutoMLStudio.Neural.Supernets.Enas;

/// <summary>
/// Efficient neural architecture search [Pham2018]: a controller draws architectures, which are trained a batch each with weights that all share, and
/// learns from how they do on other examples. What it draws in the end is ranked by the shared weights; the best are trained from scratch.
/// </summary>
public sealed class EnasSampler : SupernetSampler
{
    private readonly EnasOptions _options;

    /// <summary>A sampler for a study.</summary>
    /// <exception cref="ArgumentException">The space is not one architecture that it can search.</exception>
    public EnasSampler(EnasOptions options, MethodContext context) : base(options, context) => _options = options;

    private protected override string Expected => "an architecture of the space cell, macro, nasbench201 or recurrent";

    private protected override bool Accepts(NetworkSpace space) => space is IControlledSpace and IRelaxedSpace;

    internal override SupernetSearch Begin(SearchCircumstances circumstances, CancellationToken cancellationToken) =>
        new EnasSearch(circumstances, _options, Space);
}
