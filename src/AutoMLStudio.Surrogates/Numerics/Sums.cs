using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoMLStudio.Surrogates.Numerics;

/// <summary>
/// Sums of products in an order that the length alone decides. The library's own start at an aligned address, so that the same numbers elsewhere in
/// memory give another
/// last digit, and with it, some trials later, another study.
/// </summary>
internal static class Sums
{
    /// <summary>Σ aᵢbᵢ over vectors of one length.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        var (first, second) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 1 < va.Length; i += 2)
        {
            first += va[i] * vb[i];
            second += va[i + 1] * vb[i + 1];
        }
        if (i < va.Length) first += va[i] * vb[i];
        var sum = Vector256.Sum(first + second);
        for (var rest = va.Length * Vector256<double>.Count; rest < a.Length; rest++) sum += a[rest] * b[rest];
        return sum;
    }

    /// <summary>Σ aᵢbᵢ and Σ aᵢcᵢ, each to the digit as <see cref="Dot"/> has it: a is read once for both.</summary>
    public static (double B, double C) Dots(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c)
    {
        var va = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        var vc = MemoryMarshal.Cast<double, Vector256<double>>(c[..a.Length]);
        var (firstB, secondB, firstC, secondC) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 1 < va.Length; i += 2)
        {
            firstB += va[i] * vb[i];
            secondB += va[i + 1] * vb[i + 1];
            firstC += va[i] * vc[i];
            secondC += va[i + 1] * vc[i + 1];
        }
        if (i < va.Length)
        {
            firstB += va[i] * vb[i];
            firstC += va[i] * vc[i];
        }
        var (sumB, sumC) = (Vector256.Sum(firstB + secondB), Vector256.Sum(firstC + secondC));
        for (var rest = va.Length * Vector256<double>.Count; rest < a.Length; rest++)
        {
            sumB += a[rest] * b[rest];
            sumC += a[rest] * c[rest];
        }
        return (sumB, sumC);
    }

    /// <summary>Σ aᵢ.</summary>
    public static double Of(ReadOnlySpan<double> a)
    {
        var sum = Vector256<double>.Zero;
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(a);
        foreach (var vector in vectors) sum += vector;
        var total = Vector256.Sum(sum);
        foreach (var value in a[(vectors.Length * Vector256<double>.Count)..]) total += value;
        return total;
    }
}
