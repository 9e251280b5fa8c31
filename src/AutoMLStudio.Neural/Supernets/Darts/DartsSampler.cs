using AutoMLStudio.Core;
using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Supernets.Darts;

/// <summary>
/// DARTS [Liu2019]: every operation on every edge, each times a weight; the weights learn by gradient descent on examples of their own while the
/// network's weights learn on the others. At the end the operations with the largest weights make the architecture.
/// </summary>
/// <remarks>
/// Deviations: the first order unless told otherwise, epochs and batches for two cores, a warm-up of the shared weights [Xu2020], and steps of the
/// architecture parameters that grow as they get fewer. Of the mixture nothing is left out; [Liu2019]'s search is to be had with epochs 50, warm_up 0,
/// order second, 16 channels and 8 cells.
/// </remarks>
public sealed class DartsSampler : SupernetSampler
{
    /// <summary>Key in the catalogue.</summary>
    public const string Key = "darts";

    private readonly DartsOptions _options;

    /// <summary>The sampler for a study.</summary>
    /// <exception cref="ArgumentException">The space is not one architecture of cells or layers, or an option asks for what it has not.</exception>
    public DartsSampler(DartsOptions options, MethodContext context) : base(options, context) => _options = options;

    private protected override string Expected => "an architecture whose operations can be mixed";

    private protected override bool Accepts(NetworkSpace space) => space is IRelaxedSpace;

    internal override SupernetSearch Begin(SearchCircumstances circumstances, CancellationToken cancellationToken) =>
        new DartsSearch(circumstances, _options, (IRelaxedSpace)Space);
}
