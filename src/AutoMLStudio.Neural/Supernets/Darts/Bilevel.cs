using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Darts;

/// <summary>
/// The gradient of the validation loss in the architecture parameters α, where the shared weights w follow from α by training [Liu2019] (§2.3). Where a
/// loss is given parameters without a gradient of their own, it takes none in them.
/// </summary>
/// <param name="Weights">w, flat; losses read it, and it is the same after every call.</param>
/// <param name="Gradients">Where backward passes add the gradients in w, flat.</param>
/// <param name="Alphas">α: a leaf with a gradient.</param>
/// <param name="Training">Loss of w and given α on a training batch.</param>
/// <param name="Validation">Loss of w and given α on a validation batch.</param>
internal sealed record Bilevel(Tensor Weights, Tensor Gradients, Tensor Alphas, Func<Tensor, Tensor> Training, Func<Tensor, Tensor> Validation)
{
    /// <summary>Length of the step of the finite difference: R in units of the gradient's own length, footnote 2.</summary>
    private const double Difference = 0.01;

    /// <summary>∂L_val(w, α) / ∂α, which leaves the training out, and the loss; no gradient in w is computed.</summary>
    public (Tensor Gradient, Tensor Loss) FirstOrder()
    {
        var loss = Validation(Alphas);
        return (InAlphas(loss), loss.detach());
    }

    /// <summary>
    /// ∂L_val(w′, α) / ∂α − ξ (∂L_train(w⁺, α) / ∂α − ∂L_train(w⁻, α) / ∂α) / 2ε with w′ one step of gradient descent with momentum ahead, Eqs. 7 and 8,
    /// and the loss at w′.
    /// </summary>
    /// <param name="rate">ξ, the learning rate of the weights.</param>
    /// <param name="velocity">What the weights' momentum remembers.</param>
    /// <param name="momentum">Share of it that stays.</param>
    /// <param name="decay">Weight decay of the weights.</param>
    public (Tensor Gradient, Tensor Loss) SecondOrder(double rate, Tensor velocity, double momentum, double decay)
    {
        using Scalar ahead = -rate;
        var start = Weights.clone();
        Shift(StepOfWeights(velocity, momentum, decay), ahead);
        var alphas = Alphas.detach().requires_grad_();
        var loss = Validation(alphas);
        Gradients.zero_();
        loss.backward();
        Put(start);
        var product = HessianProduct(start, rate);
        return (alphas.grad!.sub(product), loss.detach());
    }

    /// <summary>μ v + ∂L_train(w, α) / ∂w + λ w.</summary>
    private Tensor StepOfWeights(Tensor velocity, double momentum, double decay)
    {
        using Scalar keep = momentum, pull = decay;
        Gradients.zero_();
        Training(Alphas.detach()).backward();
        return Gradients.add(velocity, alpha: keep).add_(Weights.detach(), alpha: pull);
    }

    /// <summary>ξ ∂²L_train / ∂α ∂w times the gradient that <see cref="Gradients"/> holds, by a central difference along it.</summary>
    private Tensor HessianProduct(Tensor start, double rate)
    {
        using Scalar length = Difference, twice = -2.0, half = rate / 2;
        var direction = Gradients.clone();
        // ε = 0.01 / ‖∂L_val / ∂w′‖; where there is no gradient no difference either.
        var epsilon = direction.norm().add_(Tiny).reciprocal_().mul_(length);
        var step = direction.mul_(epsilon);
        Shift(step, Held.One);
        var above = InAlphas(Training(Alphas));
        Shift(step, twice);
        var below = InAlphas(Training(Alphas));
        Put(start);
        return above.sub_(below).mul_(half).div_(epsilon);
    }

    private static readonly Scalar Tiny = 1e-30;

    private Tensor InAlphas(Tensor loss) => autograd.grad([loss], [Alphas])[0];

    private void Shift(Tensor by, Scalar times)
    {
        using var frozen = no_grad();
        Weights.add_(by, alpha: times);
    }

    private void Put(Tensor values)
    {
        using var frozen = no_grad();
        Weights.copy_(values);
    }
}
