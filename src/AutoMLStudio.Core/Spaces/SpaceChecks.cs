namespace AutoMLStudio.Core.Spaces;

/// <summary>What must hold between the parameters of a space.</summary>
internal static class SpaceChecks
{
    public static IEnumerable<string> Faults(
        IReadOnlyList<Parameter> parameters, IReadOnlyList<Constraint> constraints, IReadOnlyCollection<string> costs)
    {
        if (parameters.Count == 0) yield return "The space has no parameter.";
        foreach (var group in parameters.GroupBy(p => p.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"The parameter '{group.Key}' is declared {group.Count()} times.";
        var byName = parameters.GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        foreach (var parameter in parameters)
            foreach (var clause in parameter.When?.Clauses ?? [])
                if (ClauseFault(parameter, clause, byName) is { } fault) yield return fault;
        foreach (var constraint in constraints)
            foreach (var name in constraint.Names.Where(n => !byName.ContainsKey(n) && !costs.Contains(n)))
                yield return $"The constraint '{constraint.Text}' names '{name}', which is no parameter"
                    + $"{(costs.Count > 0 ? " and no cost" : "")}; there are {string.Join(", ", byName.Keys.Concat(costs))}.";
        if (CircleAt(parameters) is { } circle) yield return $"The conditions of {circle} depend on each other in a circle.";
    }

    /// <summary>A stable order in which every parameter stands after those that its condition names.</summary>
    public static IReadOnlyList<Parameter> ParentsFirst(IReadOnlyList<Parameter> parameters)
    {
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var order = new List<Parameter>();
        var rest = parameters.ToList();
        while (rest.Count > 0)
        {
            var ready = rest.Where(p => Parents(p).All(placed.Contains)).ToList();
            if (ready.Count == 0) break;
            order.AddRange(ready);
            placed.UnionWith(ready.Select(p => p.Name));
            rest.RemoveAll(p => placed.Contains(p.Name));
        }
        return order;
    }

    private static IEnumerable<string> Parents(Parameter parameter) => parameter.When?.Clauses.Select(c => c.Parameter) ?? [];

    private static string? CircleAt(IReadOnlyList<Parameter> parameters)
    {
        var known = parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (parameters.Any(p => Parents(p).Any(n => !known.Contains(n))) || known.Count != parameters.Count) return null;
        var placed = ParentsFirst(parameters).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return placed.Count == parameters.Count ? null
            : string.Join(", ", parameters.Where(p => !placed.Contains(p.Name)).Select(p => $"'{p.Name}'"));
    }

    private static string? ClauseFault(Parameter parameter, Clause clause, Dictionary<string, Parameter> byName)
    {
        if (!byName.TryGetValue(clause.Parameter, out var parent))
            return $"'{parameter.Name}' depends on '{clause.Parameter}', which is no parameter; there are {string.Join(", ", byName.Keys)}.";
        return clause switch
        {
            Clause.OneOf { Values: var values } when values.FirstOrDefault(v => !parent.Contains(v)) is var odd
                && values.Any(v => !parent.Contains(v)) =>
                $"'{parameter.Name}' is wanted when '{parent.Name}' is {odd}, which it never is: {parent.Domain} is expected.",
            Clause.Between when parent is not (IntParameter or FloatParameter or ChoiceParameter { Ordered: true }) =>
                $"'{parameter.Name}' is wanted for a range of '{parent.Name}', which has no order: name its values instead.",
            _ => null,
        };
    }
}
