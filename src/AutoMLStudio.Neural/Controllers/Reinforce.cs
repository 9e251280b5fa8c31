using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Controllers;

/// <summary>What a step of the controller saw.</summary>
/// <param name="Reward">Mean reward, without the entropy's part.</param>
/// <param name="Baseline">The baseline after it.</param>
/// <param name="Entropy">Mean entropy of a decision, in nats.</param>
internal readonly record struct ControllerStep(double Reward, double Baseline, double Entropy);

/// <summary>
/// Teaches a controller by policy gradients [Williams1992] with a moving average of the rewards as the baseline ([Zoph2017], §3.2; [Pham2018], §2.2):
/// for m architectures the gradient of 1/m Σ [−log p (R + β H − b) − β H] + λ · (penalty of the skip connections) is descended by Adam. R is the
/// reward, H the entropy of the decisions along the way, b the baseline before these rewards.
/// </summary>
/// <remarks>
/// The authors' code adds the entropy to the reward only. The exact gradient of the expected reward and entropy has the second term, too, and where
/// decisions do not depend on each other it is the only one that is not 0 in the mean. The baseline starts at the mean of the first rewards instead
/// of 0, which a search of some hundred architectures would not outlive.
/// </remarks>
internal sealed class Reinforce : IDisposable
{
    private readonly Controller _controller;
    private readonly FlatOptimizer _adam;
    private readonly Tensor _memory;

    /// <summary>For a controller whose weights are then changed only here.</summary>
    public Reinforce(Controller controller)
    {
        _controller = controller;
        var settings = controller.Settings;
        _adam = FlatOptimizer.ByAdam(
            controller.Weights.Parameters, controller.Weights.Gradients, new(Beta1: settings.Beta1, Epsilon: settings.Epsilon));
        using var scope = NewDisposeScope();
        _memory = zeros(2).DetachFromDisposeScope();
    }

    /// <summary>All that decides how the search goes on: the controller's numbers, Adam's, then its steps and the baseline.</summary>
    public IReadOnlyList<Tensor> State => [_controller.Weights.Parameters, .. _adam.State, _memory];

    /// <summary>Moves the controller towards what was rewarded.</summary>
    /// <param name="values">What was decided for each architecture.</param>
    /// <param name="rewards">The reward of each.</param>
    public ControllerStep Step(IReadOnlyList<IReadOnlyList<int>> values, IReadOnlyList<double> rewards)
    {
        using var scope = NewDisposeScope();
        var settings = _controller.Settings;
        var (steps, baseline) = ((long)_memory.data<float>()[0], (double)_memory.data<float>()[1]);
        if (steps == 0) baseline = rewards.Average();
        var walk = _controller.Repeat(values);
        var entropies = walk.Entropy.detach().data<float>().ToArray();
        var earned = rewards.Zip(entropies, (reward, entropy) => reward + settings.EntropyWeight * entropy).ToList();
        var advantages = tensor([.. earned.Select(r => (float)(r - baseline))]);
        // Descending −log p · (R − b) makes likelier what did better than the baseline.
        var loss = (advantages * -walk.LogProbability).Plus(walk.Entropy.Times(-settings.EntropyWeight)).mean();
        if (walk.SkipPenalty is { } penalty && settings.SkipWeight > 0) loss = loss.Plus(penalty.mean().Times(settings.SkipWeight));
        _controller.Weights.Gradients.zero_();
        loss.backward();
        _adam.Steps = steps;
        _adam.Step(settings.LearningRate);
        foreach (var reward in earned) baseline += (1 - settings.BaselineDecay) * (reward - baseline);
        Remember(steps + 1, baseline);
        return new(rewards.Average(), baseline, entropies.Average() / _controller.Decisions);
    }

    public void Dispose()
    {
        _adam.Dispose();
        _memory.Dispose();
    }

    private void Remember(long steps, double baseline)
    {
        using var frozen = no_grad();
        using var now = tensor([steps, (float)baseline]);
        _memory.copy_(now);
    }
}
