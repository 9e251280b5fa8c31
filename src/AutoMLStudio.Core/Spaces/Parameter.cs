using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Spaces;

/// <summary>One dimension of a search space.</summary>
/// <param name="Name">Name in configurations; unique in its space.</param>
public abstract record Parameter(string Name)
{
    /// <summary>The parameter is active only when this holds; always when null.</summary>
    public Condition? When { get; init; }

    /// <summary>Number of distinct values; null for a continuous parameter.</summary>
    public abstract long? Cardinality { get; }

    /// <summary>True when values have no order, so that distance is "same or not" (Hamming).</summary>
    public virtual bool IsNominal => false;

    /// <summary>True when <paramref name="value"/> is of this parameter's domain.</summary>
    public abstract bool Contains(ParameterValue value);

    /// <summary>
    /// From the unit interval to the domain, such that a uniform <paramref name="unit"/> gives the parameter's own prior (uniform or log-uniform;
    /// every discrete value its cell).
    /// </summary>
    public abstract ParameterValue FromUnit(double unit);

    /// <summary>From the domain to the unit interval: the inverse of <see cref="FromUnit"/>; a discrete value gives the middle of its cell.</summary>
    public abstract double ToUnit(ParameterValue value);

    /// <summary>The part of the unit interval with the same value as <paramref name="unit"/>; of a continuous parameter the point alone.</summary>
    public virtual (double Low, double High) CellOf(double unit)
    {
        if (Cardinality is not { } count) return (unit, unit);
        var cell = UnitInterval.Cell(unit, count);
        return ((double)cell / count, (cell + 1.0) / count);
    }

    /// <summary>
    /// Every value of a finite domain, in order; for a continuous or larger one, <paramref name="points"/> values evenly spaced in the parameter's
    /// own scale, bounds included.
    /// </summary>
    public abstract IReadOnlyList<ParameterValue> Grid(int points);

    /// <summary>The domain in words, for messages: "a number from 0.001 to 1".</summary>
    public abstract string Domain { get; }

    /// <summary>The study-file form without the name.</summary>
    public abstract JsonObject ToJson();
}
