using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>Copies the weights of a path through three cells of the set enas into the network of its architecture.</summary>
internal static class CellWeights
{
    public static void Copy(Network supernet, Network network, CellGenotype genotype)
    {
        using var frozen = no_grad();
        var shared = RawWeights.Of(supernet);
        CellPlan PlanOf(int cell) => cell == 1 ? genotype.Normal : genotype.Reduce!;
        foreach (var ((node, name), weight) in RawWeights.Of(network))
        {
            var cell = node.StartsWith("cell", StringComparison.Ordinal) ? node[4] - '0' : 4;
            // What a node reads: the cell before, or for a cell's first input the one before that.
            var producer = node.EndsWith(".in0", StringComparison.Ordinal) ? cell - 2 : cell - 1;
            if (node.Contains(".n", StringComparison.Ordinal)) weight.copy_(shared[($"cell{cell}", $"{Edge(node, PlanOf(cell))}.{name}")]);
            else if (IsReader(node) && name.EndsWith("weight", StringComparison.Ordinal) && producer > 0)
                weight.copy_(Read(shared[(node, name)], PlanOf(producer)));
            else weight.copy_(shared[(node, name)]);
        }
    }

    private static bool IsReader(string node) => node == "head" || node.Contains(".in", StringComparison.Ordinal);

    /// <summary>The candidate's part of the mixed cell: by node, side, state and candidate.</summary>
    private static string Edge(string node, CellPlan plan)
    {
        var (number, side) = (node[^2] - '0', node[^1] - 'a');
        var edge = plan.Edges[2 * (number - 1) + side];
        var candidate = CellOperations.Of(OperationSet.Enas).ToList().IndexOf(edge.Operation);
        return $"n{number}{node[^1]}s{edge.From}c{candidate}";
    }

    /// <summary>Of what reads all nodes the part that reads those no other takes.</summary>
    private static Tensor Read(Tensor weight, CellPlan plan)
    {
        var nodes = tensor([.. plan.Output.Select(o => (long)o - 2)]);
        return weight.view(weight.shape[0], plan.Nodes, -1).index_select(1, nodes).flatten(1);
    }
}
