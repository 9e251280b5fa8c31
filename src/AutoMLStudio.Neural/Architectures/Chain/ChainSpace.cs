using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Chain;

/// <summary>
/// Chains of layers, each with its own width, kernel, activation and residual connection. Flattens to ordinary parameters (<c>depth</c>,
/// <c>layer1.width</c>, …), so that every sampler searches it.
/// </summary>
public sealed class ChainSpace : NetworkSpace
{
    /// <summary>Key in the catalogue.</summary>
    public const string SpaceKey = "chain";

    private readonly ChainOptions _options;
    private readonly bool[] _skips;

    /// <summary>The space of these options.</summary>
    /// <exception cref="ArgumentException">The options contradict each other; every fault is in the message.</exception>
    public ChainSpace(ChainOptions options)
    {
        var faults = options.Faults().ToList();
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
        _options = options.Kind == NetworkKind.Mlp ? options with { Kernels = [0] } : options;
        _skips = options.Skips switch { SkipChoice.Never => [false], SkipChoice.Always => [true], _ => [false, true] };
    }

    /// <inheritdoc/>
    public override string Key => SpaceKey;

    /// <summary>The options.</summary>
    internal ChainOptions Options => _options;

    /// <inheritdoc/>
    public override Architecture Sample(Rng rng)
    {
        var depth = _options.MinDepth + rng.Next(_options.MaxDepth - _options.MinDepth + 1);
        return Of(Enumerable.Range(0, depth).Select(_ => Layer(rng)));
    }

    /// <inheritdoc/>
    public override Architecture Mutate(Architecture parent, Rng rng)
    {
        var layers = Read(parent).Layers;
        var neighbours = new List<Func<Architecture>>();
        if (layers.Count < _options.MaxDepth) neighbours.Add(() => Of(layers.Append(Layer(rng))));
        if (layers.Count > _options.MinDepth) neighbours.Add(() => Of(layers.SkipLast(1)));
        for (var i = 0; i < layers.Count; i++)
        {
            var (index, layer) = (i, layers[i]);
            void Change<T>(IReadOnlyList<T> choices, T now, Func<T, ChainLayer> with)
            {
                var others = choices.Where(c => !EqualityComparer<T>.Default.Equals(c, now)).ToList();
                if (others.Count > 0) neighbours.Add(() => Of(layers.Select((l, j) => j == index ? with(others[rng.Next(others.Count)]) : l)));
            }
            Change(_options.Widths, layer.Width, v => layer with { Width = v });
            Change(_options.Kernels, layer.Kernel, v => layer with { Kernel = v });
            Change(_options.Activations, layer.Activation, v => layer with { Activation = v });
            Change(_skips, layer.Skip, v => layer with { Skip = v });
        }
        return neighbours.Count == 0 ? parent : neighbours[rng.Next(neighbours.Count)]();
    }

    /// <inheritdoc/>
    public override Architecture CrossOver(Architecture first, Architecture second, Rng rng)
    {
        var (a, b) = (Read(first).Layers, Read(second).Layers);
        T Either<T>(T x, T y) => rng.Next(2) == 0 ? x : y;
        var depth = Either(a.Count, b.Count);
        return Of(Enumerable.Range(0, depth).Select(i =>
        {
            if (i >= a.Count || i >= b.Count) return i < a.Count ? a[i] : b[i];
            return new ChainLayer(Either(a[i].Width, b[i].Width), Either(a[i].Kernel, b[i].Kernel), Either(a[i].Activation, b[i].Activation),
                Either(a[i].Skip, b[i].Skip));
        }));
    }

    /// <inheritdoc/>
    public override string? WhyNotIn(Architecture architecture)
    {
        if (architecture.Space != Key) return $"It belongs to the space '{architecture.Space}'; '{Key}' is expected.";
        if (ChainGenotype.FromText(architecture.Genotype) is not { } genotype) return "Its genotype is no chain of layers in canonical form.";
        if (genotype.Kind != _options.Kind) return $"Its kind is {genotype.Kind}; {_options.Kind} is expected.";
        if (genotype.Layers.Count < _options.MinDepth || genotype.Layers.Count > _options.MaxDepth)
            return $"It has {genotype.Layers.Count} layers; {_options.MinDepth} to {_options.MaxDepth} are expected.";
        return genotype.Layers.Select((layer, i) => WhyNot(layer, i + 1)).FirstOrDefault(reason => reason is not null);
    }

    /// <inheritdoc/>
    public override FlatArchitecture Flatten() => ChainParameters.Flatten(_options, _skips);

    /// <inheritdoc/>
    public override NetworkGraph Build(Architecture architecture, NetworkTask task) => ChainNetwork.Build(Read(architecture), task);

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = new JsonObject { ["kind"] = Names.Of(_options.Kind), ["min_depth"] = _options.MinDepth, ["max_depth"] = _options.MaxDepth };
        json["widths"] = new JsonArray([.. _options.Widths.Select(w => JsonValue.Create(w))]);
        if (_options.Kind == NetworkKind.Cnn) json["kernels"] = new JsonArray([.. _options.Kernels.Select(k => JsonValue.Create(k))]);
        json["activations"] = new JsonArray([.. _options.Activations.Select(a => JsonValue.Create(Names.Of(a)))]);
        json["skips"] = Names.Of(_options.Skips);
        return json;
    }

    private ChainGenotype Read(Architecture architecture) => WhyNotIn(architecture) is { } reason
        ? throw new ArgumentException($"The architecture is not of this space. {reason}", nameof(architecture))
        : ChainGenotype.FromText(architecture.Genotype)!;

    private Architecture Of(IEnumerable<ChainLayer> layers) => new ChainGenotype(_options.Kind, [.. layers]).ToArchitecture();

    private ChainLayer Layer(Rng rng)
    {
        T One<T>(T[] choices) => choices[rng.Next(choices.Length)];
        return new ChainLayer(One(_options.Widths), One(_options.Kernels), One(_options.Activations), One(_skips));
    }

    private string? WhyNot(ChainLayer layer, int number)
    {
        string? Check<T>(string name, T value, T[] choices) =>
            choices.Contains(value) ? null : $"{name} of layer {number} is {value}; one of {string.Join(", ", choices)} is expected.";
        return Check("width", layer.Width, _options.Widths) ?? Check("kernel", layer.Kernel, _options.Kernels)
            ?? Check("activation", layer.Activation, _options.Activations) ?? Check("skip", layer.Skip, _skips);
    }
}
