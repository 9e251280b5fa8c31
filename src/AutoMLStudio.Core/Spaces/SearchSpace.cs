using System.Text;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Core.Spaces;

/// <summary>What a study searches: parameters, the conditions that switch them, and constraints between them. Immutable.</summary>
public sealed class SearchSpace
{
    /// <summary>How often a point is drawn anew before the constraints are said to leave no room.</summary>
    private const int MaximumDraws = 100_000;

    /// <summary>The same where each draw's costs are worked out: more would keep somebody waiting for minutes.</summary>
    private const int MaximumDrawsWithCosts = 5_000;

    /// <summary>Points drawn to tell what costs are like.</summary>
    private const int DrawsToTell = 100;

    private readonly Dictionary<string, int> _index;
    private readonly Func<Configuration, IReadOnlyDictionary<string, double>?>? _costsOf;
    private readonly Dictionary<string, FlatArchitecture> _flat = new(StringComparer.Ordinal);

    /// <summary>A space of these declared parameters.</summary>
    /// <param name="declared">The parameters.</param>
    /// <param name="constraints">What must hold between them; null for nothing.</param>
    /// <param name="costs">Names of what is known of a configuration before it is evaluated, such as a network's parameters: constraints may name
    /// them.</param>
    /// <exception cref="SpaceException">Names repeat, a condition names no parameter or goes round in a circle, or a constraint names an unknown one;
    /// every fault is in the message.</exception>
    public SearchSpace(IReadOnlyList<Parameter> declared, IReadOnlyList<Constraint>? constraints = null, IReadOnlyCollection<string>? costs = null)
    {
        Declared = declared;
        Constraints = constraints ?? [];
        Costs = costs ?? [];
        var parameters = declared.SelectMany(Expand).ToList();
        var faults = SpaceChecks.Faults(parameters, Constraints, Costs).ToList();
        if (faults.Count > 0) throw new SpaceException(faults);
        Parameters = SpaceChecks.ParentsFirst(parameters);
        _index = Parameters.Select((p, i) => (p.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
    }

    private SearchSpace(SearchSpace space, Func<Configuration, IReadOnlyDictionary<string, double>?> costsOf)
        : this(space.Declared, space.Constraints, space.Costs) => _costsOf = costsOf;

    /// <summary>The parameters as declared; architecture parameters among them.</summary>
    public IReadOnlyList<Parameter> Declared { get; }

    /// <summary>
    /// The parameters that samplers see, flattened, each after those that its condition names. Their positions are the dimensions of the unit cube.
    /// </summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What must hold between parameters.</summary>
    public IReadOnlyList<Constraint> Constraints { get; }

    /// <summary>Names of what is known of a configuration before it is evaluated.</summary>
    public IReadOnlyCollection<string> Costs { get; }

    /// <summary>The costs that constraints name.</summary>
    public IReadOnlySet<string> ConstrainedCosts =>
        Constraints.SelectMany(c => c.Names).Where(n => Find(n) is null).ToHashSet(StringComparer.Ordinal);

    /// <summary>Number of parameters, active or not.</summary>
    public int Dimension => Parameters.Count;

    /// <summary>True when some parameter is conditional.</summary>
    public bool IsConditional => Parameters.Any(p => p.When is not null);

    /// <summary>The parameter of this name, or null.</summary>
    public Parameter? Find(string name) => _index.TryGetValue(name, out var index) ? Parameters[index] : null;

    /// <summary>
    /// The same space with what tells the costs of a configuration, or null for one that cannot be evaluated at all. A space without it holds every
    /// constraint that names a cost for fulfilled: nobody knows better.
    /// </summary>
    public SearchSpace WithCosts(Func<Configuration, IReadOnlyDictionary<string, double>?> costsOf) => new(this, costsOf);

    /// <summary>Null when <paramref name="configuration"/> lies in the space, otherwise the reason in one sentence.</summary>
    public string? WhyNotIn(Configuration configuration)
    {
        foreach (var parameter in Parameters)
        {
            var active = parameter.When?.Holds(configuration) ?? true;
            if (!configuration.TryGetValue(parameter.Name, out var value))
            {
                if (active) return $"'{parameter.Name}' is missing: {parameter.Domain} is expected.";
                continue;
            }
            if (!active) return $"'{parameter.Name}' is given but its condition does not hold.";
            if (!parameter.Contains(value)) return $"'{parameter.Name}' is {value}: {parameter.Domain} is expected.";
        }
        if (configuration.Keys.FirstOrDefault(k => !_index.ContainsKey(k)) is { } unknown) return $"'{unknown}' is no parameter of this space.";
        return Constraints.FirstOrDefault(c => !Holds(c, configuration)) is { } broken ? $"The constraint '{broken.Text}' does not hold." : null;
    }

    /// <summary>True when <paramref name="configuration"/> lies in the space.</summary>
    public bool Contains(Configuration configuration) => WhyNotIn(configuration) is null;

    /// <summary>True when every constraint holds; domains and conditions are not looked at.</summary>
    public bool SatisfiesConstraints(Configuration configuration) => Constraints.All(c => Holds(c, configuration));

    /// <summary>One configuration from the prior: each parameter uniform in its own scale, redrawn until the constraints hold.</summary>
    /// <exception cref="SpaceException">The constraints hold for no point of 100,000 drawn, or of 5,000 where they name costs.</exception>
    public Configuration Sample(Rng rng)
    {
        var most = _costsOf is null || ConstrainedCosts.Count == 0 ? MaximumDraws : MaximumDrawsWithCosts;
        for (var draw = 0; draw < most; draw++)
        {
            var configuration = Draw(rng);
            if (SatisfiesConstraints(configuration)) return configuration;
        }
        var constraints = string.Join("; ", Constraints.Select(c => c.Text));
        throw new SpaceException(
            [$"No point of {most:N0} drawn at random satisfies the constraints; loosen one of: {constraints}.{CostsDrawn(rng)}"]);
    }

    /// <summary>
    /// From a point of the unit cube (length <see cref="Dimension"/>) to a configuration; coordinates of inactive parameters are ignored. Constraints
    /// are not enforced. An architecture that does not flatten is drawn from a stream that its coordinate names.
    /// </summary>
    public Configuration Decode(ReadOnlySpan<double> unit, Rng? rng = null)
    {
        var values = new Dictionary<string, ParameterValue>(Dimension, StringComparer.Ordinal);
        for (var i = 0; i < Dimension; i++)
        {
            var parameter = Parameters[i];
            if (parameter.When is { } condition && !condition.Holds(values)) continue;
            values[parameter.Name] = parameter is ArchitectureParameter architecture
                ? architecture.Space.Sample(rng ?? Rng.For(BitConverter.DoubleToUInt64Bits(unit[i])))
                : parameter.FromUnit(unit[i]);
        }
        return new(values);
    }

    /// <summary>
    /// From a configuration to the unit cube (length <see cref="Dimension"/>): the inverse of <see cref="Decode"/>; the middle of their cell for
    /// discrete values and 0.5 for inactive parameters, so that configurations equal in what is active are the same point.
    /// </summary>
    public double[] Encode(Configuration configuration)
    {
        var unit = new double[Dimension];
        for (var i = 0; i < Dimension; i++)
            unit[i] = configuration.TryGetValue(Parameters[i].Name, out var value) ? Parameters[i].ToUnit(value) : 0.5;
        return unit;
    }

    /// <summary>
    /// The architecture that a configuration holds for the declared architecture parameter <paramref name="name"/>; null when it is inactive.
    /// </summary>
    public Architecture? ArchitectureOf(string name, Configuration configuration)
    {
        if (!_flat.TryGetValue(name, out var flat)) return configuration.TryGetValue(name, out var value) ? value.Architecture : null;
        var prefix = name + ".";
        var own = configuration.Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(p => new KeyValuePair<string, ParameterValue>(p.Key[prefix.Length..], p.Value)).ToList();
        return own.Count == 0 ? null : flat.Decode(new(own));
    }

    /// <summary>The values by which a configuration holds an architecture for the declared architecture parameter <paramref name="name"/>.</summary>
    public Configuration ConfigurationOf(string name, Architecture architecture) => !_flat.TryGetValue(name, out var flat)
        ? new([new(name, architecture)])
        : new(flat.Encode(architecture).Select(p => new KeyValuePair<string, ParameterValue>($"{name}.{p.Key}", p.Value)));

    /// <summary>The study-file form: the declared parameters by name. Constraints stand beside it, as <c>constraints</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var parameter in Declared)
        {
            var entry = parameter.ToJson();
            if (parameter.When is { } condition) entry["when"] = condition.ToJson();
            json[parameter.Name] = entry;
        }
        return json;
    }

    private Configuration Draw(Rng rng)
    {
        var unit = new double[Dimension];
        for (var i = 0; i < unit.Length; i++) unit[i] = rng.NextDouble();
        return Decode(unit, rng);
    }

    /// <summary>What the constrained costs are like, so that a message can say how far off a bound is.</summary>
    private string CostsDrawn(Rng rng)
    {
        if (_costsOf is null || ConstrainedCosts.Count == 0) return "";
        var drawn = Enumerable.Range(0, DrawsToTell).Select(_ => _costsOf(Draw(rng))).OfType<IReadOnlyDictionary<string, double>>().ToList();
        var text = new StringBuilder();
        foreach (var name in ConstrainedCosts.Order(StringComparer.Ordinal))
        {
            var told = drawn.Where(c => c.ContainsKey(name)).Select(c => c[name]).ToList();
            if (told.Count > 0) text.Append($" Of {DrawsToTell} drawn, {name} is between {told.Min():#,0.####} and {told.Max():#,0.####}.");
        }
        return text.ToString();
    }

    private bool Holds(Constraint constraint, Configuration configuration)
    {
        if (Costs.Count == 0 || constraint.Names.All(n => Find(n) is not null)) return constraint.Holds(configuration);
        if (_costsOf is null) return true;
        if (_costsOf(configuration) is not { } costs) return false;
        var known = new Dictionary<string, ParameterValue>(configuration, StringComparer.Ordinal);
        foreach (var (name, value) in costs) known.TryAdd(name, value);
        return constraint.Holds(known);
    }

    private IEnumerable<Parameter> Expand(Parameter parameter)
    {
        if (parameter is not ArchitectureParameter { Space: var space } || space.Flatten() is not { } flat) return [parameter];
        _flat[parameter.Name] = flat;
        return flat.Parameters.Select(p => Rename(p, parameter));
    }

    private static Parameter Rename(Parameter part, Parameter whole)
    {
        var own = part.When is { } condition
            ? new Condition([.. condition.Clauses.Select(c => c with { Parameter = $"{whole.Name}.{c.Parameter}" })]) : null;
        return part with { Name = $"{whole.Name}.{part.Name}", When = Condition.Both(own, whole.When) };
    }
}

/// <summary>A search space that cannot be: all its faults, one a line.</summary>
public sealed class SpaceException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>The faults.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
