using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>The operation sets of the cell spaces, named after the searches that published them.</summary>
public enum OperationSet
{
    /// <summary>[Liu2019]: separable and dilated convolutions, pools, identity; two different states a node, all nodes in the output.</summary>
    Darts,
    /// <summary>[Zoph2018]: thirteen operations; unused nodes in the output.</summary>
    Nasnet,
    /// <summary>[Real2019]: eight operations; unused nodes in the output.</summary>
    Amoebanet,
    /// <summary>[Pham2018]: separable convolutions 3×3 and 5×5, pools, identity; unused nodes in the output.</summary>
    Enas,
    /// <summary>For rows of a table: fully connected layers with different activations, identity; all nodes in the output.</summary>
    Dense,
}

/// <summary>The operations on a cell's edges by their published names.</summary>
public static class CellOperations
{
    /// <summary>Name of the operation that is none: an edge that is left out.</summary>
    public const string None = "none";

    /// <summary>Name of the operation that hands on its input.</summary>
    public const string Skip = "skip_connect";

    private static readonly Dictionary<string, Func<Edge, Operation>> Makers = new(StringComparer.Ordinal)
    {
        [None] = e => new Zero(e.Stride, e.Form),
        [Skip] = e => e.Stride == 1 ? new Identity() : new FactorizedReduce(e.Channels, e.Affine),
        ["max_pool_3x3"] = e => Pool(e, isMax: true, 3),
        ["max_pool_5x5"] = e => Pool(e, isMax: true, 5),
        ["max_pool_7x7"] = e => Pool(e, isMax: true, 7),
        ["avg_pool_3x3"] = e => Pool(e, isMax: false, 3),
        ["sep_conv_3x3"] = e => new SeparableConv(e.Channels, 3, e.Stride, e.Affine),
        ["sep_conv_5x5"] = e => new SeparableConv(e.Channels, 5, e.Stride, e.Affine),
        ["sep_conv_7x7"] = e => new SeparableConv(e.Channels, 7, e.Stride, e.Affine),
        ["dil_conv_3x3"] = e => new DilatedConv(e.Channels, 3, e.Stride, e.Affine),
        ["dil_conv_5x5"] = e => new DilatedConv(e.Channels, 5, e.Stride, e.Affine),
        ["conv_1x1"] = e => new ReluConvNorm(e.Channels, 1, e.Stride, e.Affine),
        ["conv_3x3"] = e => new ReluConvNorm(e.Channels, 3, e.Stride, e.Affine),
        ["conv_3x1_1x3"] = e => new FactorizedConv(e.Channels, 3, e.Stride, e.Affine),
        ["conv_7x1_1x7"] = e => new FactorizedConv(e.Channels, 7, e.Stride, e.Affine),
        ["bottleneck_7x1_1x7"] = e => new FactorizedConv(e.Channels, 7, e.Stride, e.Affine, Bottleneck: 4),
        ["dense_relu"] = e => new DenseLayer(e.Channels, Activation.Relu, e.Affine),
        ["dense_silu"] = e => new DenseLayer(e.Channels, Activation.Silu, e.Affine),
        ["dense_gelu"] = e => new DenseLayer(e.Channels, Activation.Gelu, e.Affine),
        ["dense_tanh"] = e => new DenseLayer(e.Channels, Activation.Tanh, e.Affine),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Names => Makers.Keys;

    /// <summary>The names of a set, in the order of its source.</summary>
    public static IReadOnlyList<string> Of(OperationSet set) => set switch
    {
        OperationSet.Darts => ["max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"],
        OperationSet.Nasnet =>
        [
            "skip_connect", "conv_3x1_1x3", "conv_7x1_1x7", "dil_conv_3x3", "avg_pool_3x3", "max_pool_3x3", "max_pool_5x5", "max_pool_7x7", "conv_1x1",
            "conv_3x3", "sep_conv_3x3", "sep_conv_5x5", "sep_conv_7x7",
        ],
        OperationSet.Amoebanet =>
        [
            "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "sep_conv_7x7", "avg_pool_3x3", "max_pool_3x3", "dil_conv_3x3",
            "bottleneck_7x1_1x7",
        ],
        OperationSet.Enas => ["sep_conv_3x3", "sep_conv_5x5", "avg_pool_3x3", "max_pool_3x3", "skip_connect"],
        _ => ["skip_connect", "dense_relu", "dense_silu", "dense_gelu", "dense_tanh"],
    };

    /// <summary>The operation of a name for an edge.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="edge">Where it stands.</param>
    /// <exception cref="GraphException">There is no operation of this name.</exception>
    public static Operation Make(string name, Edge edge) => Makers.TryGetValue(name, out var make) ? make(edge)
        : throw new GraphException([$"'{name}' is no operation of cells: one of {string.Join(", ", Names)} is expected."]);

    private static Operation Pool(Edge e, bool isMax, int kernel) => !e.Affine ? new PoolNorm(isMax, kernel, e.Stride)
        : isMax ? new MaxPool(kernel, e.Stride, kernel / 2, e.Form) : new AveragePool(kernel, e.Stride, kernel / 2, e.Form);

    /// <summary>Where an operation stands.</summary>
    /// <param name="Channels">Channels in and out.</param>
    /// <param name="Stride">1, or 2 to halve the image.</param>
    /// <param name="Form">Form of windows: rows over signals.</param>
    /// <param name="Affine">False in a network under search: norms do not scale, and pools have one behind them [Liu2019].</param>
    public readonly record struct Edge(int Channels, int Stride = 1, WindowForm Form = WindowForm.Square, bool Affine = true);
}
