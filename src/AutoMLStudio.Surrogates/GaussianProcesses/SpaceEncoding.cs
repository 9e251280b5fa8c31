using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>A point of the search: where it lies in the unit cube, and as the model sees it.</summary>
/// <param name="Unit">Coordinates to decode; those of inactive parameters are remembered but mean nothing.</param>
/// <param name="Input">Coordinates of the model: discrete values at the middle of their cell, inactive ones at 0.5, or at −1 when nominal, unlike
/// every value.</param>
/// <param name="IsActive">Which parameters are active.</param>
internal sealed record SearchPoint(double[] Unit, double[] Input, bool[] IsActive);

/// <summary>Between configurations of a space and the input space of a Gaussian process.</summary>
internal sealed class SpaceEncoding
{
    private const double InactiveNominal = -1;

    private readonly bool[] _allActive;
    private readonly bool _isPlain;

    /// <summary>The encoding of a space.</summary>
    /// <exception cref="InvalidOperationException">A parameter has no finite set of dimensions.</exception>
    public SpaceEncoding(SearchSpace space)
    {
        if (space.Parameters.OfType<ArchitectureParameter>().FirstOrDefault() is { } architecture)
            throw new InvalidOperationException(
                $"The architectures of '{architecture.Name}' ({architecture.Space.Key}) have no finite set of dimensions; "
                + "choose a sampler that searches architectures directly.");
        Space = space;
        IsNominal = [.. space.Parameters.Select(p => p.IsNominal)];
        _allActive = [.. space.Parameters.Select(_ => true)];
        _isPlain = !space.IsConditional && space.Constraints.Count == 0;
    }

    /// <summary>The space.</summary>
    public SearchSpace Space { get; }

    /// <summary>Which dimensions are nominal.</summary>
    public bool[] IsNominal { get; }

    /// <summary>The point of a configuration.</summary>
    public SearchPoint Encode(Configuration configuration)
    {
        var unit = Space.Encode(configuration);
        bool[] isActive = [.. Space.Parameters.Select(p => configuration.ContainsKey(p.Name))];
        return new(unit, Mask(unit, isActive), isActive);
    }

    /// <summary>The point at these coordinates of the unit cube; null where a constraint does not hold.</summary>
    public SearchPoint? At(double[] unit)
    {
        if (_isPlain) return new(unit, Mask(Snap(unit), _allActive), _allActive);
        var configuration = Space.Decode(unit);
        if (!Space.SatisfiesConstraints(configuration)) return null;
        return Encode(configuration) with { Unit = unit };
    }

    /// <summary>The configuration at a point.</summary>
    public Configuration Decode(SearchPoint point) => Space.Decode(point.Unit);

    /// <summary>The values of a discrete parameter that a search from <paramref name="unit"/> tries, in unit coordinates: all of a few, else the
    /// neighbours 1, 2, 4, … cells away.</summary>
    public IReadOnlyList<double> Levels(int dimension, double unit, int few)
    {
        var parameter = Space.Parameters[dimension];
        var count = parameter.Cardinality!.Value;
        if (count <= few || parameter.IsNominal) return [.. parameter.Grid((int)count).Select(parameter.ToUnit)];
        var levels = new SortedSet<double>();
        for (var distance = 1.0 / count; distance < 1; distance *= 2)
        {
            levels.Add(Snap(dimension, Math.Max(0, unit - distance)));
            levels.Add(Snap(dimension, Math.Min(1, unit + distance)));
        }
        return [.. levels];
    }

    private double[] Snap(double[] unit)
    {
        var snapped = new double[unit.Length];
        for (var d = 0; d < unit.Length; d++) snapped[d] = Space.Parameters[d].Cardinality is null ? unit[d] : Snap(d, unit[d]);
        return snapped;
    }

    private double Snap(int dimension, double unit) => Space.Parameters[dimension].ToUnit(Space.Parameters[dimension].FromUnit(unit));

    private double[] Mask(double[] unit, bool[] isActive)
    {
        var input = (double[])unit.Clone();
        for (var d = 0; d < input.Length; d++)
            if (!isActive[d]) input[d] = IsNominal[d] ? InactiveNominal : 0.5;
        return input;
    }
}
