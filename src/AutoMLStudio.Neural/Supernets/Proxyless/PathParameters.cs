using AutoMLStudio.Core.Numerics;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>
/// The architecture parameters, one a candidate, and the Adam that changes them: with betas (0, 0.999), as published, so that what was not drawn
/// stays. Small, and kept on the processor whatever the network is on.
/// </summary>
internal sealed class PathParameters : IDisposable
{
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private const double Spread = 1e-3;

    private readonly int[] _starts;
    private readonly Tensor _alphas;
    private readonly Tensor _squares;
    private readonly Tensor _steps;

    /// <summary>Parameters near 0 for slots of these numbers of candidates.</summary>
    public PathParameters(IReadOnlyList<Slot> slots, Rng rng)
    {
        _starts = new int[slots.Count + 1];
        for (var i = 0; i < slots.Count; i++) _starts[i + 1] = _starts[i] + slots[i].Candidates.Count;
        using var scope = NewDisposeScope();
        _alphas = tensor([.. Enumerable.Range(0, _starts[^1]).Select(_ => (float)(Spread * rng.NextGaussian()))]).DetachFromDisposeScope();
        _squares = zeros(_starts[^1]).DetachFromDisposeScope();
        _steps = zeros(1).DetachFromDisposeScope();
    }

    /// <summary>What a checkpoint holds.</summary>
    public IReadOnlyList<Tensor> State => [_alphas, _squares, _steps];

    /// <summary>The parameters of a slot.</summary>
    public double[] Of(int slot)
    {
        var values = _alphas.data<float>();
        return [.. Enumerable.Range(_starts[slot], _starts[slot + 1] - _starts[slot]).Select(i => (double)values[i])];
    }

    /// <summary>The parameters of some candidates of a slot.</summary>
    public double[] Of(int slot, IReadOnlyList<int> candidates)
    {
        var values = _alphas.data<float>();
        return [.. candidates.Select(c => (double)values[_starts[slot] + c])];
    }

    /// <summary>For each slot the probabilities that its candidates are drawn with.</summary>
    public IReadOnlyList<double[]> Probabilities() => [.. Enumerable.Range(0, _starts.Length - 1).Select(slot => Gates.Softmax(Of(slot)))];

    /// <summary>One step of Adam [Kingma2015].</summary>
    /// <param name="gradients">For each slot one number a candidate; 0 leaves the parameter as it is.</param>
    /// <param name="rate">Step size.</param>
    public void Step(IReadOnlyList<double[]> gradients, double rate)
    {
        var (alphas, squares, steps) = (_alphas.data<float>(), _squares.data<float>(), _steps.data<float>());
        steps[0]++;
        var correction = 1 - Math.Pow(Beta2, steps[0]);
        for (var slot = 0; slot < gradients.Count; slot++)
            for (var c = 0; c < gradients[slot].Length; c++)
            {
                var (i, gradient) = (_starts[slot] + c, gradients[slot][c]);
                squares[i] = (float)(Beta2 * squares[i] + (1 - Beta2) * gradient * gradient);
                if (gradient != 0) alphas[i] -= (float)(rate * gradient / (Math.Sqrt(squares[i] / correction) + Epsilon));
            }
    }

    /// <summary>Takes as much off some candidates' parameters as keeps the sum of their exponentials at what it was.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="candidates">Its candidates that a step has changed.</param>
    /// <param name="before">Their parameters before it.</param>
    public void Rescale(int slot, IReadOnlyList<int> candidates, double[] before)
    {
        var (values, offset) = (_alphas.data<float>(), Gates.Offset(before, Of(slot, candidates)));
        foreach (var c in candidates) values[_starts[slot] + c] -= (float)offset;
    }

    public void Dispose()
    {
        foreach (var tensor in State) tensor.Dispose();
    }
}
