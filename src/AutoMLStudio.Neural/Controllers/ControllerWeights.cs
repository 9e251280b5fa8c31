using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Controllers;

/// <summary>The weights of a controller: one flat tensor of numbers, one of gradients, and views of them.</summary>
internal sealed class ControllerWeights : IDisposable
{
    private readonly List<Tensor> _views = [];
    private long _used;

    /// <summary>Weights that start as the settings say, drawn from the stream that <paramref name="seed"/> names.</summary>
    public ControllerWeights(IReadOnlyList<Token> tokens, ControllerSettings settings, ulong seed)
    {
        long size = settings.Size;
        var tables = tokens.OfType<Pick>().DistinctBy(p => p.Table).ToList();
        var attends = tokens.Any(t => t is Refer or Skips);
        var count = 8 * size * size * settings.Layers + size + tables.Sum(t => t.Count * (2 * size + 1)) + (attends ? (2 * size + 1) * size : 0);
        using (NewDisposeScope())
        {
            using var generator = new Generator(seed);
            Parameters = empty(count).uniform_(-settings.Start, settings.Start, generator).DetachFromDisposeScope();
            Gradients = zeros_like(Parameters).DetachFromDisposeScope();
            Lstm = [.. Enumerable.Range(0, settings.Layers).Select(_ => Take(4 * size, 2 * size))];
            Start = Take(1, size);
            Tables = tables.ToDictionary(
                t => t.Table, t => new Table(Take(t.Count, size), Take(t.Count, size), Zeros(t.Count)), StringComparer.Ordinal);
            if (attends) Attention = new(Take(size, size), Take(size, size), Take(1, size));
        }
    }

    /// <summary>All numbers, flat.</summary>
    public Tensor Parameters { get; }

    /// <summary>Their gradients, flat.</summary>
    public Tensor Gradients { get; }

    /// <summary>Of each layer, from its input and state to its gates.</summary>
    public IReadOnlyList<Tensor> Lstm { get; }

    /// <summary>What the first step reads.</summary>
    public Tensor Start { get; }

    /// <summary>Weights of the picks.</summary>
    public IReadOnlyDictionary<string, Table> Tables { get; }

    /// <summary>Weights of refers and skips; null where there are none.</summary>
    public AttentionWeights? Attention { get; }

    public void Dispose()
    {
        foreach (var view in _views) view.Dispose();
        Parameters.Dispose();
        Gradients.Dispose();
    }

    private Tensor Zeros(long length)
    {
        var weight = Take(length);
        using var frozen = no_grad();
        weight.zero_();
        return weight;
    }

    private Tensor Take(params long[] shape)
    {
        var length = shape.Aggregate(1L, (product, s) => product * s);
        var weight = Parameters.narrow(0, _used, length).view(shape).detach();
        weight.requires_grad = true;
        weight.grad = Gradients.narrow(0, _used, length).view(shape);
        _views.AddRange([weight.DetachFromDisposeScope(), weight.grad.DetachFromDisposeScope()]);
        _used += length;
        return weight;
    }

    /// <summary>Weights of one table of names.</summary>
    /// <param name="Vectors">[names, size]: what the next step reads.</param>
    /// <param name="Scores">[names, size]: from the state to the logits.</param>
    /// <param name="Bias">[names].</param>
    internal sealed record Table(Tensor Vectors, Tensor Scores, Tensor Bias);

    /// <summary>Weights of the attention: an anchor's logit is v tanh(W a + U h) for its state a and the current one h.</summary>
    internal sealed record AttentionWeights(Tensor Anchor, Tensor Query, Tensor Score);
}
