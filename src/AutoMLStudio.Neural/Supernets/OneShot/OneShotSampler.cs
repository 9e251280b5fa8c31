using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.NasBench;

namespace AutoMLStudio.Neural.Supernets.OneShot;

/// <summary>
/// One-shot search [Bender2018]: trains a network that holds all architectures with paths left out at random, scores random architectures by
/// leaving out all else, and trains the best ones from scratch. What it needs is no controller and no gradient by the architecture.
/// </summary>
public sealed class OneShotSampler(OneShotOptions options, MethodContext context) : SupernetSampler(options, context)
{
    private protected override string Expected => "one architecture of the space cell, nasbench201, mobile or macro";

    private protected override bool Accepts(NetworkSpace space) => space is IRelaxedSpace
        && (space.Key is CellSpace.SpaceKey or NasBenchSpace.SpaceKey or MobileSpace.SpaceKey or MacroSpace.SpaceKey);

    /// <summary>The architectures of a ranking that are trained from scratch: the best ones, then some evenly from the best to the worst.</summary>
    internal static IEnumerable<T> Spread<T>(IReadOnlyList<T> ranking, int best, int check)
    {
        var last = ranking.Count - 1;
        var spread = Enumerable.Range(0, check).Select(i => check == 1 ? last / 2 : (int)Math.Round((double)i * last / (check - 1)));
        return Enumerable.Range(0, Math.Min(best, ranking.Count)).Concat(ranking.Count > 0 ? spread : []).Distinct().Select(i => ranking[i]);
    }

    internal override SupernetSearch Begin(SearchCircumstances circumstances, CancellationToken cancellationToken) =>
        new OneShotSearch(circumstances, options, Space);

    private protected override IEnumerable<FoundArchitecture> ToTrain(IReadOnlyList<FoundArchitecture> found) =>
        Spread(found, options.Finals, options.Check);
}
