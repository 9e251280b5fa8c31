using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>
/// A finite space that is a list of decisions: ordinary parameters, some of them conditional, and a text for what they say together. Sampling,
/// mutation, crossover, membership and the flat form follow from these; a space adds its decisions, its text and how a network is built.
/// </summary>
public abstract class DecisionSpace : NetworkSpace
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly object _options;
    private readonly SearchSpace _decisions;

    /// <summary>A space of these decisions.</summary>
    /// <param name="options">The options record that the space was made from.</param>
    /// <param name="decisions">Each decision has at least two values.</param>
    private protected DecisionSpace(object options, IEnumerable<Parameter> decisions) =>
        (_options, _decisions) = (options, new SearchSpace([.. decisions]));

    /// <summary>The text of what was decided.</summary>
    private protected abstract string Write(Configuration decisions);

    /// <summary>What was decided, from a text in any layout; null when it says nothing of the kind. Membership is checked elsewhere.</summary>
    private protected abstract Configuration? Parse(string text);

    /// <summary>The text's form in a few words, for messages.</summary>
    private protected abstract string Form { get; }

    /// <inheritdoc/>
    public sealed override Architecture Sample(Rng rng) => Of(_decisions.Sample(rng));

    /// <inheritdoc/>
    public sealed override Architecture Mutate(Architecture parent, Rng rng)
    {
        var before = Read(parent);
        var open = _decisions.Parameters.Where(p => before.ContainsKey(p.Name) && p.Cardinality > 1).ToList();
        if (open.Count == 0) return parent;
        var changed = open[rng.Next(open.Count)];
        var others = changed.Grid(int.MaxValue).Where(v => v != before[changed.Name]).ToList();
        var value = others[rng.Next(others.Count)];
        // Decisions that the change brings into play are drawn; those that it takes out of play are gone.
        return Of(Fill((parameter, draw) => parameter == changed ? value : before.TryGetValue(parameter.Name, out var same) ? same : draw(), rng));
    }

    /// <inheritdoc/>
    public sealed override Architecture CrossOver(Architecture first, Architecture second, Rng rng)
    {
        var (a, b) = (Read(first), Read(second));
        return Of(Fill((parameter, draw) => (a.TryGetValue(parameter.Name, out var x), b.TryGetValue(parameter.Name, out var y)) switch
        {
            (true, true) => rng.Next(2) == 0 ? x : y,
            (true, false) => x,
            (false, true) => y,
            _ => draw(),
        }, rng));
    }

    /// <inheritdoc/>
    public sealed override string? WhyNotIn(Architecture architecture)
    {
        if (architecture.Space != Key) return $"It belongs to the space '{architecture.Space}'; '{Key}' is expected.";
        if (Parse(architecture.Genotype) is not { } decisions) return $"Its genotype is no text of the form {Form}.";
        if (_decisions.WhyNotIn(decisions) is { } reason) return reason;
        return Write(decisions) == architecture.Genotype ? null : $"Its genotype is not in canonical form: {Write(decisions)} is expected.";
    }

    /// <summary>The architecture that a text of any layout means: in canonical form.</summary>
    /// <exception cref="ArgumentException">It means none of this space; the message says why.</exception>
    public Architecture Of(string text)
    {
        var decisions = Parse(text) ?? throw new ArgumentException($"'{text}' is no text of the form {Form}.", nameof(text));
        return _decisions.WhyNotIn(decisions) is { } reason ? throw new ArgumentException(reason, nameof(text)) : Of(decisions);
    }

    /// <inheritdoc/>
    public sealed override FlatArchitecture Flatten() => new(_decisions.Parameters, Of, Read);

    /// <inheritdoc/>
    public sealed override JsonObject ToJson() => JsonSerializer.SerializeToNode(_options, _options.GetType(), Json)!.AsObject();

    /// <summary>A decision between texts or numbers.</summary>
    private protected static ChoiceParameter Choice<T>(string name, IEnumerable<T> values, Func<T, ParameterValue> of, bool ordered = false) =>
        new(name, [.. values.Select(of)], ordered);

    /// <summary>What was decided for an architecture of this space.</summary>
    /// <exception cref="ArgumentException">It is not of this space.</exception>
    private protected Configuration Read(Architecture architecture) => WhyNotIn(architecture) is { } reason
        ? throw new ArgumentException($"The architecture is not of this space. {reason}", nameof(architecture))
        : Parse(architecture.Genotype)!;

    private Architecture Of(Configuration decisions) => new(Key, Write(decisions));

    private Configuration Fill(Func<Parameter, Func<ParameterValue>, ParameterValue> decide, Rng rng)
    {
        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var parameter in _decisions.Parameters)
            if (parameter.When?.Holds(values) ?? true) values[parameter.Name] = decide(parameter, () => parameter.FromUnit(rng.NextDouble()));
        return new(values);
    }
}
