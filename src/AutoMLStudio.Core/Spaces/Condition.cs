using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Spaces;

/// <summary>When a parameter is active: all clauses must hold, and each clause's parameter must be active itself.</summary>
/// <param name="Clauses">At least one.</param>
public sealed record Condition(IReadOnlyList<Clause> Clauses)
{
    /// <summary>True when every clause holds in <paramref name="values"/>; a missing (inactive) parameter makes its clause false.</summary>
    public bool Holds(IReadOnlyDictionary<string, ParameterValue> values)
    {
        foreach (var clause in Clauses)
            if (!values.TryGetValue(clause.Parameter, out var value) || !clause.Accepts(value)) return false;
        return true;
    }

    /// <summary>Both conditions at once; either may be null.</summary>
    public static Condition? Both(Condition? first, Condition? second) =>
        first is null ? second : second is null ? first : new([.. first.Clauses, .. second.Clauses]);

    /// <summary>The study-file form: <c>{ optimizer: sgd, layers: { min: 2 } }</c>.</summary>
    public JsonObject ToJson() => new(Clauses.Select(c => new KeyValuePair<string, JsonNode?>(c.Parameter, c.ToJson())));
}

/// <summary>One clause of a condition.</summary>
public abstract record Clause(string Parameter)
{
    /// <summary>True when the clause holds for the parameter's value.</summary>
    public abstract bool Accepts(ParameterValue value);

    /// <summary>The study-file form of the right-hand side.</summary>
    public abstract JsonNode ToJson();

    /// <summary>The parameter has one of these values.</summary>
    public sealed record OneOf(string Parameter, IReadOnlyList<ParameterValue> Values) : Clause(Parameter)
    {
        /// <inheritdoc/>
        public override bool Accepts(ParameterValue value) => Values.Contains(value);

        /// <inheritdoc/>
        public override JsonNode ToJson() => Values.Count == 1 ? Values[0].ToJson() : new JsonArray([.. Values.Select(v => v.ToJson())]);
    }

    /// <summary>The parameter is a number between two bounds, both included; a null bound is none.</summary>
    public sealed record Between(string Parameter, double? Min, double? Max) : Clause(Parameter)
    {
        /// <inheritdoc/>
        public override bool Accepts(ParameterValue value) => value.Kind == ValueKind.Number && !(value.Number < Min) && !(value.Number > Max);

        /// <inheritdoc/>
        public override JsonNode ToJson()
        {
            var json = new JsonObject();
            if (Min is { } min) json["min"] = min;
            if (Max is { } max) json["max"] = max;
            return json;
        }
    }
}
