using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Training;

/// <summary>Changes all weights of a network at once, as one flat tensor: a handful of calls a step however many layers there are.</summary>
internal abstract class FlatOptimizer : IDisposable
{
    private protected FlatOptimizer(Network network, int states)
    {
        (Weights, Gradients) = (network.Parameters, network.Gradients);
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
        OptimizerKind.Sgd => new Sgd(network, options.Momentum, options.WeightDecay ?? 0, options.Nesterov),
        OptimizerKind.Adam => new Adam(network, options.WeightDecay ?? 0, decoupled: false),
        _ => new Adam(network, options.WeightDecay ?? 0.01, decoupled: true),
    };

    /// <summary>One step along the gradients that the network holds.</summary>
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
    private sealed class Sgd(Network network, double momentum, double decay, bool nesterov) : FlatOptimizer(network, 1)
    {
        protected override void Update(double learningRate)
        {
            using Scalar keep = momentum, pull = decay, rate = -learningRate;
            var gradients = decay > 0 ? Gradients.add(Weights, alpha: pull) : Gradients;
            var velocity = State[0].mul_(keep).add_(gradients);
            Weights.add_(nesterov ? gradients.add(velocity, alpha: keep) : velocity, alpha: rate);
        }
    }

    /// <summary>
    /// [Kingma2015] (Algorithm 1) with its defaults; decoupled, [Loshchilov2019] (Algorithm 2, line 12), with the decay scaled by the learning rate
    /// as usual.
    /// </summary>
    private sealed class Adam(Network network, double decay, bool decoupled) : FlatOptimizer(network, 2)
    {
        private const double Beta1 = 0.9;
        private const double Beta2 = 0.999;
        private const double Epsilon = 1e-8;

        protected override void Update(double learningRate)
        {
            using Scalar pull = decay, left = 1 - learningRate * decay, first = Beta1, newFirst = 1 - Beta1, second = Beta2, newSecond = 1 - Beta2;
            using Scalar bias = Math.Sqrt(1 - Math.Pow(Beta2, Steps)), epsilon = Epsilon, rate = -learningRate / (1 - Math.Pow(Beta1, Steps));
            var gradients = Gradients;
            if (decay > 0 && decoupled) Weights.mul_(left);
            if (decay > 0 && !decoupled) gradients = gradients.add(Weights, alpha: pull);
            var mean = State[0].mul_(first).add_(gradients, alpha: newFirst);
            var square = State[1].mul_(second).addcmul_(gradients, gradients, newSecond);
            var scale = square.sqrt().div_(bias).add_(epsilon);
            Weights.addcdiv_(mean, scale, rate);
        }
    }
}
