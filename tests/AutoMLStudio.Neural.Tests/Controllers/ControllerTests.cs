using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Controllers;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Controllers;

/// <summary>Programs small enough to write out all that can be decided.</summary>
public class ControllerTests
{
    private static readonly ControllerSettings Small = new() { Size = 6, Start = 0.8 };

    public static TheoryData<string> Programs => [.. Written.Keys];

    private static Dictionary<string, Token[]> Written { get; } = new()
    {
        ["picks"] = [new Pick("a", 2), new Pick("b", 3, [0.25f, 0, -0.25f]), new Pick("a", 2)],
        ["cell"] = [new Given(), new Given(), new Refer(), new Refer(), new Pick("o", 2), new Joined(), new Refer(), new Pick("o", 2)],
        ["pairs"] = [new Given(), new Given(), new Joined(), new Refer(), new Refer(Distinct: true), new Pick("o", 2)],
        ["layers"] = [new Pick("o", 2), new Skips(), new Pick("o", 2), new Skips(), new Pick("o", 2), new Skips()],
        ["recurrent"] =
        [
            new Given(Steps: false), new Refer(Near: true), new Pick("f", 2), new Refer(Near: true), new Pick("f", 2), new Refer(Near: true),
        ],
        ["two cells"] = [new Given(), new Joined(), new Refer(), new Section(), new Given(), new Joined(), new Refer(), new Pick("o", 2)],
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void All_that_can_be_decided_has_the_probability_1_together(string program)
    {
        using var scope = NewDisposeScope();
        using var controller = new Controller(Written[program], Small, 3);
        var walk = controller.Repeat(All(Written[program]));
        walk.LogProbability.exp().sum().item<float>().ShouldBe(1, 1e-5f);
    }

    /// <summary>The chain rule: the mean of the entropies along the way is the entropy of the whole.</summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public void Entropies_along_the_way_are_that_of_the_whole(string program)
    {
        using var scope = NewDisposeScope();
        using var controller = new Controller(Written[program], Small with { Temperature = 0.5, TanhConstant = 2 }, 4);
        var walk = controller.Repeat(All(Written[program]));
        var probabilities = walk.LogProbability.exp();
        (probabilities * walk.Entropy).sum().item<float>().ShouldBe(-(probabilities * walk.LogProbability).nan_to_num().sum().item<float>(), 1e-4f);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Architectures_are_drawn_as_often_as_their_probability_says(string program)
    {
        using var scope = NewDisposeScope();
        using var controller = new Controller(Written[program], Small, 5);
        var all = All(Written[program]);
        var probabilities = controller.Repeat(all).LogProbability.exp().data<float>().ToArray();
        var drawn = controller.Sample(4000, Rng.For(6)).CountBy(v => string.Join(',', v)).ToDictionary();
        for (var i = 0; i < all.Count; i++)
        {
            var (p, seen) = (probabilities[i], drawn.GetValueOrDefault(string.Join(',', all[i])) / 4000.0);
            seen.ShouldBe(p, 5 * Math.Sqrt(p * (1 - p) / 4000) + 1e-9, $"{program}: {string.Join(',', all[i])}");
        }
        drawn.Values.Sum().ShouldBe(4000);
        controller.Decisions.ShouldBe(all[0].Count);
    }

    [Fact]
    public void The_same_stream_draws_the_same_architectures()
    {
        using var controller = new Controller(Written["cell"], Small, 5);
        var first = controller.Sample(20, Rng.For(1, 2));
        controller.Sample(20, Rng.For(1, 2)).ShouldBe(first);
        controller.Sample(20, Rng.For(1, 3)).ShouldNotBe(first);
    }

    /// <summary>After [Pham2018]'s code: c · tanh(logit), for picks c / 2.5, then what is not learnt.</summary>
    [Fact]
    public void A_pick_is_bound_as_worked_by_hand()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var settings = new ControllerSettings { Size = 1 };
        using var controller = new Controller([new Pick("a", 2, [0.25f, -0.25f])], settings, 1);
        controller.Weights.Parameters.zero_();
        controller.Weights.Tables["a"].Bias.copy_(tensor(new[] { 2f, 0f }));
        var logits = (First: 1.1 / 2.5 * Math.Tanh(2) + 0.25, Second: -0.25);
        var expected = 1 / (1 + Math.Exp(logits.Second - logits.First));
        controller.Repeat([[0]]).LogProbability.exp().item<float>().ShouldBe((float)expected, 1e-6f);
    }

    /// <summary>With weights of 0 only the distances are left: (3 − j)² / 6 off the logit of state j.</summary>
    [Fact]
    public void A_near_state_is_likelier_as_worked_by_hand()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var controller = new Controller([new Given(Steps: false), new Joined(), new Joined(), new Refer(Near: true)], Small, 1);
        controller.Weights.Parameters.zero_();
        double[] scores = [Math.Exp(-9 / 6.0), Math.Exp(-4 / 6.0), Math.Exp(-1 / 6.0)];
        var probabilities = controller.Repeat([[0], [1], [2]]).LogProbability.exp().data<float>().ToArray();
        probabilities.Select(p => (double)p).ShouldBe(scores.Select(s => s / scores.Sum()), 1e-6);
    }

    /// <summary>With weights of 0 every connection stands with probability ½; the penalty is ½ ln(½/0.4) + ½ ln(½/0.6) a connection.</summary>
    [Fact]
    public void The_penalty_of_skip_connections_is_as_worked_by_hand()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var controller = new Controller(Written["layers"], Small, 1);
        controller.Weights.Parameters.zero_();
        var one = 0.5 * Math.Log(0.5 / 0.4) + 0.5 * Math.Log(0.5 / 0.6);
        // One connection in the second layer, two in the third.
        controller.Repeat([[0, 0, 1, 0, 0, 1]]).SkipPenalty!.item<float>().ShouldBe((float)(1.5 * one), 1e-6f);
    }

    [Fact]
    public void Neither_drawing_nor_learning_leaves_a_tensor()
    {
        using var controller = new Controller(Written["layers"], Small, 1);
        using var reinforce = new Reinforce(controller);
        reinforce.Step(controller.Sample(5, Rng.For(1)), [1, 2, 3, 4, 5]);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        reinforce.Step(controller.Sample(5, Rng.For(2)), [1, 2, 3, 4, 5]);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    /// <summary>Everything that a program can decide.</summary>
    internal static IReadOnlyList<IReadOnlyList<int>> All(IEnumerable<Token> program)
    {
        IEnumerable<IReadOnlyList<int>> all = [[]];
        var anchors = 0;
        foreach (var token in program)
        {
            var names = token switch { Pick pick => pick.Count, Refer => anchors, _ => 2 };
            for (var i = 0; i < token.Width(anchors); i++)
                all = all.SelectMany(values => Enumerable.Range(0, names)
                    .Where(v => token is not Refer { Distinct: true } || values[^1] != v).Select(v => (IReadOnlyList<int>)[.. values, v]));
            anchors = token.Anchors(anchors);
        }
        return [.. all];
    }
}
