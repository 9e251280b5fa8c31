using System.Globalization;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Spaces;

/// <summary>Search spaces of every kind, named by a number: all parameter types and scales, nested conditions, constraints.</summary>
internal static class RandomSpaces
{
    public static SearchSpace Of(ulong seed)
    {
        var rng = Rng.For(seed);
        var parameters = new List<Parameter>();
        var count = 1 + rng.Next(8);
        for (var i = 0; i < count; i++)
        {
            var parameter = Parameter($"p{i}", rng);
            parameters.Add(parameter with { When = rng.NextDouble() < 0.5 ? Condition(parameters, rng) : null });
        }
        var constraints = parameters.Where(_ => rng.NextDouble() < 0.3).Select(p => Constraint.Parse(Text(p, rng))).ToList();
        var declared = parameters.ToArray();
        rng.Shuffle<Parameter>(declared);
        return new(declared, constraints);
    }

    private static Parameter Parameter(string name, Rng rng)
    {
        var scale = Math.Pow(10, rng.NextDouble(-9, 9));
        switch (rng.Next(6))
        {
            case 0:
                var low = scale * rng.NextDouble(-1, 1);
                return new FloatParameter(name, low, low + scale * rng.NextDouble(0.01, 1));
            case 1:
                return new FloatParameter(name, scale, scale * Math.Pow(10, rng.NextDouble(0.1, 8)), Log: true);
            case 2:
                var (start, span) = (scale * rng.NextDouble(-1, 1), scale * rng.NextDouble(0.01, 1));
                return new FloatParameter(name, start, start + span, Step: span / rng.NextDouble(1, 40));
            case 3:
                var first = rng.Next(2_000) - 1_000;
                var step = 1 + rng.Next(7);
                return new IntParameter(name, first, first + step + rng.Next(300), Step: step);
            case 4:
                var least = 1 + rng.Next(1_000);
                return new IntParameter(name, least, least + rng.Next(100_000), Log: true);
            default:
                var isOrdered = rng.Next(2) == 0;
                ParameterValue[] choices = [true, "sgd", "a b", 0.5, -3.0, false, "\u00e9\"", 1e300];
                return new ChoiceParameter(name, isOrdered ? [0.1, 1.0, 10.0] : choices[..(1 + rng.Next(choices.Length))], isOrdered);
        }
    }

    private static Condition? Condition(List<Parameter> parents, Rng rng)
    {
        if (parents.Count == 0) return null;
        var clauses = new List<Clause>();
        for (var i = rng.Next(2); i >= 0; i--)
        {
            var parent = parents[rng.Next(parents.Count)];
            if (clauses.Exists(c => c.Parameter == parent.Name)) continue;
            var (one, other) = (parent.FromUnit(rng.NextDouble()), parent.FromUnit(rng.NextDouble()));
            clauses.Add(parent is ChoiceParameter ? new Clause.OneOf(parent.Name, one == other ? [one] : [one, other])
                : rng.Next(2) == 0 ? new Clause.Between(parent.Name, Math.Min(one.Number, other.Number), null)
                    : new Clause.Between(parent.Name, null, Math.Max(one.Number, other.Number)));
        }
        return new(clauses);
    }

    // Leaves at least a fifth of the parameter's own range, so that the space stays easy to hit.
    private static string Text(Parameter parameter, Rng rng) => parameter is ChoiceParameter
        ? $"{parameter.Name} == {parameter.Name} and not ({parameter.Name} == 'no such choice')"
        : $"{parameter.Name} <= {parameter.FromUnit(rng.NextDouble(0.2, 1)).Number.ToString("R", CultureInfo.InvariantCulture)}";
}
