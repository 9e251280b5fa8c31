using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>Dropout [Srivastava2014], scaled in training so that nothing is left to do afterwards.</summary>
/// <param name="Rate">Probability that a number is dropped, in [0, 1).</param>
public sealed record Dropout(double Rate) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"dropout {Rate:0.###}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Regularization;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Rate is >= 0 and < 1 ? inputs[0]
        : throw new ShapeException($"rate is {Rate}; a number from 0 up to but not including 1 is expected.");

    /// <summary>The mask comes from the trial's own generator: torch's dropout would draw from one that all trials of the process share.</summary>
    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        if (!state.Training || Rate == 0) return inputs[0];
        var mask = empty_like(inputs[0]).bernoulli_(1 - Rate, state.Generator).Times(1 / (1 - Rate));
        return inputs[0] * mask;
    }

    internal override string Emit(OnnxNode node) => node.Inputs[0];
}
