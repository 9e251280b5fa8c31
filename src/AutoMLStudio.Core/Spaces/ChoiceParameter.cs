using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Spaces;

/// <summary>One of a list of distinct values.</summary>
/// <param name="Name">Name in configurations.</param>
/// <param name="Choices">Texts, numbers or flags; at least one, all different.</param>
/// <param name="Ordered">True for an ordinal parameter: the order of the list means something. False for a categorical one.</param>
public sealed record ChoiceParameter(string Name, IReadOnlyList<ParameterValue> Choices, bool Ordered = false) : Parameter(Name)
{
    /// <inheritdoc/>
    public override long? Cardinality => Choices.Count;

    /// <inheritdoc/>
    public override bool IsNominal => !Ordered;

    /// <inheritdoc/>
    public override string Domain => $"one of {string.Join(", ", Choices)}";

    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override ParameterValue FromUnit(double unit) => Choices[(int)UnitInterval.Cell(unit, Choices.Count)];

    /// <inheritdoc/>
    public override double ToUnit(ParameterValue value) => UnitInterval.Middle(IndexOf(value), Choices.Count);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterValue> Grid(int points) => Choices;

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["type"] = Ordered ? "ordinal" : "categorical",
        [Ordered ? "values" : "choices"] = new JsonArray([.. Choices.Select(c => c.ToJson())]),
    };

    /// <inheritdoc/>
    public bool Equals(ChoiceParameter? other) => other is not null && Name == other.Name && Ordered == other.Ordered
        && Choices.SequenceEqual(other.Choices)
        && Equals(When, other.When);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Ordered, Choices.Count);

    private int IndexOf(ParameterValue value)
    {
        for (var i = 0; i < Choices.Count; i++)
            if (Choices[i] == value) return i;
        return -1;
    }
}
