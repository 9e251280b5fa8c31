using System.Globalization;
using System.Text.RegularExpressions;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.NasBench;
using AutoMLStudio.Neural.Architectures.Recurrent;

namespace AutoMLStudio.Web.Searches;

/// <summary>What the text of an architecture decides at one place of the network that holds all of them.</summary>
/// <param name="Group">Group of the place.</param>
/// <param name="Place">Its name in the group.</param>
/// <param name="Candidate">Name of what is taken there, or its place among the candidates with a # before it.</param>
internal sealed record GenotypeChoice(string Group, string Place, string Candidate)
{
    /// <summary>The same for an edge between two states.</summary>
    public static GenotypeChoice OfEdge(string group, int from, int to, string candidate) =>
        new(group, string.Create(CultureInfo.InvariantCulture, $"{from}→{to}"), candidate);
}

/// <summary>Reads the decisions of architectures from their texts, as the spaces name the places and candidates of their searches.</summary>
internal static partial class GenotypeChoices
{
    private const int FirstNode = 2; // of a cell: 0 and 1 are its inputs

    /// <summary>All decisions that the text tells; none for a space whose text is not known here.</summary>
    public static IEnumerable<GenotypeChoice> Of(Architecture architecture) => architecture.Space switch
    {
        CellSpace.SpaceKey when CellGenotype.FromText(architecture.Genotype) is { } cells =>
            [.. Edges("normal", cells.Normal), .. cells.Reduce is null ? [] : Edges("reduce", cells.Reduce)],
        RecurrentSpace.SpaceKey when RecurrentGenotype.FromText(architecture.Genotype) is { } cell =>
            cell.Nodes.Select((n, i) => GenotypeChoice.OfEdge("recurrent", n.From, i + 1, $"{n.Function}".ToLowerInvariant())),
        NasBenchSpace.SpaceKey => architecture.Genotype.Split('+').SelectMany((node, i) => NasBenchEdge().Matches(node)
            .Select(m => GenotypeChoice.OfEdge("cell", Number(m, "from"), i + 1, m.Groups["op"].Value))),
        MobileSpace.SpaceKey => architecture.Genotype.Split(';').SelectMany((stage, i) => Blocks($"stage{i + 1}", stage)),
        MacroSpace.SpaceKey => architecture.Genotype.Split(';')
            .SelectMany((layer, i) => Layer(i + 1, layer.Split(' ', StringSplitOptions.RemoveEmptyEntries))),
        _ => [],
    };

    // Two edges a node.
    private static IEnumerable<GenotypeChoice> Edges(string group, CellPlan plan) =>
        plan.Edges.Select((e, i) => GenotypeChoice.OfEdge(group, e.From, FirstNode + i / 2, e.Operation));

    private static IEnumerable<GenotypeChoice> Blocks(string stage, string text) => MobileForm().Matches(text).Select((m, i) => new GenotypeChoice(
        stage, $"block{i + 1}", $"mbconv{Number(m, "e")}_{Number(m, "k")}x{Number(m, "k")}{(m.Groups["se"].Success ? "_se" : "")}"));

    // The operation by its number, then for each earlier layer whether it stands beside this one.
    private static IEnumerable<GenotypeChoice> Layer(int number, string[] row) =>
    [
        new("layers", $"layer{number}", $"#{row[0]}"),
        .. row.Skip(1).Select((skip, j) => GenotypeChoice.OfEdge("skips", j + 1, number, skip == "1" ? "skip" : "none")),
    ];

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"(?<op>\w+)~(?<from>\d+)", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NasBenchEdge();

    [GeneratedRegex(@"r\d+_k(?<k>\d+)_s\d+_e(?<e>\d+)_i\d+_o\d+(?<se>_se[\d.]+)?", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MobileForm();
}
