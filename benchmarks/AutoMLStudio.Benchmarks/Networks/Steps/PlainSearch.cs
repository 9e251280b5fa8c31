using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AutoMLStudio.Benchmarks.Networks.Steps;

/// <summary>
/// Steps of DARTS by hand, as its reference has them: TorchSharp's optimizers, backward passes through everything, weights one by one.
/// </summary>
internal sealed class PlainSearch : IDisposable
{
    private const float Difference = 0.01f;

    private readonly PlainSupernet _network;
    private readonly Parameter[] _weights;
    private readonly Parameter[] _alphas;
    private readonly Tensor[] _velocity;
    private readonly optim.Optimizer _descent;
    private readonly optim.Optimizer _adam;

    public PlainSearch(int channels, int cells)
    {
        _network = new PlainSupernet(channels, cells, 10);
        _weights = [.. _network.parameters()];
        using var scope = NewDisposeScope();
        Tensor Start() => (randn(PlainSupernet.Edges, PlainSupernet.Operations) * 1e-3f).DetachFromDisposeScope();
        _alphas = [new Parameter(Start()), new Parameter(Start())];
        _velocity = [.. _weights.Select(w => zeros_like(w).DetachFromDisposeScope())];
        _descent = optim.SGD(_weights, 0.025, momentum: 0.9, weight_decay: 3e-4);
        _adam = optim.Adam(_alphas, 3e-4, beta1: 0.5, beta2: 0.999, weight_decay: 1e-3);
    }

    /// <summary>Trained numbers of the network.</summary>
    public long Parameters => _weights.Sum(w => w.numel());

    public void StepWeights((Tensor Inputs, Tensor Targets) batch)
    {
        using var scope = NewDisposeScope();
        Clear();
        var loss = Loss(batch);
        loss.backward();
        nn.utils.clip_grad_norm_(_weights, 5);
        _descent.step();
        loss.item<float>();
    }

    public void StepAlphas((Tensor Inputs, Tensor Targets) training, (Tensor Inputs, Tensor Targets) validation, bool second)
    {
        using var scope = NewDisposeScope();
        Clear();
        if (second) Unrolled(training, validation, 0.025f);
        else Loss(validation).backward();
        _adam.step();
    }

    public void Dispose()
    {
        _descent.Dispose();
        _adam.Dispose();
        foreach (var tensor in _velocity.Concat(_alphas)) tensor.Dispose();
        _network.Dispose();
    }

    private void Unrolled((Tensor Inputs, Tensor Targets) training, (Tensor Inputs, Tensor Targets) validation, float rate)
    {
        Loss(training).backward();
        var start = _weights.Select(w => w.detach().clone()).ToList();
        using (no_grad())
            for (var i = 0; i < _weights.Length; i++) _weights[i].sub_(rate * (0.9f * _velocity[i] + _weights[i].grad! + 3e-4f * _weights[i]));
        Clear();
        Loss(validation).backward();
        var (direction, gradients) = (_weights.Select(w => w.grad!.clone()).ToList(), _alphas.Select(a => a.grad!.clone()).ToList());
        var length = MathF.Sqrt(direction.Sum(d => (d * d).sum().item<float>()));
        var (above, below) = (Around(start, direction, Difference / length, training), Around(start, direction, -Difference / length, training));
        using var frozen = no_grad();
        for (var i = 0; i < _weights.Length; i++) _weights[i].copy_(start[i]);
        for (var i = 0; i < _alphas.Length; i++)
            _alphas[i].grad!.copy_(gradients[i] - rate * (above[i] - below[i]) / (2 * Difference / length));
    }

    private List<Tensor> Around(List<Tensor> start, List<Tensor> direction, float distance, (Tensor Inputs, Tensor Targets) training)
    {
        using (no_grad())
            for (var i = 0; i < _weights.Length; i++) _weights[i].copy_(start[i] + distance * direction[i]);
        Clear();
        Loss(training).backward();
        return [.. _alphas.Select(a => a.grad!.clone())];
    }

    private Tensor Loss((Tensor Inputs, Tensor Targets) batch) =>
        nn.functional.cross_entropy(_network.call(batch.Inputs, _alphas[0], _alphas[1]), batch.Targets);

    private void Clear()
    {
        foreach (var tensor in _weights.Concat(_alphas)) tensor.grad = null;
    }
}
