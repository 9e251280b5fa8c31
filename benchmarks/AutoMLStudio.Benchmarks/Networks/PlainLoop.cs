using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AutoMLStudio.Benchmarks.Networks;

/// <summary>
/// What a person would write with TorchSharp's own modules: the fixed network, AdamW, a cosine, batches chosen by index from a normalised tensor, a
/// scope a batch.
/// </summary>
internal sealed class PlainLoop : IDisposable
{
    private readonly Sequential _network;
    private readonly AdamW _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly FixedNetwork _settings;
    private long _step;

    public PlainLoop(FixedNetwork settings, float[] pixels, long[] classes)
    {
        _settings = settings;
        using (NewDisposeScope())
        {
            var raw = tensor(pixels, [classes.Length, 1, FixedNetwork.Side, FixedNetwork.Side]);
            _inputs = ((raw - raw.mean()) / raw.std()).DetachFromDisposeScope();
            _targets = tensor(classes).DetachFromDisposeScope();
        }
        var modules = new List<(string, nn.Module<Tensor, Tensor>)>();
        for (var i = 1; i <= settings.Layers; i++)
        {
            var (inputs, stride) = (i == 1 ? 1 : settings.Width, settings.Halving.Contains(i) ? 2 : 1);
            modules.Add(($"conv{i}", nn.Conv2d(inputs, settings.Width, 3, stride, 1, bias: false)));
            modules.Add(($"norm{i}", nn.BatchNorm2d(settings.Width)));
            modules.Add(($"relu{i}", nn.ReLU()));
        }
        modules.Add(("pool", nn.AdaptiveAvgPool2d(1)));
        modules.Add(("flatten", nn.Flatten()));
        modules.Add(("head", nn.Linear(settings.Width, 10)));
        _network = nn.Sequential(modules);
        _optimizer = optim.AdamW(_network.parameters(), settings.LearningRate, weight_decay: 0.01);
    }

    /// <summary>One pass over all examples but those held out, and the loss and accuracy on these.</summary>
    public double Epoch(int held)
    {
        using var outer = NewDisposeScope();
        var count = _targets.shape[0] - held;
        var batches = (count + _settings.Batch - 1) / _settings.Batch;
        var order = randperm(count);
        _network.train();
        for (var batch = 0L; batch < batches; batch++)
        {
            using var scope = NewDisposeScope();
            var chosen = order.narrow(0, batch * count / batches, (batch + 1) * count / batches - batch * count / batches);
            var progress = (double)_step++ / (_settings.Epochs * batches);
            foreach (var group in _optimizer.ParamGroups) group.LearningRate = _settings.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * progress));
            _optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(_network.call(_inputs.index_select(0, chosen)), _targets.index_select(0, chosen));
            loss.backward();
            _optimizer.step();
            if (!double.IsFinite(loss.item<float>())) throw new InvalidOperationException("The loss is no number.");
        }
        _network.eval();
        using var frozen = no_grad();
        var right = 0L;
        for (var from = count; from < count + held; from += 256)
        {
            using var scope = NewDisposeScope();
            var length = Math.Min(256, count + held - from);
            right += _network.call(_inputs.narrow(0, from, length)).argmax(1).eq(_targets.narrow(0, from, length)).sum().item<long>();
        }
        return (double)right / held;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }
}
