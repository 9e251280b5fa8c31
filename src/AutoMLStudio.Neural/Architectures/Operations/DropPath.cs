using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// Drops whole examples of one path in training and scales up the others, so that nothing is left to do afterwards [Larsson2017]. The rate rises
/// from 0 at the start of a training to its full value at the end, as [Zoph2018] schedule it.
/// </summary>
/// <param name="Rate">Probability at the end of training, in [0, 1).</param>
public sealed record DropPath(double Rate) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"drop path {Rate:0.###}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Regularization;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Rate is >= 0 and < 1 ? inputs[0]
        : throw new ShapeException($"rate is {Rate}; a number from 0 up to but not including 1 is expected.");

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var (x, keep) = (inputs[0], 1 - Rate * state.Progress);
        if (!state.Training || keep >= 1) return x;
        long[] shape = [x.shape[0], .. Enumerable.Repeat(1L, (int)x.dim() - 1)];
        return x * empty(shape, device: x.device).bernoulli_(keep, state.Generator).Times(1 / keep);
    }

    internal override string Emit(OnnxNode node) => node.Inputs[0];
}
