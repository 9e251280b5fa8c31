using System.Runtime.InteropServices;
using TorchSharp;

namespace AutoMLStudio.Surrogates.Numerics;

/// <summary>The cubic work on symmetric positive definite matrices, in libtorch at double precision. Matrices are flat arrays, row by row; no tensor
/// outlives a call.</summary>
/// <remarks>
/// No operation here takes or gives a <see cref="Scalar"/>: TorchSharp does not keep one alive during the native call, and a collection at that
/// moment frees it under libtorch.
/// Tensors are held by their scope.
/// </remarks>
internal static class SymmetricMatrix
{
    /// <summary>The inverse and the logarithm of the determinant of a matrix (n × n) whose lower triangle is given; false when it is not positive
    /// definite.</summary>
    public static bool TryInvert(double[] matrix, int n, double[] inverse, out double logDeterminant)
    {
        using var scope = torch.NewDisposeScope();
        logDeterminant = double.NaN;
        if (Factor(matrix, n) is not { } factor) return false;
        var diagonal = new double[n];
        Read(factor.diagonal(), diagonal);
        logDeterminant = 2 * diagonal.Sum(Math.Log);
        Read(torch.cholesky_inverse(factor), inverse);
        return true;
    }

    /// <summary>The Cholesky factor L (n × n, lower) of a matrix whose lower triangle is given, and its inverse; false when it is not positive
    /// definite.</summary>
    public static bool TryFactor(double[] matrix, int n, double[] factor, double[] factorInverse)
    {
        using var scope = torch.NewDisposeScope();
        if (Factor(matrix, n) is not { } lower) return false;
        Read(lower, factor);
        Read(torch.linalg.solve_triangular(lower, torch.eye(n, dtype: torch.float64), upper: false), factorInverse);
        return true;
    }

    /// <summary>
    /// For rows c of <paramref name="rows"/> (m × n): the products c·a for every vector a of <paramref name="vectors"/> (s × n), and c·(L Lᵀ)⁻¹·c,
    /// given the lower factor L (n × n).
    /// </summary>
    /// <param name="products">Filled, m × s.</param>
    /// <param name="forms">Filled, m.</param>
    public static void Apply(double[] factor, double[] rows, double[] vectors, int n, double[] products, double[] forms)
    {
        using var scope = torch.NewDisposeScope();
        var cross = Tensor(rows, [rows.Length / n, n]);
        Read(cross.matmul(Tensor(vectors, [vectors.Length / n, n]).mT), products);
        var half = torch.linalg.solve_triangular(Tensor(factor, [n, n]), cross.mT, upper: false);
        Read((half * half).sum(dim: 0), forms);
    }

    /// <summary>
    /// The symmetric square root of a symmetric matrix (n × n) and its inverse. Unlike the eigenvectors, it has no sign that could be one or the other.
    /// Eigenvalues below <paramref name="least"/> times the largest are lifted to that.
    /// </summary>
    public static (double[] Root, double[] Inverse) SquareRoot(double[] matrix, int n, double least)
    {
        using var scope = torch.NewDisposeScope();
        var (values, vectors) = torch.linalg.eigh(Tensor(matrix, [n, n]));
        var eigenvalues = new double[n];
        Read(values, eigenvalues);
        var floor = least * eigenvalues[^1];
        var roots = Tensor([.. eigenvalues.Select(v => Math.Sqrt(Math.Max(v, floor)))], [n]);
        var (root, inverse) = (new double[n * n], new double[n * n]);
        Read((vectors * roots).matmul(vectors.mT), root);
        Read((vectors / roots).matmul(vectors.mT), inverse);
        return (root, inverse);
    }

    /// <summary>The solution x of A x = b for a square matrix (n × n); null when it is singular.</summary>
    public static double[]? Solve(double[] matrix, double[] right, int n)
    {
        using var scope = torch.NewDisposeScope();
        var (solution, info) = torch.linalg.solve_ex(Tensor(matrix, [n, n]), Tensor(right, [n, 1]));
        if (MemoryMarshal.Read<int>(info.bytes) != 0) return null;
        var values = new double[n];
        Read(solution, values);
        return Array.TrueForAll(values, double.IsFinite) ? values : null;
    }

    /// <summary>The matrix C·(L Lᵀ)⁻¹·Cᵀ (m × m) for C = <paramref name="rows"/> (m × n), given the lower factor L (n × n).</summary>
    public static double[] Project(double[] factor, double[] rows, int n)
    {
        using var scope = torch.NewDisposeScope();
        var half = Half(factor, rows, n);
        return Read(half.mT.matmul(half));
    }

    /// <summary>The matrix C·(L Lᵀ)⁻¹·Dᵀ (m × l) for rows C (m × n) and D (l × n), given the lower factor L (n × n).</summary>
    public static double[] Project(double[] factor, double[] first, double[] second, int n)
    {
        using var scope = torch.NewDisposeScope();
        return Read(Half(factor, first, n).mT.matmul(Half(factor, second, n)));
    }

    /// <summary>L⁻¹Cᵀ.</summary>
    private static torch.Tensor Half(double[] factor, double[] rows, int n) =>
        torch.linalg.solve_triangular(Tensor(factor, [n, n]), Tensor(rows, [rows.Length / n, n]).mT, upper: false);

    private static double[] Read(torch.Tensor tensor)
    {
        var values = new double[tensor.numel()];
        Read(tensor, values);
        return values;
    }

    // A tensor over an array lies wherever the array does, and the library's last digits depend on the alignment: a copy lies where libtorch wants
    // it.
    private static torch.Tensor Tensor(double[] values, ReadOnlySpan<long> shape) => torch.tensor(values, shape).clone();

    private static torch.Tensor? Factor(double[] matrix, int n)
    {
        var (factor, info) = torch.linalg.cholesky_ex(Tensor(matrix, [n, n]));
        return MemoryMarshal.Read<int>(info.bytes) == 0 ? factor : null;
    }

    private static void Read(torch.Tensor tensor, double[] into) => MemoryMarshal.Cast<byte, double>(tensor.contiguous().bytes).CopyTo(into);
}
