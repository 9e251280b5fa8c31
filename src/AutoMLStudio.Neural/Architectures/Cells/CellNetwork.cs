using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>How cells are stacked.</summary>
/// <param name="Channels">Channels of the first cells.</param>
/// <param name="Cells">Number of cells.</param>
/// <param name="DropPath">Rate of drop path at the end of training.</param>
/// <param name="Auxiliary">Whether there is an auxiliary head.</param>
/// <param name="StemMultiplier">Channels of the stem as a multiple of those of the first cells.</param>
public sealed record CellStack(int Channels, int Cells, double DropPath = 0, bool Auxiliary = false, int StemMultiplier = 3);

/// <summary>
/// From a genotype to its network, as [Liu2019] build it for CIFAR-10 after [Zoph2018]: stem, cells, those at one and two thirds reductions with twice
/// the channels, mean of each channel, linear. Every cell takes what the last two gave, brought to its channels by a 1×1 convolution.
/// </summary>
/// <remarks>Over rows the same with fully connected layers and without reductions; what no node takes is left out.</remarks>
public static class CellNetwork
{
    private const string Input0 = "in0";
    private const string Input1 = "in1";

    /// <summary>The network.</summary>
    /// <exception cref="GraphException">The genotype or the data do not fit.</exception>
    public static NetworkGraph Build(CellGenotype genotype, CellStack stack, NetworkTask task)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var isDense = genotype.Reduce is null;
        var x = isDense ? TaskEntry.Row(graph, task) : TaskEntry.Image(graph, task, stack.Channels);
        var width = stack.StemMultiplier * stack.Channels;
        x = graph.Add("stem", isDense ? new DenseLayer(stack.Channels, Activation.Relu) : new ConvNorm(width, 3), x);
        var (before, last, channels, reducedBefore) = (x, x, stack.Channels, false);
        for (var i = 0; i < stack.Cells; i++)
        {
            var isReduction = !isDense && (i == stack.Cells / 3 || i == 2 * stack.Cells / 3);
            if (isReduction) channels *= 2;
            var (plan, stride) = isReduction ? (genotype.Reduce!, 2) : (genotype.Normal, 1);
            var cell = new Cell(graph, $"cell{i + 1}", channels, plan, stride, stack.DropPath);
            (before, last, reducedBefore) = (last, cell.Add(before, last, reducedBefore, isDense), isReduction);
            if (stack.Auxiliary && !isDense && i == 2 * stack.Cells / 3) graph.Add("auxiliary", new AuxiliaryHead(task.Output.Size), last);
        }
        return TaskEntry.End(graph, task, last);
    }

    private sealed record Cell(GraphBuilder Graph, string Id, int Channels, CellPlan Plan, int Stride, double DropPath)
    {
        public string Add(string before, string last, bool reducedBefore, bool isDense)
        {
            Operation Fit(bool reduces) => isDense ? new DenseLayer(Channels, Activation.Relu)
                : reduces ? new FactorizedReduce(Channels) : new ReluConvNorm(Channels, 1);
            List<string> states =
            [
                Graph.Add($"{Id}.{Input0}", Fit(reducedBefore), before), Graph.Add($"{Id}.{Input1}", Fit(reduces: false), last),
            ];
            for (var node = 0; node < Plan.Nodes; node++)
            {
                var (first, second) = (Plan.Edges[2 * node], Plan.Edges[2 * node + 1]);
                var ends = (string[])[Edge(states, first, $"{Id}.n{node + 1}a"), Edge(states, second, $"{Id}.n{node + 1}b")];
                states.Add(Graph.Add($"{Id}.n{node + 1}", new Add(), ends));
            }
            return Plan.Output.Count == 1 ? states[Plan.Output[0]] : Graph.Add($"{Id}.out", new Concat(), [.. Plan.Output.Select(o => states[o])]);
        }

        private string Edge(List<string> states, CellEdge edge, string id)
        {
            var (from, stride) = (states[edge.From], edge.From < 2 ? Stride : 1);
            var form = Graph.ShapeOf(from).IsImage ? Window.FormOver(Graph.ShapeOf(from)) : WindowForm.Square;
            var operation = CellOperations.Make(edge.Operation, new(Channels, stride, form));
            var x = Graph.Add(id, operation, from);
            // Identities are never dropped.
            return DropPath > 0 && operation is not Identity ? Graph.Add($"{id}.drop", new DropPath(DropPath), x) : x;
        }
    }
}
