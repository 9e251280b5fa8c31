using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Sampling;

/// <summary>
/// The finite set of configurations that take a grid value for each active parameter: conditions decide what is active, constraints what is left.
/// None occurs twice.
/// </summary>
internal static class Cells
{
    /// <summary>All of them, the last parameter running fastest, each made when it is asked for.</summary>
    /// <param name="space">The space.</param>
    /// <param name="points">Values of a parameter that has more, or infinitely many.</param>
    public static IEnumerable<Configuration> Of(SearchSpace space, int points)
    {
        var grid = space.Parameters.Select(p => p.Grid(points)).ToArray();
        var digits = new int[grid.Length];
        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        for (var depth = Descend(space, grid, digits, values, 0); depth >= 0; depth = Advance(space, grid, digits, values))
        {
            var configuration = new Configuration(values);
            if (space.SatisfiesConstraints(configuration)) yield return configuration;
        }
    }

    /// <summary>
    /// Number of configurations of a finite space if every parameter were active; null when that is infinite or above <paramref name="limit"/>.
    /// </summary>
    public static long? Bound(SearchSpace space, long limit)
    {
        var product = 1L;
        foreach (var parameter in space.Parameters)
        {
            if (parameter.Cardinality is not { } count || count > limit / product) return null;
            product *= count;
        }
        return product;
    }

    /// <summary>Gives the parameters from <paramref name="depth"/> on their first value where they are active.</summary>
    private static int Descend(
        SearchSpace space, IReadOnlyList<ParameterValue>[] grid, int[] digits, Dictionary<string, ParameterValue> values, int depth)
    {
        for (; depth < grid.Length; depth++)
        {
            digits[depth] = 0;
            if (space.Parameters[depth].When?.Holds(values) ?? true) values[space.Parameters[depth].Name] = grid[depth][0];
        }
        return depth;
    }

    /// <summary>Moves the last active parameter that has a further value on to it and starts those behind it anew; −1 when there is none.</summary>
    private static int Advance(SearchSpace space, IReadOnlyList<ParameterValue>[] grid, int[] digits, Dictionary<string, ParameterValue> values)
    {
        for (var depth = grid.Length - 1; depth >= 0; depth--)
        {
            var name = space.Parameters[depth].Name;
            if (!values.ContainsKey(name)) continue;
            if (++digits[depth] < grid[depth].Count)
            {
                values[name] = grid[depth][digits[depth]];
                return Descend(space, grid, digits, values, depth + 1);
            }
            values.Remove(name);
        }
        return -1;
    }
}
