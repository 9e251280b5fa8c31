using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Chain;

/// <summary>
/// The space <c>chain</c> as ordinary parameters: <c>depth</c>, and for each layer <c>layer1.width</c>, <c>.kernel</c>, <c>.activation</c>,
/// <c>.skip</c>.
/// </summary>
internal static class ChainParameters
{
    public static FlatArchitecture Flatten(ChainOptions options, bool[] skips)
    {
        var parameters = new List<Parameter> { new IntParameter("depth", options.MinDepth, options.MaxDepth) };
        for (var i = 1; i <= options.MaxDepth; i++)
        {
            // A layer that every chain has needs no condition.
            var when = i > options.MinDepth ? new Condition([new Clause.Between("depth", i, null)]) : null;
            parameters.AddRange(Layer(options, skips, i).Select(p => p with { When = when }));
        }
        return new FlatArchitecture(parameters, c => Decode(options.Kind, c), a => Encode(ChainGenotype.FromText(a.Genotype)
            ?? throw new ArgumentException($"'{a.Genotype}' is no chain of layers.", nameof(a))));
    }

    private static IEnumerable<Parameter> Layer(ChainOptions options, bool[] skips, int number)
    {
        yield return new ChoiceParameter($"layer{number}.width", [.. options.Widths.Select(w => (ParameterValue)w)],
            Ordered: options.Widths.Order().SequenceEqual(options.Widths));
        if (options.Kind == NetworkKind.Cnn)
            yield return new ChoiceParameter($"layer{number}.kernel", [.. options.Kernels.Select(k => (ParameterValue)k)],
                Ordered: options.Kernels.Order().SequenceEqual(options.Kernels));
        yield return new ChoiceParameter($"layer{number}.activation", [.. options.Activations.Select(a => (ParameterValue)Names.Of(a))]);
        yield return new ChoiceParameter($"layer{number}.skip", [.. skips.Select(s => (ParameterValue)s)]);
    }

    private static Architecture Decode(NetworkKind kind, Configuration configuration) => new ChainGenotype(kind, [.. Enumerable
        .Range(1, configuration["depth"].Integer)
        .Select(i => new ChainLayer(
            configuration[$"layer{i}.width"].Integer,
            kind == NetworkKind.Cnn ? configuration[$"layer{i}.kernel"].Integer : 0,
            Names.Parse<Activation>(configuration[$"layer{i}.activation"].Text)!.Value,
            configuration[$"layer{i}.skip"].Flag))]).ToArchitecture();

    private static Configuration Encode(ChainGenotype genotype)
    {
        var values = new List<KeyValuePair<string, ParameterValue>> { new("depth", genotype.Layers.Count) };
        for (var i = 0; i < genotype.Layers.Count; i++)
        {
            var layer = genotype.Layers[i];
            values.Add(new($"layer{i + 1}.width", layer.Width));
            if (genotype.Kind == NetworkKind.Cnn) values.Add(new($"layer{i + 1}.kernel", layer.Kernel));
            values.Add(new($"layer{i + 1}.activation", Names.Of(layer.Activation)));
            values.Add(new($"layer{i + 1}.skip", layer.Skip));
        }
        return new Configuration(values);
    }
}
