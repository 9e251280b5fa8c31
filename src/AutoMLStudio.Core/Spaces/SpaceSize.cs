namespace AutoMLStudio.Core.Spaces;

/// <summary>How many configurations a space holds.</summary>
/// <param name="Configurations">
/// The number, infinite with a continuous parameter; null where architectures have no finite set of dimensions and nobody has counted them.
/// </param>
/// <param name="IsUpperBound">True when constraints, or too many conditions to be followed, leave fewer.</param>
public sealed record SpaceSize(double? Configurations, bool IsUpperBound)
{
    /// <summary>Combinations of values that conditions name which are counted one by one; beyond them every parameter counts as active.</summary>
    private const double MaximumCases = 10_000;

    /// <summary>The size of a space. Conditions are followed: a parameter counts only where it is active.</summary>
    public static SpaceSize Of(SearchSpace space)
    {
        if (space.Parameters.Any(p => p is ArchitectureParameter)) return new(null, false);
        if (space.Parameters.Any(p => p.Cardinality is null)) return new(double.PositiveInfinity, false);
        var parents = space.Parameters.SelectMany(p => p.When?.Clauses ?? []).Select(c => c.Parameter).ToHashSet(StringComparer.Ordinal);
        var cases = Product(space.Parameters.Where(p => parents.Contains(p.Name)));
        if (cases > MaximumCases) return new(Product(space.Parameters), true);
        return new(Count(space.Parameters, parents, 0, new(StringComparer.Ordinal)), space.Constraints.Count > 0);
    }

    private static double Product(IEnumerable<Parameter> parameters) => parameters.Aggregate(1.0, (all, p) => all * p.Cardinality!.Value);

    /// <summary>Configurations of the parameters from <paramref name="index"/> on, given the values of those that conditions name.</summary>
    private static double Count(
        IReadOnlyList<Parameter> parameters, HashSet<string> parents, int index, Dictionary<string, ParameterValue> values)
    {
        if (index == parameters.Count) return 1;
        var parameter = parameters[index];
        if (!(parameter.When?.Holds(values) ?? true)) return Count(parameters, parents, index + 1, values);
        if (!parents.Contains(parameter.Name)) return parameter.Cardinality!.Value * Count(parameters, parents, index + 1, values);
        var sum = 0.0;
        foreach (var value in parameter.Grid(int.MaxValue))
        {
            values[parameter.Name] = value;
            sum += Count(parameters, parents, index + 1, values);
        }
        values.Remove(parameter.Name);
        return sum;
    }
}
