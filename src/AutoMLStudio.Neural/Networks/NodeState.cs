using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Networks;

/// <summary>What an operation needs beside its inputs.</summary>
/// <param name="Weights">Its weights in the order of <see cref="Architectures.Operation.Weights"/>.</param>
/// <param name="Training">True in training: batch statistics and dropout.</param>
/// <param name="Generator">Source of all randomness in training.</param>
/// <param name="Share">Share of this batch in the running statistics while they are collected anew, outside training; null otherwise.</param>
internal readonly record struct NodeState(IReadOnlyList<Tensor> Weights, bool Training, Generator? Generator, double? Share = null);
