using System.Runtime.Intrinsics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The Matérn-5/2 correlation k(r) = (1 + √5 r + 5r²/3) e^(−√5 r) [Snoek2012] (Eq. 8; [Rasmussen2006], Eq. 4.17) as a function of the
/// squared distance r².</summary>
internal static class Matern52
{
    /// <summary>Values and derivatives by r², both times <paramref name="scale"/>, for many squared distances at once.</summary>
    /// <param name="squared">Squared distances.</param>
    /// <param name="scale">Variance of the process.</param>
    /// <param name="value">Filled with scale · k.</param>
    /// <param name="slope">Filled with scale · dk/d(r²) = −scale · 5/6 (1 + √5 r) e^(−√5 r); may be empty.</param>
    public static void Evaluate(ReadOnlySpan<double> squared, double scale, Span<double> value, Span<double> slope)
    {
        var one = Vector256<double>.One;
        var third = Vector256.Create(1.0 / 3);
        var i = 0;
        for (; i <= squared.Length - 4; i += 4)
        {
            var z = Vector256.Sqrt(Vector256.Create(squared.Slice(i, 4)) * 5.0);
            var decay = Vector256.Exp(-z) * scale;
            var linear = one + z;
            ((linear + z * z * third) * decay).CopyTo(value[i..]);
            if (!slope.IsEmpty) (linear * decay * (-5.0 / 6)).CopyTo(slope[i..]);
        }
        for (; i < squared.Length; i++)
        {
            var z = Math.Sqrt(5 * squared[i]);
            var decay = scale * Math.Exp(-z);
            value[i] = (1 + z + z * z / 3) * decay;
            if (!slope.IsEmpty) slope[i] = -5.0 / 6 * (1 + z) * decay;
        }
    }
}

/// <summary>The correlation of a process.</summary>
public enum KernelKind
{
    /// <summary>Matérn-5/2: functions that bend, twice differentiable.</summary>
    Matern52,
    /// <summary>Squared exponential: functions without any roughness.</summary>
    SquaredExponential,
}

/// <summary>Correlations by the squared distance.</summary>
internal static class Kernels
{
    /// <summary>Values and derivatives of a kernel, both times <paramref name="scale"/>; see <see cref="Matern52.Evaluate"/>.</summary>
    public static void Evaluate(KernelKind kind, ReadOnlySpan<double> squared, double scale, Span<double> value, Span<double> slope)
    {
        if (kind == KernelKind.Matern52)
        {
            Matern52.Evaluate(squared, scale, value, slope);
            return;
        }
        // e^(−r²/2) ([Rasmussen2006], Eq. 4.9) and its derivative by r².
        for (var i = 0; i < squared.Length; i++)
        {
            value[i] = scale * Math.Exp(-0.5 * squared[i]);
            if (!slope.IsEmpty) slope[i] = -0.5 * value[i];
        }
    }
}
