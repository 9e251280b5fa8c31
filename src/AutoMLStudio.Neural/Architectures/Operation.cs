using System.Text.Json.Serialization;
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
[JsonDerivedType(typeof(AveragePool), "average_pool")]
[JsonDerivedType(typeof(BatchNorm), "batch_norm")]
[JsonDerivedType(typeof(Concat), "concat")]
[JsonDerivedType(typeof(Conv2d), "conv2d")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(GlobalAveragePool), "global_average_pool")]
[JsonDerivedType(typeof(Linear), "linear")]
[JsonDerivedType(typeof(MaxPool), "max_pool")]
[JsonDerivedType(typeof(Normalize), "normalize")]
[JsonDerivedType(typeof(Softmax), "softmax")]
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

    /// <summary>Shape of the output.</summary>
    /// <exception cref="ShapeException">The parameters or the inputs make no sense; the message says what would.</exception>
    public abstract TensorShape Infer(IReadOnlyList<TensorShape> inputs);

    /// <summary>The weights that the operation keeps for inputs of these shapes.</summary>
    public virtual IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) => [];

    /// <summary>Multiplications with an addition for one example. As is usual, convolutions and linear layers count, all else is 0.</summary>
    public virtual long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) => 0;

    /// <summary>What the operation takes for inputs of these shapes.</summary>
    public OperationCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        new(Weights(inputs).Where(w => w.Trained).Sum(w => w.Shape.Elements), MultiplyAdds(inputs, output), output.Elements);

    /// <summary>Runs the operation on batches.</summary>
    internal abstract Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state);

    /// <summary>Writes the operation as ONNX nodes and returns the name of the value that it gives.</summary>
    internal abstract string Emit(OnnxNode node);
}

/// <summary>An operation cannot work on what it is given.</summary>
public sealed class ShapeException(string message) : Exception(message);
