using AutoMLStudio.Neural.Networks;
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
        OptimizerKind.Sgd => new Sgd(network, options.Momentum, options.WeightDecay ?? 0),
        OptimizerKind.Adam => new Adam(network, options.WeightDecay ?? 0, decoupled: false),
        _ => new Adam(network, options.WeightDecay ?? 0.01, decoupled: true),
    };

    /// <summary>One step along the gradients that the network holds.</summary>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Steps++;
        Update(learningRate);
    }

    public void Dispose()
    {
        foreach (var state in State) state.Dispose();
    }

    protected abstract void Update(double learningRate);

    /// <summary>v ← μ v + g + λ w; w ← w − η v [Polyak1964].</summary>
    private sealed class Sgd(Network network, double momentum, double decay) : FlatOptimizer(network, 1)
    {
        protected override void Update(double learningRate)
        {
            var velocity = State[0].mul_(momentum).add_(Gradients);
            if (decay > 0) velocity.add_(Weights, alpha: decay);
            Weights.add_(velocity, alpha: -learningRate);
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
            var gradients = Gradients;
            if (decay > 0 && decoupled) Weights.mul_(1 - learningRate * decay);
            if (decay > 0 && !decoupled) gradients = gradients.add(Weights, alpha: decay);
            var mean = State[0].mul_(Beta1).add_(gradients, alpha: 1 - Beta1);
            var square = State[1].mul_(Beta2).addcmul_(gradients, gradients, 1 - Beta2);
            var scale = square.sqrt().div_(Math.Sqrt(1 - Math.Pow(Beta2, Steps))).add_(Epsilon);
            Weights.addcdiv_(mean, scale, -learningRate / (1 - Math.Pow(Beta1, Steps)));
        }
    }
}
