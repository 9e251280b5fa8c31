using System.Text.Json.Serialization;
using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Fabric;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>
/// What a node of a network does: its parameters as plain data, and everything that the studio has to know of it. A new operation is one file and one
/// line here; shape inference, costs, training, drawing and export pick it up from there.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(Activate), "activate")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(AuxiliaryHead), "auxiliary_head")]
[JsonDerivedType(typeof(AveragePool), "average_pool")]
[JsonDerivedType(typeof(BatchNorm), "batch_norm")]
[JsonDerivedType(typeof(Beside), "beside")]
[JsonDerivedType(typeof(Concat), "concat")]
[JsonDerivedType(typeof(Conv2d), "conv2d")]
[JsonDerivedType(typeof(ConvNorm), "conv_norm")]
[JsonDerivedType(typeof(DenseLayer), "dense_layer")]
[JsonDerivedType(typeof(DilatedConv), "dilated_conv")]
[JsonDerivedType(typeof(DropPath), "drop_path")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(Embedding), "embedding")]
[JsonDerivedType(typeof(FabricNode), "fabric_node")]
[JsonDerivedType(typeof(FactorizedConv), "factorized_conv")]
[JsonDerivedType(typeof(FactorizedReduce), "factorized_reduce")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(GlobalAveragePool), "global_average_pool")]
[JsonDerivedType(typeof(Gru), "gru")]
[JsonDerivedType(typeof(Identity), "identity")]
[JsonDerivedType(typeof(InvertedBottleneck), "inverted_bottleneck")]
[JsonDerivedType(typeof(LastPlace), "last_place")]
[JsonDerivedType(typeof(LayerNorm), "layer_norm")]
[JsonDerivedType(typeof(Linear), "linear")]
[JsonDerivedType(typeof(Lstm), "lstm")]
[JsonDerivedType(typeof(MaxPool), "max_pool")]
[JsonDerivedType(typeof(MixedCell), "mixed_cell")]
[JsonDerivedType(typeof(Mixture), "mixture")]
[JsonDerivedType(typeof(Multiply), "multiply")]
[JsonDerivedType(typeof(Normalize), "normalize")]
[JsonDerivedType(typeof(PoolNorm), "pool_norm")]
[JsonDerivedType(typeof(RecurrentCell), "recurrent_cell")]
[JsonDerivedType(typeof(RecurrentSupercell), "recurrent_supercell")]
[JsonDerivedType(typeof(ReluConvNorm), "relu_conv_norm")]
[JsonDerivedType(typeof(ResidualBlock), "residual_block")]
[JsonDerivedType(typeof(RowsToSignal), "rows_to_signal")]
[JsonDerivedType(typeof(SeparableConv), "separable_conv")]
[JsonDerivedType(typeof(SeparableNorm), "separable_norm")]
[JsonDerivedType(typeof(Shift), "shift")]
[JsonDerivedType(typeof(SignalToImage), "signal_to_image")]
[JsonDerivedType(typeof(Softmax), "softmax")]
[JsonDerivedType(typeof(SqueezeExcite), "squeeze_excite")]
[JsonDerivedType(typeof(UpConv2d), "up_conv2d")]
[JsonDerivedType(typeof(Zero), "zero")]
public abstract record Operation
{
    private protected Operation() { }

    /// <summary>What a drawing writes on the node, for example <c>conv 3×3, 32</c>.</summary>
    public abstract string Label { get; }

    /// <summary>What kind of operation it is.</summary>
    public abstract OperationFamily Family { get; }

    /// <summary>Fewest inputs.</summary>
    public virtual int MinimumInputs => 1;

    /// <summary>Most inputs.</summary>
    public virtual int MaximumInputs => 1;

    /// <summary>True when the order of the inputs makes no difference but that of the channels.</summary>
    public virtual bool IsSymmetric => false;

    /// <summary>True for a second end of a network that only training sees.</summary>
    public virtual bool IsAuxiliary => false;

    /// <summary>Shape of the output.</summary>
    /// <exception cref="ShapeException">The parameters or the inputs make no sense; the message says what would.</exception>
    public abstract TensorShape Infer(IReadOnlyList<TensorShape> inputs);

    /// <summary>The weights that the operation keeps for inputs of these shapes.</summary>
    public virtual IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) => [];

    /// <summary>Multiplications with an addition for one example. As is usual, convolutions and linear layers count, all else is 0.</summary>
    public virtual long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) => 0;

    /// <summary>Numbers that the operation gives for one example, in between and at last.</summary>
    public virtual long Activations(IReadOnlyList<TensorShape> inputs, TensorShape output) => output.Elements;

    /// <summary>What the operation takes for inputs of these shapes.</summary>
    public OperationCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        new(Weights(inputs).Where(w => w.Trained).Sum(w => w.Shape.Elements), MultiplyAdds(inputs, output), Activations(inputs, output));

    /// <summary>Runs the operation on batches.</summary>
    internal abstract Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state);

    /// <summary>Writes the operation as ONNX nodes and returns the name of the value that it gives.</summary>
    internal abstract string Emit(OnnxNode node);
}

/// <summary>An operation cannot work on what it is given.</summary>
public sealed class ShapeException(string message) : Exception(message);
