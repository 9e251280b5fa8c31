using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Controllers;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>
/// How a controller writes cells ([Pham2018], §2.4): for each node two states, then an operation on each; first the normal cell, then the reduction.
/// </summary>
/// <remarks>
/// As the authors' code has it convolutions of the normal cell start with a half more in their logit than the other operations of their set. What it
/// gives them besides in both cells, a learnt 10 within a hyperbolic tangent, has no gradient there and would keep them ahead for good: it is left
/// out.
/// </remarks>
internal sealed class CellProgram(CellSpace space, CellOptions options)
{
    private static readonly float[] ForConvolutions = [0.25f, 0.25f, -0.25f, -0.25f, -0.25f];

    /// <summary>What is decided.</summary>
    public IReadOnlyList<Token> Tokens { get; } =
    [
        .. CellSpace.KindsOf(options).SelectMany(kind => (IEnumerable<Token>)
        [
            new Section(), new Given(), new Given(),
            .. Enumerable.Range(1, options.Nodes).SelectMany(node => Node(options, node, kind)),
        ]),
    ];

    /// <summary>The cells that were written.</summary>
    public Architecture Read(IReadOnlyList<int> values)
    {
        var (pairs, operations, at) = (CellSpace.TakesPairs(options), CellOperations.Of(options.Operations), 0);
        var cells = CellSpace.KindsOf(options).Select(_ =>
        {
            var edges = new List<CellEdge>();
            for (var node = 1; node <= options.Nodes; node++)
            {
                // The first node of pairs takes both inputs.
                var (first, second) = pairs && node == 1 ? (0, 1) : (values[at++], values[at++]);
                edges.Add(new(operations[values[at++]], first));
                edges.Add(new(operations[values[at++]], second));
            }
            var cell = new CellPlan(edges, []);
            return cell with { Output = pairs ? [.. Enumerable.Range(2, cell.Nodes)] : cell.Unused };
        }).ToList();
        return space.Of(new CellGenotype(cells[0], cells.ElementAtOrDefault(1)).ToText());
    }

    private static IEnumerable<Token> Node(CellOptions options, int node, string kind)
    {
        var pairs = CellSpace.TakesPairs(options);
        if (!pairs || node > 1)
        {
            yield return new Refer();
            yield return new Refer(Distinct: pairs);
        }
        var bias = options.Operations == OperationSet.Enas && kind == "normal" ? ForConvolutions : null;
        var pick = new Pick("operation", CellOperations.Of(options.Operations).Count, bias);
        yield return pick;
        yield return pick;
        yield return new Joined();
    }
}
