using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Mobile;

/// <summary>What is around the blocks of a mobile network.</summary>
/// <param name="Stem">Channels of the first convolution.</param>
/// <param name="Head">Channels of the last convolution.</param>
/// <param name="Function">Activation.</param>
/// <param name="Momentum">Of the batch norms.</param>
/// <param name="Epsilon">Of the batch norms.</param>
public sealed record MobileFrame(int Stem, int Head, Activation Function = Activation.Relu6, double Momentum = 0.1, double Epsilon = 1e-5);

/// <summary>
/// From rows of blocks to their network ([Sandler2018], Table 2): a 3×3 convolution with step 2, the blocks, a 1×1 convolution, mean of each channel,
/// linear.
/// </summary>
/// <remarks>
/// Images are halved until their smaller side would fall below 4 (224×224: five times, to 7×7). Of smaller images the first steps of 2 are left out,
/// so that the many channels of the last blocks see an image still.
/// </remarks>
public static class MobileNetwork
{
    private const int SmallestMap = 4;

    /// <summary>Id of the node of a block.</summary>
    /// <param name="row">Number of its row, from 1.</param>
    /// <param name="repeat">Its number in the row, from 1.</param>
    internal static string NodeOf(int row, int repeat) => $"block{row}.{repeat}";

    /// <summary>The network.</summary>
    /// <exception cref="GraphException">The data are no images, signals or texts, or a row does not take what the one before gives.</exception>
    public static NetworkGraph Build(IReadOnlyList<MobileBlock> blocks, MobileFrame frame, NetworkTask task)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var x = TaskEntry.Image(graph, task, frame.Stem);
        var surplus = 1 + blocks.Count(b => b.Stride == 2) - TaskEntry.Halvings(graph.ShapeOf(x), SmallestMap);
        int Step(int stride) => stride == 2 && surplus-- > 0 ? 1 : stride;
        x = graph.Add("stem", new ConvNorm(frame.Stem, 3, Step(2), frame.Function, frame.Momentum, frame.Epsilon), x);
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (graph.ShapeOf(x).Channels != block.Input)
                throw new GraphException([$"Block '{block.ToText()}' takes {block.Input} channels and is given {graph.ShapeOf(x).Channels}."]);
            for (var r = 0; r < block.Repeats; r++)
            {
                var stride = r == 0 ? Step(block.Stride) : 1;
                x = graph.Add(NodeOf(i + 1, r + 1), new InvertedBottleneck(block.Output, block.Kernel, stride, block.Expansion, block.Squeeze,
                    frame.Function, block.Skip, frame.Momentum, frame.Epsilon), x);
            }
        }
        x = graph.Add("head.conv", new ConvNorm(frame.Head, 1, 1, frame.Function, frame.Momentum, frame.Epsilon), x);
        return TaskEntry.End(graph, task, x);
    }
}
