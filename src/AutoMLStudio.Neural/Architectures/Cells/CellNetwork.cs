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
    /// <summary>The network.</summary>
    /// <exception cref="GraphException">The genotype or the data do not fit.</exception>
    public static NetworkGraph Build(CellGenotype genotype, CellStack stack, NetworkTask task) =>
        Build(stack, task, genotype.Reduce is null, affine: true, (graph, place) => new Cell(graph, place, genotype, stack.DropPath).Add());

    /// <summary>The network of cells that are added one by one.</summary>
    /// <param name="stack">How they are stacked.</param>
    /// <param name="task">What it is for.</param>
    /// <param name="isDense">Whether its data are rows.</param>
    /// <param name="affine">Whether the batch norms before cells scale and shift.</param>
    /// <param name="add">Adds a cell and gives the node of its output.</param>
    internal static NetworkGraph Build(CellStack stack, NetworkTask task, bool isDense, bool affine, Func<GraphBuilder, CellPlace, string> add)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var x = isDense ? TaskEntry.Row(graph, task) : TaskEntry.Image(graph, task, stack.Channels);
        var width = stack.StemMultiplier * stack.Channels;
        x = graph.Add("stem", isDense ? new DenseLayer(stack.Channels, Activation.Relu) : new ConvNorm(width, 3), x);
        var (before, last, channels, reducedBefore) = (x, x, stack.Channels, false);
        for (var i = 0; i < stack.Cells; i++)
        {
            var isReduction = !isDense && (i == stack.Cells / 3 || i == 2 * stack.Cells / 3);
            if (isReduction) channels *= 2;
            Operation Fit(bool reduces) => isDense ? new DenseLayer(channels, Activation.Relu, affine)
                : reduces ? new FactorizedReduce(channels, affine) : new ReluConvNorm(channels, 1, Affine: affine);
            var id = $"cell{i + 1}";
            var place = new CellPlace(
                id, channels, isReduction, graph.Add($"{id}.in0", Fit(reducedBefore), before), graph.Add($"{id}.in1", Fit(reduces: false), last));
            (before, last, reducedBefore) = (last, add(graph, place), isReduction);
            if (stack.Auxiliary && !isDense && i == 2 * stack.Cells / 3) graph.Add("auxiliary", new AuxiliaryHead(task.Output.Size), last);
        }
        return TaskEntry.End(graph, task, last);
    }

    private sealed record Cell(GraphBuilder Graph, CellPlace Place, CellGenotype Genotype, double DropPath)
    {
        private CellPlan Plan => Place.IsReduction ? Genotype.Reduce! : Genotype.Normal;

        public string Add()
        {
            List<string> states = [Place.Input0, Place.Input1];
            for (var node = 0; node < Plan.Nodes; node++)
            {
                var (first, second) = (Plan.Edges[2 * node], Plan.Edges[2 * node + 1]);
                var ends = (string[])[Edge(states, first, $"{Place.Id}.n{node + 1}a"), Edge(states, second, $"{Place.Id}.n{node + 1}b")];
                states.Add(Graph.Add($"{Place.Id}.n{node + 1}", new Add(), ends));
            }
            return Plan.Output.Count == 1 ? states[Plan.Output[0]] : Graph.Add($"{Place.Id}.out", new Concat(), [.. Plan.Output.Select(o => states[o])]);
        }

        private string Edge(List<string> states, CellEdge edge, string id)
        {
            var (from, stride) = (states[edge.From], edge.From < 2 && Place.IsReduction ? 2 : 1);
            var form = Graph.ShapeOf(from).IsImage ? Window.FormOver(Graph.ShapeOf(from)) : WindowForm.Square;
            var operation = CellOperations.Make(edge.Operation, new(Place.Channels, stride, form));
            var x = Graph.Add(id, operation, from);
            // Identities are never dropped.
            return DropPath > 0 && operation is not Identity ? Graph.Add($"{id}.drop", new DropPath(DropPath), x) : x;
        }
    }
}

/// <summary>Where a cell stands in a network.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Channels">Channels of its states.</param>
/// <param name="IsReduction">Whether it halves the image.</param>
/// <param name="Input0">The node that gives what the last cell but one gave, with the cell's channels.</param>
/// <param name="Input1">The same of the last cell.</param>
internal sealed record CellPlace(string Id, int Channels, bool IsReduction, string Input0, string Input1);
