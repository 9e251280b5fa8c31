using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Fabric;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Architectures.Recurrent;

namespace AutoMLStudio.Neural.Tests.Architectures;

/// <summary>Every operation, on small inputs of odd and even sizes: what the tests of all operations run over. A new operation adds a line.</summary>
internal static class OperationSamples
{
    private static readonly int[] Image = [4, 9, 8];
    private static readonly int[] Row = [4, 1, 9];
    private static readonly int[] Signal = [4, 7];
    private static readonly int[] Vector = [6];

    private static readonly RecurrentNode[] Cell =
    [
        new(CellFunction.Relu, 0), new(CellFunction.Tanh, 1), new(CellFunction.Sigmoid, 1), new(CellFunction.Identity, 2),
    ];

    /// <summary>Operations of one input and the shapes that they are tried on.</summary>
    public static IReadOnlyList<(Operation Operation, int[] Input)> Single { get; } =
    [
        .. Enum.GetValues<Activation>().Select(a => ((Operation)new Activate(a), Vector)),
        .. from form in Enum.GetValues<WindowForm>()
           from operation in (Operation[])[
               new Conv2d(6, 3, 2, 1, Form: form), new Conv2d(8, 5, 1, 4, 4, Bias: false, Dilation: 2, form), new Conv2d(5, 1, 2, Form: form),
               new MaxPool(3, 2, 1, form), new AveragePool(3, 2, 1, form), new Shift(form), new Zero(2, form)]
           select (operation, Image),
        .. from input in (int[][])[Image, Row, [4, 8, 8], [4, 2, 2]]
           from operation in Blocks(2)
           select (operation, input),
        .. Blocks(1).Select(b => (b, Image)),
        (new BatchNorm(0.3, 1e-3), Image), (new BatchNorm(Affine: false), Vector), (new BatchNorm(), Signal), (new Dropout(0.5), Vector),
        (new DropPath(0.4), Image), (new DropPath(0.4), Vector), (new Embedding(11, 5), [9]), (new Flatten(), Image), (new GlobalAveragePool(), Image),
        (new GlobalAveragePool(), Signal), (new Identity(), Signal), (new LastPlace(), Signal), (new LayerNorm(), Vector), (new LayerNorm(1e-3), Signal),
        (new Linear(5), Vector), (new Linear(5), Signal), (new Linear(5, Bias: false), Signal), (new Lstm(5), Signal), (new Gru(5), Signal),
        (new Normalize([1, 2, 3, 4], [1, 3, 2, 1]), Image), (new Normalize([1, 2, 3, 4], [1, 3, 2, 1]), Signal),
        (new RecurrentCell(5, Cell, [1, 3, 4]), Signal),
        (new RecurrentSupercell(5, 3, CellOutput.All, WithNone: true, EdgeWeights: false, Norm: true), Signal),
        (new RecurrentSupercell(5, 3, CellOutput.LooseEnds, WithNone: false, EdgeWeights: true, Norm: false), Signal),
        (new RecurrentCell(5, Cell, [4]), Signal), (new RowsToSignal(), Image), (new SignalToImage(), Signal), (new Softmax(), Vector),
        (new Softmax(), Signal), (new Zero(), Vector), (new Mixture([new ReluConvNorm(4, 3), new MaxPool(3, 1, 1), new Identity(), new Zero()]), Image),
        (new Mixture([new Linear(4)]), Vector),
        (new DenseLayer(5, Activation.Tanh), Vector),
        (new UpConv2d(6, 18, 15), Image), (new UpConv2d(6, 17, 16), Image), (new UpConv2d(6, 1, 18), Row),
        (new FabricNode(6, 5, 4), Image), (new FabricNode(6, 9, 8), Image), (new FabricNode(6, 18, 16), Image), (new FabricNode(6, 1, 5), Row),
    ];

    /// <summary>Operations of two inputs, each with the one that makes its second input of the first.</summary>
    public static IReadOnlyList<(Operation Operation, Operation Second, int[] Input)> Double { get; } =
    [
        (new Add(), new Activate(Activation.Tanh), Image), (new Concat(), new Conv2d(3, 1), Image), (new Concat(), new Linear(3), Vector),
        (new Concat(), new Lstm(3), Signal), (new Multiply(), new GlobalAveragePool(), Image), (new Beside(3), new Conv2d(3, 1), Image),
        (new MixedCell(OperationSet.Darts, 2, 4, 2, WithNone: true), new Activate(Activation.Tanh), Image),
        (new MixedCell(OperationSet.Enas, 2, 4, TwoSided: true, OnlyUnused: true, Affine: true), new Activate(Activation.Tanh), Row),
        (new MixedCell(OperationSet.Dense, 1, 6), new Activate(Activation.Tanh), Vector),
    ];

    private static Operation[] Blocks(int stride) =>
    [
        new AuxiliaryHead(3), new ConvNorm(6, 3, stride, Activation.HardSwish), new ConvNorm(6, 1), new DilatedConv(6, 3, stride),
        new DilatedConv(4, 5, stride, Affine: false), new FactorizedConv(4, 7, stride), new FactorizedConv(8, 3, stride, Bottleneck: 4),
        new FactorizedReduce(5), new PoolNorm(true, 3, stride),
        new PoolNorm(false, 3, stride), new ReluConvNorm(6, 3, stride), new SeparableConv(4, 7, stride), new SeparableConv(6, 5, stride, Affine: false),
        new SqueezeExcite(2), new SqueezeExcite(2, Activation.Silu, Activation.HardSigmoid), new InvertedBottleneck(4, 3, stride, 3, 0.25),
        new InvertedBottleneck(6, 5, stride, 1, Function: Activation.HardSwish), new ResidualBlock(6, stride), new SeparableNorm(6, 3),
    ];
}
