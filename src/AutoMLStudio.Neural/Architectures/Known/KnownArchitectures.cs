using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Architectures.Recurrent;

namespace AutoMLStudio.Neural.Architectures.Known;

/// <summary>A published architecture.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its usual text.</param>
/// <param name="Published">Trained numbers that are published for it.</param>
/// <param name="Shared">Numbers that our network holds twice and the publication counts once.</param>
/// <param name="Build">The network, from its text.</param>
public sealed record KnownArchitecture(string Name, string Text, double Published, long Shared, Func<NetworkGraph> Build)
{
    /// <summary>Trained numbers of its network, counted as the publication counts.</summary>
    public long Count(NetworkGraph graph) => graph.ParameterCount - Shared;
}

/// <summary>Architectures from the literature, each from its published description: what building, counting and drawing are measured on.</summary>
public static class KnownArchitectures
{
    /// <summary>[Liu2019] (Fig. 4): the cells found with first-order gradients.</summary>
    public const string DartsV1 =
        "Genotype(normal=[('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 0), ('sep_conv_3x3', 1), ('skip_connect', 0), "
        + "('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 2)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), "
        + "('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 0), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), "
        + "('avg_pool_3x3', 0)], reduce_concat=[2, 3, 4, 5])";

    /// <summary>[Liu2019] (Figs. 4 and 5): the cells found with second-order gradients.</summary>
    public const string DartsV2 =
        "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 1), "
        + "('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], normal_concat=[2, 3, 4, 5], reduce=[('max_pool_3x3', 0), "
        + "('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), "
        + "('max_pool_3x3', 1)], reduce_concat=[2, 3, 4, 5])";

    /// <summary>[Zoph2018] (Fig. 4), as its authors build it: the state before the last is in the output too, and a node that is taken already.</summary>
    public const string NasnetA =
        "Genotype(normal=[('sep_conv_5x5', 1), ('sep_conv_3x3', 0), ('sep_conv_5x5', 0), ('sep_conv_3x3', 0), ('avg_pool_3x3', 1), "
        + "('skip_connect', 0), ('avg_pool_3x3', 0), ('avg_pool_3x3', 0), ('sep_conv_3x3', 1), ('skip_connect', 1)], normal_concat=[0, 2, 3, "
        + "4, 5, 6], reduce=[('sep_conv_5x5', 1), ('sep_conv_7x7', 0), ('max_pool_3x3', 1), ('sep_conv_7x7', 0), ('avg_pool_3x3', 1), "
        + "('sep_conv_5x5', 0), ('skip_connect', 3), ('avg_pool_3x3', 2), ('sep_conv_3x3', 2), ('max_pool_3x3', 1)], reduce_concat=[3, 4, 5, "
        + "6])";

    /// <summary>[Real2019] (Fig. 5), as its authors build it; [Liu2019] write it down with fewer states in the outputs.</summary>
    public const string AmoebanetA =
        "Genotype(normal=[('avg_pool_3x3', 1), ('max_pool_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 0), ('skip_connect', 1), "
        + "('avg_pool_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_5x5', 2), ('avg_pool_3x3', 5), ('sep_conv_3x3', 1)], normal_concat=[0, 3, 4, "
        + "6], reduce=[('sep_conv_3x3', 0), ('avg_pool_3x3', 1), ('max_pool_3x3', 1), ('sep_conv_7x7', 2), ('max_pool_3x3', 0), "
        + "('max_pool_3x3', 1), ('sep_conv_3x3', 4), ('bottleneck_7x1_1x7', 1), ('avg_pool_3x3', 0), ('sep_conv_7x7', 1)], reduce_concat=[2, "
        + "3, 4, 5, 6])";

    /// <summary>[Pham2018] (Fig. 6), as [Liu2019] write it down.</summary>
    public const string EnasRecurrent =
        "Genotype(recurrent=[('tanh', 0), ('tanh', 1), ('relu', 1), ('tanh', 3), ('tanh', 3), ('relu', 3), ('relu', 4), ('relu', 7), "
        + "('relu', 8), ('relu', 8), ('relu', 8)], concat=[2, 5, 6, 9, 10, 11])";

    /// <summary>[Liu2019] (Fig. 6): the recurrent cell found with second-order gradients.</summary>
    public const string DartsRecurrent =
        "Genotype(recurrent=[('sigmoid', 0), ('relu', 1), ('relu', 1), ('identity', 1), ('tanh', 2), ('sigmoid', 5), ('tanh', 3), ('relu', "
        + "5)], concat=[1, 2, 3, 4, 5, 6, 7, 8])";

    /// <summary>[Tan2019] (Fig. 7), in the text of its authors.</summary>
    public const string MnasnetA1 =
        "r1_k3_s11_e1_i32_o16_noskip, r2_k3_s22_e6_i16_o24, r3_k5_s22_e3_i24_o40_se0.25, r4_k3_s22_e6_i40_o80, "
        + "r2_k3_s11_e6_i80_o112_se0.25, r3_k5_s22_e6_i112_o160_se0.25, r1_k3_s11_e6_i160_o320";

    /// <summary>[Sandler2018] (Table 2), in the same text.</summary>
    public const string MobilenetV2 =
        "r1_k3_s11_e1_i32_o16, r2_k3_s22_e6_i16_o24, r3_k3_s22_e6_i24_o32, r4_k3_s22_e6_i32_o64, r3_k3_s11_e6_i64_o96, "
        + "r3_k3_s22_e6_i96_o160, r1_k3_s11_e6_i160_o320";

    private const int PennTreebankWords = 10_000;

    /// <summary>All of them.</summary>
    /// <remarks>
    /// [Liu2019] print 3.3 million for both pairs of their cells: those of the second order have 3.349 as their program counts, those of the first order
    /// lack one dilated convolution a normal cell and have 3.169. [Pham2018] print 24 million for their recurrent cell; with the 748 features of their
    /// published training it has 22.0 by its description.
    /// </remarks>
    public static IReadOnlyList<KnownArchitecture> All { get; } =
    [
        Cells("DARTS, first order", DartsV1, 36, 3.169e6),
        Cells("DARTS, second order", DartsV2, 36, 3.349e6),
        Cells("NASNet-A", NasnetA, 32, 3.3e6),
        Cells("AmoebaNet-A", AmoebanetA, 36, 3.2e6),
        Recurrent("DARTS, recurrent", DartsRecurrent, 850, 23e6),
        Recurrent("ENAS, recurrent", EnasRecurrent, 748, 22.0e6),
        Mobile("MnasNet-A1", MnasnetA1, Activation.Relu, 3.9e6),
        Mobile("MobileNetV2", MobilenetV2, Activation.Relu6, 3.5e6),
    ];

    private static KnownArchitecture Cells(string name, string text, int channels, double published) => new(name, text, published, 0, () =>
        CellNetwork.Build(CellGenotype.FromText(text)!, new(channels, Cells: 20, Auxiliary: true), Images(32, 10)));

    /// <summary>The vectors of the words of Penn Treebank serve as the last layer too.</summary>
    private static KnownArchitecture Recurrent(string name, string text, int features, double published) => new(
        name, text, published, (long)PennTreebankWords * features, () => RecurrentGenotype.FromText(text)!.Build(features, new(
            new TensorShape(35), new NetworkOutput(OutputKind.Tokens, PennTreebankWords), null, Tokens: PennTreebankWords)));

    private static KnownArchitecture Mobile(string name, string text, Activation function, double published) => new(name, text, published, 0,
        () => MobileNetwork.Build(MobileBlock.FromText(text)!, new(32, 1280, function), Images(224, 1000)));

    private static NetworkTask Images(int side, int classes) => new(
        new TensorShape(3, side, side), new NetworkOutput(OutputKind.Classes, classes), new Normalize([0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]));
}
