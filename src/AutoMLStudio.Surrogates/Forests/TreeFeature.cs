using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Surrogates.Forests;

/// <summary>A dimension as trees split it.</summary>
/// <param name="Categories">Number of categories of a dimension without order, whose coordinates are 0, 1, 2, …; 0 for one on the unit interval.</param>
internal readonly record struct TreeFeature(int Categories)
{
    /// <summary>True for a dimension without order.</summary>
    public bool IsNominal => Categories > 0;

    /// <summary>The feature of a parameter.</summary>
    public static TreeFeature Of(Parameter parameter) => new(parameter.IsNominal ? (int)parameter.Cardinality!.Value : 0);

    /// <summary>Coordinates of a configuration; a parameter that is inactive stands at its middle, or at its first category.</summary>
    public static double[] Encode(SearchSpace space, Configuration configuration) => [.. space.Parameters.Select(p =>
    {
        if (!configuration.TryGetValue(p.Name, out var value)) return p.IsNominal ? 0 : 0.5;
        var unit = p.ToUnit(value);
        return p.IsNominal ? Math.Floor(unit * p.Cardinality!.Value) : unit;
    })];
}
