using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>Numbers of Adam [Kingma2015], by default its own.</summary>
/// <param name="Decay">Weight decay.</param>
/// <param name="Decoupled">Whether the decay stays out of the gradient [Loshchilov2019].</param>
/// <param name="Beta1">Share of the mean gradient that stays.</param>
/// <param name="Beta2">Share of the mean square that stays.</param>
/// <param name="Epsilon">Added to the root of the mean square.</param>
internal sealed record AdamSettings(
    double Decay = 0, bool Decoupled = false, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8);

/// <summary>Changes all weights at once, as one flat tensor: a handful of calls a step however many layers there are.</summary>
internal abstract class FlatOptimizer : IDisposable
{
    private protected FlatOptimizer(Tensor weights, Tensor gradients, int states)
    {
        (Weights, Gradients) = (weights, gradients);
        State = [.. Enumerable.Range(0, states).Select(_ => zeros_like(Weights).DetachFromDisposeScope())];
    }

    /// <summary>What it remembers from step to step, each of the size of the weights.</summary>
    public IReadOnlyList<Tensor> State { get; }

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; set; }

    protected Tensor Weights { get; }

    protected Tensor Gradients { get; }

    /// <summary>The optimizer that the options name.</summary>
    public static FlatOptimizer Of(NetworkOptions options, Network network) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new Sgd(network.Parameters, network.Gradients, options.Momentum, options.WeightDecay ?? 0, options.Nesterov),
        OptimizerKind.Adam => ByAdam(network.Parameters, network.Gradients, new(options.WeightDecay ?? 0)),
        _ => ByAdam(network.Parameters, network.Gradients, new(options.WeightDecay ?? 0.01, Decoupled: true)),
    };

    /// <summary>Adam over any flat tensor, with gradients in another one of its size.</summary>
    public static FlatOptimizer ByAdam(Tensor weights, Tensor gradients, AdamSettings settings) => new Adam(weights, gradients, settings);

    /// <summary>One step along the gradients that are held.</summary>
    /// <param name="learningRate">Its size.</param>
    /// <param name="clip">Length to which longer gradients are shortened [Pascanu2013] (Algorithm 1); null for none.</param>
    public void Step(double learningRate, double? clip = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Steps++;
        if (clip is { } longest) Clip(longest);
        Update(learningRate);
    }

    public void Dispose()
    {
        foreach (var state in State) state.Dispose();
    }

    protected abstract void Update(double learningRate);

    /// <summary>All on the device: a length that the processor asked for would make it wait.</summary>
    private void Clip(double longest)
    {
        using Scalar limit = longest, one = 1.0;
        Gradients.mul_(Gradients.norm().reciprocal_().mul_(limit).clamp_max_(one));
    }

    /// <summary>
    /// v ← μ v + g + λ w; w ← w − η v [Polyak1964]; with Nesterov's momentum w ← w − η (g + λ w + μ v) ([Sutskever2013], Eqs. 3 and 4, told of the
    /// place that is looked ahead to).
    /// </summary>
    /// <remarks>
    /// Numbers are held in scalars of our own throughout: one that is made by conversion may be collected while libtorch still reads it.
    /// </remarks>
    private sealed class Sgd(Tensor weights, Tensor gradients, double momentum, double decay, bool nesterov) : FlatOptimizer(weights, gradients, 1)
    {
        protected override void Update(double learningRate)
        {
            using Scalar keep = momentum, pull = decay, rate = -learningRate;
            var slope = decay > 0 ? Gradients.add(Weights, alpha: pull) : Gradients;
            var velocity = State[0].mul_(keep).add_(slope);
            Weights.add_(nesterov ? slope.add(velocity, alpha: keep) : velocity, alpha: rate);
        }
    }

    /// <summary>
    /// [Kingma2015] (Algorithm 1); decoupled, [Loshchilov2019] (Algorithm 2, line 12), with the decay scaled by the learning rate
    /// as usual.
    /// </summary>
    private sealed class Adam(Tensor weights, Tensor gradients, AdamSettings settings) : FlatOptimizer(weights, gradients, 2)
    {
        protected override void Update(double learningRate)
        {
            var (decay, decoupled, beta1, beta2, _) = settings;
            using Scalar pull = decay, left = 1 - learningRate * decay, first = beta1, newFirst = 1 - beta1, second = beta2, newSecond = 1 - beta2;
            using Scalar bias = Math.Sqrt(1 - Math.Pow(beta2, Steps)), epsilon = settings.Epsilon, rate = -learningRate / (1 - Math.Pow(beta1, Steps));
            var slope = Gradients;
            if (decay > 0 && decoupled) Weights.mul_(left);
            if (decay > 0 && !decoupled) slope = Gradients.add(Weights, alpha: pull);
            var mean = State[0].mul_(first).add_(slope, alpha: newFirst);
            var square = State[1].mul_(second).addcmul_(slope, slope, newSecond);
            var scale = square.sqrt().div_(bias).add_(epsilon);
            Weights.addcdiv_(mean, scale, rate);
        }
    }
}
