using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>The built-in functions; a study file writes them in lower case with underscores (<c>goldstein_price</c>).</summary>
public enum TestFunctionKey
{
    /// <summary>Two dimensions, three global minima.</summary>
    Branin,
    /// <summary>Three dimensions, four local minima.</summary>
    Hartmann3,
    /// <summary>Six dimensions, six local minima.</summary>
    Hartmann6,
    /// <summary>Any dimension: a funnel covered with ripples.</summary>
    Ackley,
    /// <summary>Any dimension from 2: a long curved valley.</summary>
    Rosenbrock,
    /// <summary>Any dimension: ripples that grow away from the minimum.</summary>
    Levy,
    /// <summary>Two dimensions, values over six orders of magnitude.</summary>
    GoldsteinPrice,
    /// <summary>One dimension, one local and one global minimum: made to be watched.</summary>
    Forrester,
    /// <summary>Any even dimension, half of it categorical; its value is an average over as many coin tosses as the budget allows.</summary>
    CountingOnes,
}

/// <summary>A function with a known minimum, to try searches on. Smaller is better.</summary>
public sealed class TestFunction
{
    private readonly Func<double[], double> _formula;

    private TestFunction(
        TestFunctionKey key, string title, SearchSpace space, double optimum, IReadOnlyList<Configuration> optimisers, Func<double[], double> formula)
    {
        (Key, Title, Space, Optimum, Optimisers, _formula) = (key, title, space, optimum, optimisers, formula);
    }

    /// <summary>Which function it is.</summary>
    public TestFunctionKey Key { get; }

    /// <summary>What a person calls it.</summary>
    public string Title { get; }

    /// <summary>Its usual domain.</summary>
    public SearchSpace Space { get; }

    /// <summary>Its smallest value.</summary>
    public double Optimum { get; }

    /// <summary>The points where it is reached, to about eight digits.</summary>
    public IReadOnlyList<Configuration> Optimisers { get; }

    /// <summary>True when an evaluation is an average over coin tosses, one a budget unit (counting ones).</summary>
    public bool IsSampled => Key == TestFunctionKey.CountingOnes;

    /// <summary>The function of this key.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="dimension">Number of dimensions; null for the usual one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The function does not exist in so many dimensions; <see cref="DimensionFault"/> says
    /// why.</exception>
    public static TestFunction Make(TestFunctionKey key, int? dimension = null)
    {
        if (DimensionFault(key, dimension) is { } fault) throw new ArgumentOutOfRangeException(nameof(dimension), fault);
        var d = dimension ?? UsualDimension(key);
        return key switch
        {
            TestFunctionKey.Branin => Of(key, "Branin", [(-5, 10), (0, 15)], Formulas.BraninOptimum,
                [[-Math.PI, 12.275], [Math.PI, 2.275], [3 * Math.PI, 2.475]], Formulas.Branin),
            TestFunctionKey.Hartmann3 =>
                Of(key, "Hartmann, 3 dimensions", Cube(3, 0, 1), Formulas.Hartmann3Optimum, [Formulas.Hartmann3Optimiser], Formulas.Hartmann3),
            TestFunctionKey.Hartmann6 =>
                Of(key, "Hartmann, 6 dimensions", Cube(6, 0, 1), Formulas.Hartmann6Optimum, [Formulas.Hartmann6Optimiser], Formulas.Hartmann6),
            TestFunctionKey.Ackley => Of(key, $"Ackley, {d} dimensions", Cube(d, -32.768, 32.768), 0, [Same(d, 0)], Formulas.Ackley),
            TestFunctionKey.Rosenbrock => Of(key, $"Rosenbrock, {d} dimensions", Cube(d, -5, 10), 0, [Same(d, 1)], Formulas.Rosenbrock),
            TestFunctionKey.Levy => Of(key, $"Levy, {d} dimensions", Cube(d, -10, 10), 0, [Same(d, 1)], Formulas.Levy),
            TestFunctionKey.GoldsteinPrice => Of(key, "Goldstein-Price", Cube(2, -2, 2), 3, [[0, -1]], Formulas.GoldsteinPrice),
            TestFunctionKey.Forrester => Of(key, "Forrester", Cube(1, 0, 1), Formulas.ForresterOptimum, [[0.7572487570]], Formulas.Forrester),
            TestFunctionKey.CountingOnes => CountingOnes(d),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
    }

    /// <summary>Why the function does not exist in so many dimensions; null when it does.</summary>
    public static string? DimensionFault(TestFunctionKey key, int? dimension) => (key, dimension) switch
    {
        (_, null) => null,
        (_, < 1 or > 1000) => $"dimension is {dimension}: 1 to 1000 is expected.",
        (TestFunctionKey.Rosenbrock, < 2) => $"dimension is {dimension}: Rosenbrock's function needs at least 2.",
        (TestFunctionKey.CountingOnes, _) => dimension % 2 == 0 ? null
            : $"dimension is {dimension}: counting ones needs an even number, half of it categorical.",
        (TestFunctionKey.Ackley or TestFunctionKey.Rosenbrock or TestFunctionKey.Levy, _) => null,
        _ when dimension == UsualDimension(key) => null,
        _ => $"dimension is {dimension}: this function has {UsualDimension(key)}.",
    };

    /// <summary>
    /// Why the function cannot be evaluated all over a space: a coordinate is missing, conditional, or no number. Null when it can.
    /// </summary>
    internal string? WhyNotOver(SearchSpace space)
    {
        foreach (var name in Space.Declared.Select(p => p.Name))
        {
            if (space.Find(name) is not { } parameter)
                return $"The function {Title} needs a parameter '{name}'; the space has {string.Join(", ", space.Parameters.Select(p => p.Name))}.";
            if (parameter.When is not null) return $"The function {Title} needs the parameter '{name}' always, and it is conditional.";
            if (parameter is ChoiceParameter { Choices: var choices } && choices.Any(c => c.Kind != ValueKind.Number))
                return $"The function {Title} needs numbers for '{name}', not {parameter.Domain}.";
        }
        return null;
    }

    /// <summary>The exact loss.</summary>
    /// <exception cref="TrialFailedException">The configuration lacks a coordinate.</exception>
    public double Evaluate(Configuration configuration) => _formula(Coordinates(configuration));

    /// <summary>The coordinates in the function's own order.</summary>
    /// <exception cref="TrialFailedException">The configuration lacks a coordinate, or it is no number.</exception>
    internal double[] Coordinates(Configuration configuration) => [.. Space.Declared.Select(p =>
        configuration.TryGetValue(p.Name, out var value) && value.Kind == ValueKind.Number ? value.Number
            : throw new TrialFailedException($"The function {Title} needs a number '{p.Name}'; the configuration is {configuration}."))];

    private static int UsualDimension(TestFunctionKey key) => key switch
    {
        TestFunctionKey.Forrester => 1,
        TestFunctionKey.Hartmann3 => 3,
        TestFunctionKey.Hartmann6 => 6,
        TestFunctionKey.CountingOnes => 16,
        _ => 2,
    };

    /// <summary>−Σxᵢ over binary categorical and continuous coordinates in equal number [Falkner2018] (§5.1).</summary>
    private static TestFunction CountingOnes(int dimension)
    {
        var half = dimension / 2;
        var parameters = Enumerable.Range(1, half).Select(Parameter (i) => new ChoiceParameter($"c{i}", [0.0, 1.0]))
            .Concat(Enumerable.Range(1, half).Select(Parameter (i) => new FloatParameter($"x{i}", 0, 1))).ToList();
        return Of(TestFunctionKey.CountingOnes, $"Counting ones, {half} categorical + {half} continuous", parameters, -dimension,
            [Same(dimension, 1)], x => -x.Sum());
    }

    private static TestFunction Of(
        TestFunctionKey key, string title, (double Low, double High)[] domain, double optimum, double[][] optimisers, Func<double[], double> formula)
    {
        var parameters = domain.Select(Parameter (bounds, i) => new FloatParameter($"x{i + 1}", bounds.Low, bounds.High)).ToList();
        return Of(key, title, parameters, optimum, optimisers, formula);
    }

    private static TestFunction Of(
        TestFunctionKey key, string title, List<Parameter> parameters, double optimum, double[][] optimisers, Func<double[], double> formula)
    {
        var points = optimisers.Select(x => new Configuration(parameters.Zip(x, (p, v) => new KeyValuePair<string, ParameterValue>(p.Name, v))));
        return new(key, title, new(parameters), optimum, [.. points], formula);
    }

    private static (double, double)[] Cube(int dimension, double low, double high) => [.. Enumerable.Repeat((low, high), dimension)];

    private static double[] Same(int dimension, double value) => [.. Enumerable.Repeat(value, dimension)];
}
