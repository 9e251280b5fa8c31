using System.Numerics.Tensors;

namespace AutoMLStudio.Surrogates.Numerics;

/// <summary>A function to minimise: returns its value at <paramref name="x"/> and fills in its gradient. A value that is not finite says "not
/// here".</summary>
internal delegate double DifferentiableFunction(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>Where a minimisation ended.</summary>
internal sealed record Minimum(double[] Point, double Value, int Evaluations);

/// <summary>When to stop.</summary>
/// <param name="GradientTolerance">Largest component of the projected gradient.</param>
/// <param name="ValueTolerance">Decrease in one iteration, relative to the value or to 1.</param>
/// <param name="MaximumIterations">Line searches.</param>
internal sealed record LbfgsSettings(double GradientTolerance = 1e-5, double ValueTolerance = 1e-10, int MaximumIterations = 100);

/// <summary>
/// Limited-memory BFGS within bounds: the two-loop recursion [Nocedal1980] on the variables that are free, and a projected line search as
/// [Bertsekas1982] has it.
/// </summary>
/// <remarks>
/// Deviation from L-BFGS-B: no generalised Cauchy point; a variable at its bound is held there while the gradient presses it against the bound.
/// Pure: the same function
/// and start give the same minimum.
/// </remarks>
internal sealed class Lbfgs
{
    private const int Memory = 10;
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MaximumSteps = 20;

    private readonly DifferentiableFunction _function;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly LbfgsSettings _settings;
    private readonly List<(double[] Step, double[] Change, double Product)> _pairs = [];
    private int _evaluations;

    private Lbfgs(DifferentiableFunction function, double[] lower, double[] upper, LbfgsSettings settings) =>
        (_function, _lower, _upper, _settings) = (function, lower, upper, settings);

    /// <summary>A local minimum of <paramref name="function"/> near <paramref name="start"/>, which is moved into the bounds first.</summary>
    public static Minimum Minimize(DifferentiableFunction function, double[] start, double[] lower, double[] upper, LbfgsSettings? settings = null) =>
        new Lbfgs(function, lower, upper, settings ?? new()).Run(start);

    private Minimum Run(double[] start)
    {
        var at = Evaluate([.. start]);
        for (var iteration = 0; iteration < _settings.MaximumIterations && double.IsFinite(at.Value) && !IsStationary(at); iteration++)
        {
            var next = Search(at, Direction(at));
            if (next is null)
            {
                if (_pairs.Count == 0) break;
                _pairs.Clear();
                continue;
            }
            Remember(at, next);
            var decrease = at.Value - next.Value;
            at = next;
            if (decrease <= _settings.ValueTolerance * Math.Max(1, Math.Abs(at.Value))) break;
        }
        return new(at.X, at.Value, _evaluations);
    }

    private Iterate Evaluate(double[] x)
    {
        for (var i = 0; i < x.Length; i++) x[i] = Math.Clamp(x[i], _lower[i], _upper[i]);
        var gradient = new double[x.Length];
        _evaluations++;
        return new(x, _function(x, gradient), gradient);
    }

    private bool IsHeld(Iterate at, int i) => at.X[i] <= _lower[i] && at.Gradient[i] > 0 || at.X[i] >= _upper[i] && at.Gradient[i] < 0;

    private bool IsStationary(Iterate at)
    {
        for (var i = 0; i < at.X.Length; i++)
            if (Math.Abs(Math.Clamp(at.X[i] - at.Gradient[i], _lower[i], _upper[i]) - at.X[i]) > _settings.GradientTolerance) return false;
        return true;
    }

    /// <summary>−H·g on the free variables by the two-loop recursion; the steepest descent where that does not descend.</summary>
    private double[] Direction(Iterate at)
    {
        var direction = new double[at.X.Length];
        var free = new double[at.X.Length];
        for (var i = 0; i < free.Length; i++) free[i] = IsHeld(at, i) ? 0 : 1;
        TensorPrimitives.Multiply(at.Gradient, free, direction);
        var weights = new double[_pairs.Count];
        for (var k = _pairs.Count - 1; k >= 0; k--)
        {
            weights[k] = Sums.Dot(_pairs[k].Step, direction) / _pairs[k].Product;
            Add(direction, -weights[k], _pairs[k].Change, free);
        }
        if (_pairs.Count > 0)
        {
            var (_, change, product) = _pairs[^1];
            TensorPrimitives.Multiply(direction, product / Sums.Dot(change, change), direction);
        }
        for (var k = 0; k < _pairs.Count; k++)
            Add(direction, weights[k] - Sums.Dot(_pairs[k].Change, direction) / _pairs[k].Product, _pairs[k].Step, free);
        TensorPrimitives.Negate(direction, direction);
        KeepInside(at, direction);
        if (Sums.Dot(direction, at.Gradient) < 0) return direction;
        _pairs.Clear();
        TensorPrimitives.Multiply(at.Gradient, free, direction);
        TensorPrimitives.Negate(direction, direction);
        return direction;
    }

    private static void Add(double[] to, double factor, double[] what, double[] free)
    {
        for (var i = 0; i < to.Length; i++) to[i] += factor * what[i] * free[i];
    }

    private void KeepInside(Iterate at, double[] direction)
    {
        for (var i = 0; i < direction.Length; i++)
            if (at.X[i] <= _lower[i] && direction[i] < 0 || at.X[i] >= _upper[i] && direction[i] > 0) direction[i] = 0;
    }

    /// <summary>A point on the projected path that satisfies the weak Wolfe conditions, or at least the first; null when none decreases the function
    /// enough.</summary>
    private Iterate? Search(Iterate from, double[] direction)
    {
        var t = _pairs.Count > 0 ? 1 : Math.Min(1, 1 / Math.Max(Math.Sqrt(Sums.Dot(direction, direction)), 1e-300));
        double low = 0, high = double.PositiveInfinity;
        Iterate? best = null;
        for (var k = 0; k < MaximumSteps; k++)
        {
            var at = Evaluate([.. from.X.Zip(direction, (x, d) => x + t * d)]);
            var moved = Along(from.Gradient, from, at);
            if (!double.IsFinite(at.Value) || at.Value > from.Value + SufficientDecrease * moved || moved >= 0)
            {
                high = t;
                var parabola = -moved / (2 * (at.Value - from.Value - moved));
                t = low > 0 ? (low + high) / 2 : t * (double.IsFinite(parabola) ? Math.Clamp(parabola, 0.1, 0.5) : 0.1);
            }
            else
            {
                if (best is not null && at.X.AsSpan().SequenceEqual(best.X)) return best;
                best = at;
                if (Along(at.Gradient, from, at) >= Curvature * moved) return best;
                low = t;
                t = double.IsFinite(high) ? (low + high) / 2 : 2 * t;
            }
        }
        return best;
    }

    private static double Along(double[] gradient, Iterate from, Iterate to)
    {
        var sum = 0.0;
        for (var i = 0; i < gradient.Length; i++) sum += gradient[i] * (to.X[i] - from.X[i]);
        return sum;
    }

    private void Remember(Iterate from, Iterate to)
    {
        var step = new double[from.X.Length];
        var change = new double[from.X.Length];
        TensorPrimitives.Subtract(to.X, from.X, step);
        TensorPrimitives.Subtract(to.Gradient, from.Gradient, change);
        var product = Sums.Dot(step, change);
        // Only pairs of positive curvature keep the approximation positive definite.
        if (product <= 1e-12 * Sums.Dot(change, change)) return;
        if (_pairs.Count == Memory) _pairs.RemoveAt(0);
        _pairs.Add((step, change, product));
    }

    private sealed record Iterate(double[] X, double Value, double[] Gradient);
}
