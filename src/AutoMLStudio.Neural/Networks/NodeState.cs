using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Networks;

/// <summary>What an operation needs beside its inputs.</summary>
/// <param name="Weights">Its weights in the order of <see cref="Operation.Weights"/>.</param>
/// <param name="Training">True in training: batch statistics and dropout.</param>
/// <param name="Generator">Source of all randomness in training.</param>
/// <param name="Progress">How much of the training is done, from 0 to 1.</param>
/// <param name="Share">Share of this batch in the running statistics while they are collected anew, outside training; null otherwise.</param>
/// <param name="Precision">Precision of convolutions and linear layers where it is not that of the weights, float32; null otherwise.</param>
/// <param name="Routes">What takes part of each slot that the node reads; null where nothing is chosen and all takes part.</param>
internal readonly record struct NodeState(
    IReadOnlyList<Tensor> Weights, bool Training, Generator? Generator, double Progress = 1, double? Share = null, ScalarType? Precision = null,
    IReadOnlyList<IReadOnlyList<Route>>? Routes = null)
{
    /// <summary>
    /// Runs an operation with this state. As [Micikevicius2018] (§3.1): convolutions and linear layers work on copies in the lower precision, weights
    /// and all else that keeps numbers stay in float32. With bfloat16, whose exponents are those of float32, no loss needs to be scaled.
    /// </summary>
    public Tensor Run(Operation operation, IReadOnlyList<Tensor> inputs)
    {
        if (Precision is not { } low || operation is Block) return operation.Forward(inputs, this);
        if (operation is Conv2d or Linear)
            return operation.Forward([.. inputs.Select(x => x.to(low))], this with { Weights = [.. Weights.Select(w => w.to(low))] });
        return operation.Forward(Weights.Count > 0 ? [.. inputs.Select(x => x.to(ScalarType.Float32))] : inputs, this);
    }
}
