using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Supernets.Darts;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets.Darts;

/// <summary>Gradients in architecture parameters on two weights and two parameters, in float64, against numerical differentiation.</summary>
public class BilevelTests
{
    private const double Momentum = 0.9;
    private const double Decay = 0.3;

    private static readonly double[] Alphas = [0.4, -0.7];
    private static readonly double[] Weights = [0.8, 1.3];
    private static readonly double[] Velocity = [0.2, -0.5];

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void The_second_order_is_the_derivative_of_the_loss_one_step_ahead(double rate)
    {
        using var scope = NewDisposeScope();
        var toy = new Toy();
        var gradient = toy.Bilevel.SecondOrder(rate, tensor(Velocity), Momentum, Decay).Gradient.data<double>().ToArray();
        for (var i = 0; i < 2; i++)
        {
            double At(double shift) => Ahead([.. Alphas.Select((a, j) => j == i ? a + shift : a)], rate);
            var numerical = (At(1e-5) - At(-1e-5)) / 2e-5;
            gradient[i].ShouldBe(numerical, 2e-4 * Math.Max(1, Math.Abs(numerical)));
            if (rate > 0.05) Math.Abs(gradient[i] - toy.Bilevel.FirstOrder().Gradient.data<double>()[i]).ShouldBeGreaterThan(0.01);
        }
    }

    [Fact]
    public void A_step_of_length_0_gives_the_first_order()
    {
        using var scope = NewDisposeScope();
        var toy = new Toy();
        var (first, second) = (toy.Bilevel.FirstOrder(), toy.Bilevel.SecondOrder(0, tensor(Velocity), Momentum, Decay));
        second.Gradient.data<double>().ToArray().ShouldBe(first.Gradient.data<double>().ToArray());
        second.Loss.data<double>()[0].ShouldBe(first.Loss.data<double>()[0]);
        // ∂L_val / ∂α = (w₁², 2 α₁ w₀)
        first.Gradient.data<double>().ToArray().ShouldBe([1.3 * 1.3, 2 * -0.7 * 0.8], 1e-12);
    }

    [Fact]
    public void The_weights_are_the_same_afterwards_to_the_last_bit()
    {
        using var scope = NewDisposeScope();
        var toy = new Toy();
        toy.Bilevel.SecondOrder(0.1, tensor(Velocity), Momentum, Decay);
        toy.Bilevel.Weights.data<double>().ToArray().ShouldBe(Weights);
        toy.Bilevel.Alphas.data<double>().ToArray().ShouldBe(Alphas);
    }

    [Fact]
    public void The_largest_eigenvalue_is_found_beside_a_negative_one_of_larger_size()
    {
        using var scope = NewDisposeScope();
        // Hessian: a rotation of diag(3, 1, -5).
        var turn = linalg.qr(randn([3, 3], generator: new Generator(4))).Q;
        var hessian = turn.mm(diag(tensor((float[])[3, 1, -5]))).mm(turn.t());
        Curvature.LargestEigenvalue(a => hessian.mv(a), zeros(3), Rng.For(3)).ShouldBe(3, 0.1);
        Curvature.LargestEigenvalue(a => hessian.mv(a).neg(), zeros(3), Rng.For(3)).ShouldBe(5, 0.1);
    }

    /// <summary>L_val after one step of gradient descent with momentum, written out.</summary>
    private static double Ahead(double[] alphas, double rate)
    {
        double[] gradient = [2 * Weights[0] * alphas[0] + Math.Cos(Weights[0]) * alphas[1] * alphas[1],
            3 * Weights[1] * Weights[1] * alphas[1] + alphas[0]];
        var w = Weights.Select((x, i) => x - rate * (Momentum * Velocity[i] + gradient[i] + Decay * x)).ToArray();
        return w[0] * w[1] + Math.Sin(2 * w[0]) + alphas[0] * w[1] * w[1] + alphas[1] * alphas[1] * w[0];
    }

    /// <summary>L_train = w₀² α₀ + sin w₀ α₁² + w₁³ α₁ + w₁ α₀; L_val = w₀ w₁ + sin 2w₀ + α₀ w₁² + α₁² w₀.</summary>
    private sealed class Toy
    {
        public Toy()
        {
            var weights = tensor(Weights).requires_grad_();
            var gradients = zeros(2, ScalarType.Float64);
            weights.grad = gradients;
            Bilevel = new(weights, gradients, tensor(Alphas).requires_grad_(),
                a => weights[0] * weights[0] * a[0] + weights[0].sin() * a[1] * a[1] + weights[1] * weights[1] * weights[1] * a[1] + weights[1] * a[0],
                a => weights[0] * weights[1] + (weights[0] + weights[0]).sin() + a[0] * weights[1] * weights[1] + a[1] * a[1] * weights[0]);
        }

        public Bilevel Bilevel { get; }
    }
}
