using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Controllers;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Controllers;

public class ReinforceTests
{
    private static readonly Token[] Program = [new Pick("a", 2), new Skips(), new Pick("b", 3), new Skips()];

    /// <summary>
    /// The mean of the step's gradient over everything that could be drawn is that of −(expected reward + β · entropy) + λ · penalty, which is
    /// written out here and differentiated as a whole; whatever the baseline, and only with the sign of −log p · (R − b).
    /// </summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0)]
    [InlineData(0.3, 0.7)]
    public void The_mean_gradient_is_that_of_the_expected_reward(double entropyWeight, double skipWeight)
    {
        using var scope = NewDisposeScope();
        var settings = new ControllerSettings
        {
            Size = 5, Start = 0.8, EntropyWeight = entropyWeight, SkipWeight = skipWeight, LearningRate = 0, BaselineDecay = 1,
        };
        using var controller = new Controller(Program, settings, 2);
        using var reinforce = new Reinforce(controller);
        var all = ControllerTests.All(Program);
        var rewards = all.Select((_, i) => Math.Sin(i * 1.7) + 2).ToList();
        reinforce.Step([all[0]], [1.2]);
        var probabilities = controller.Repeat(all).LogProbability.exp().detach();
        var mean = zeros_like(controller.Weights.Gradients);
        for (var i = 0; i < all.Count; i++)
        {
            reinforce.Step([all[i]], [rewards[i]]).Baseline.ShouldBe(1.2, 1e-6);
            mean.add_(controller.Weights.Gradients * probabilities[i]);
        }
        var walk = controller.Repeat(all);
        var expected = (walk.LogProbability.exp() * (tensor(rewards.Select(r => (float)r).ToArray()) + walk.Entropy * entropyWeight)).sum();
        controller.Weights.Gradients.zero_();
        // The penalty's weight in the sum is a probability too, which the step does not differentiate: it is one of the logits, not of the draws.
        (-expected + (walk.SkipPenalty! * probabilities).sum() * skipWeight).backward();
        (mean - controller.Weights.Gradients).abs().max().item<float>().ShouldBeLessThan(2e-5f);
        controller.Weights.Gradients.abs().max().item<float>().ShouldBeGreaterThan(1e-2f);
    }

    /// <summary>[Pham2018] (§2.3, "KL") with a target of 0.4: with nothing else to learn from, that share of the connections is drawn.</summary>
    [Fact]
    public void The_skip_penalty_alone_leads_to_four_skip_connections_of_ten()
    {
        IControlledSpace space = new MacroSpace(new MacroOptions { Layers = 6 });
        using var controller = new Controller(space.Tokens, space.Settings with { EntropyWeight = 0 }, 3);
        using var reinforce = new Reinforce(controller);
        for (var i = 0; i < 400; i++) reinforce.Step(controller.Sample(10, Rng.For(4, i)), [.. Enumerable.Repeat(0.5, 10)]);
        controller.SkipRate(controller.Sample(500, Rng.For(5))).ShouldBe(0.4, 0.03);
    }

    [Fact]
    public void A_controller_learns_what_is_rewarded()
    {
        Token[] program = [new Given(), new Given(), new Refer(), new Pick("o", 4), new Joined(), new Refer(), new Pick("o", 4)];
        double Reward(IReadOnlyList<int> v) => (v[0] == 1 ? 0.2 : 0) + (v[1] == 2 ? 0.3 : 0) + (v[2] == 2 ? 0.3 : 0) + (v[3] == 0 ? 0.2 : 0);
        using var controller = new Controller(program, new ControllerSettings { TanhConstant = null, Beta1 = 0.9, Epsilon = 1e-8 }, 3);
        using var reinforce = new Reinforce(controller);
        var rewards = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var drawn = controller.Sample(10, Rng.For(6, i));
            rewards.Add(reinforce.Step(drawn, [.. drawn.Select(Reward)]).Reward);
        }
        rewards.Take(2).Average().ShouldBeLessThan(0.5);
        rewards.TakeLast(20).Average().ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void The_baseline_starts_at_the_first_rewards_and_follows_as_worked_by_hand()
    {
        using var controller = new Controller(Program, new ControllerSettings { Size = 4, EntropyWeight = 0, BaselineDecay = 0.9 }, 3);
        using var reinforce = new Reinforce(controller);
        var two = controller.Sample(2, Rng.For(1));
        // Mean 2; then 0.9 · 2 + 0.1 · 1 = 1.9 and 0.9 · 1.9 + 0.1 · 3 = 2.01; then 0.9 · (0.9 · 2.01 + 0.1 · 0) + 0.1 · 0.
        reinforce.Step(two, [1, 3]).Baseline.ShouldBe(2.01, 1e-6);
        reinforce.Step(two, [0, 0]).Baseline.ShouldBe(2.01 * 0.81, 1e-6);
    }

    [Fact]
    public void A_controller_goes_on_from_its_state_as_if_it_had_not_stopped()
    {
        var settings = new ControllerSettings { Size = 8 };
        using var first = new Controller(Program, settings, 3);
        using var teacher = new Reinforce(first);
        Learn(first, teacher, 0, 5);
        using var second = new Controller(Program, settings, 99);
        using var other = new Reinforce(second);
        using (no_grad())
            foreach (var (from, to) in teacher.State.Zip(other.State)) to.copy_(from);
        Learn(first, teacher, 5, 9).ShouldBe(Learn(second, other, 5, 9));
        teacher.State.Zip(other.State).ShouldAllBe(p => p.First.Equals(p.Second));
    }

    private static List<ControllerStep> Learn(Controller controller, Reinforce reinforce, int from, int to) =>
    [
        .. Enumerable.Range(from, to - from).Select(i => reinforce.Step(controller.Sample(3, Rng.For(7, i)), [i, i % 3, 1])),
    ];
}
