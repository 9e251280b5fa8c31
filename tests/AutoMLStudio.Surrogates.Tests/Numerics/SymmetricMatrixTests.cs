using AutoMLStudio.Surrogates.Numerics;
using TorchSharp;

namespace AutoMLStudio.Surrogates.Tests.Numerics;

public sealed class SymmetricMatrixTests
{
    [Fact]
    public void The_inverse_and_determinant_of_a_small_matrix_are_those_by_hand()
    {
        // Determinant 4·3 − 2² = 8; the upper triangle is not looked at.
        var inverse = new double[4];
        SymmetricMatrix.TryInvert([4, 99, 2, 3], 2, inverse, out var logDeterminant).ShouldBeTrue();
        double[] expected = [3.0 / 8, -2.0 / 8, -2.0 / 8, 4.0 / 8];
        for (var i = 0; i < 4; i++) inverse[i].ShouldBe(expected[i], 1e-15);
        logDeterminant.ShouldBe(Math.Log(8), 1e-15);
    }

    [Fact]
    public void The_factor_and_its_inverse_are_lower_triangles_row_by_row()
    {
        var (factor, inverse) = (new double[4], new double[4]);
        SymmetricMatrix.TryFactor([4, 2, 2, 5], 2, factor, inverse).ShouldBeTrue();
        factor.ShouldBe([2, 0, 1, 2]);
        inverse.ShouldBe([0.5, 0, -0.25, 0.5]);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_told_so()
    {
        SymmetricMatrix.TryInvert([1, 2, 2, 1], 2, new double[4], out _).ShouldBeFalse();
        SymmetricMatrix.TryFactor([1, double.NaN, double.NaN, 1], 2, new double[4], new double[4]).ShouldBeFalse();
    }

    [Fact]
    public void Products_and_forms_are_those_by_hand()
    {
        // L = [[2, 0], [1, 2]]; L⁻¹(2, 5) = (1, 2), so its form is 5.
        var (products, forms) = (new double[2], new double[1]);
        SymmetricMatrix.Apply([2, 0, 1, 2], [2, 5], [1, 0, 3, -1], 2, products, forms);
        products.ShouldBe([2, 1]);
        forms[0].ShouldBe(5, 1e-14);
        SymmetricMatrix.Project([2, 0, 1, 2], [2, 5], 2)[0].ShouldBe(5, 1e-14);
    }

    [Fact]
    public void No_tensor_outlives_a_call()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        The_inverse_and_determinant_of_a_small_matrix_are_those_by_hand();
        The_factor_and_its_inverse_are_lower_triangles_row_by_row();
        A_matrix_that_is_not_positive_definite_is_told_so();
        Products_and_forms_are_those_by_hand();
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }
}
