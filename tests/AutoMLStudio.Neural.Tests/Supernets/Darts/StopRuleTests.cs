using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Supernets.Darts;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets.Darts;

/// <summary>What is done against cells of identities.</summary>
public sealed class StopRuleTests : IDisposable
{
    private readonly IRelaxedSpace _space = new CellSpace(new() { Nodes = 2, Channels = 4, Cells = 3 });
    private readonly SupernetPlan _plan;
    private readonly Derivation _derivation;
    private readonly Alphas _alphas;

    public StopRuleTests()
    {
        _plan = _space.Relax(new(new(1, 8, 8), Samples.Ten, Samples.Plain(1)), new(WithNone: true));
        _derivation = new(_space, _plan);
        _alphas = new(_plan.Slots, Rng.For(1), 0, CPU);
    }

    public void Dispose() => _alphas.Dispose();

    [Fact]
    public void Skips_of_the_normal_cell_are_counted_and_the_weakest_give_way()
    {
        // Edges 0→2, 1→2, 0→3, 1→3, 2→3: identities lead on 0→2 (0.9), 1→2 (0.5), 2→3 (0.7); on the reduction cell's edges everywhere.
        var weights = _plan.Slots.Select(s => s.Candidates.Select(_ => 0.01).ToArray()).ToList();
        var skip = _plan.Slots[0].Candidates.ToList().IndexOf(CellOperations.Skip);
        var conv = _plan.Slots[0].Candidates.ToList().IndexOf("sep_conv_3x3");
        (weights[0][skip], weights[1][skip], weights[4][skip]) = (0.9, 0.5, 0.7);
        (weights[1][conv], weights[2][conv]) = (0.3, 0.2);
        for (var i = 5; i < 10; i++) weights[i][skip] = 0.9;
        _derivation.SkipsOf(_derivation.Of(weights)).ShouldBe(3);
        var limited = CellGenotype.FromText(_derivation.Of(weights, 2).Genotype)!;
        limited.Normal.Edges.ShouldBe([new(CellOperations.Skip, 0), new("sep_conv_3x3", 1), new("sep_conv_3x3", 0), new(CellOperations.Skip, 2)]);
        limited.Reduce!.Edges.ShouldAllBe(e => e.Operation == CellOperations.Skip);
        _derivation.SkipsOf(_derivation.Of(weights, 0)).ShouldBe(0);
        weights[0][skip].ShouldBe(0.9, "the weights themselves stay");
    }

    [Fact]
    public void A_search_ends_before_the_cell_has_too_many_skips_and_keeps_the_one_before()
    {
        using var rule = new StopRule(new() { Epochs = 4, StopSkips = 2 }, _alphas.Values, _derivation, _alphas.Read);
        rule.Judge(0, double.NaN);
        rule.HasEnded.ShouldBeFalse();
        Lift(0);
        rule.Judge(1, double.NaN);
        rule.HasEnded.ShouldBeFalse();
        Lift(1);
        rule.Judge(2, double.NaN);
        rule.HasEnded.ShouldBeTrue();
        _derivation.SkipsOf(_derivation.Of(_alphas.Read(rule.Chosen))).ShouldBe(1);
        _derivation.SkipsOf(_derivation.Of(_alphas.Read(_alphas.Values))).ShouldBe(2);
    }

    [Fact]
    public void A_search_whose_eigenvalue_grows_fast_goes_back_five_epochs()
    {
        using var rule = new StopRule(new() { Epochs = 20, StopEigenvalue = true }, _alphas.Values, _derivation, _alphas.Read);
        // Means of five: 1.0 up to epoch 10; then 1.2, 1.4: 1 / 1.2 > 0.75, 1 / 1.4 < 0.75.
        for (var epoch = 0; epoch < 12; epoch++)
        {
            Set(epoch + 1);
            rule.Judge(epoch, epoch < 10 ? 1 : 2);
            rule.HasEnded.ShouldBe(epoch == 11);
        }
        // After 12 epochs, α = 12: back to α = 7.
        rule.Chosen.data<float>()[0].ShouldBe(7);
    }

    [Theory]
    [InlineData(new float[] { 1, 1, 1, 1, 1, 2, 2, 2, 2 }, false)]
    [InlineData(new float[] { 1, 1, 1, 1, 1, 2, 2, 2, 2, 2 }, true)]
    [InlineData(new float[] { 3, 3, 3, 3, 3, 4, 4, 4, 4, 4 }, false)]
    [InlineData(new float[] { 9, 2.9f, 2.9f, 2.9f, 2.9f, 2.9f, 4, 4, 4, 4, 4 }, true)]
    [InlineData(new float[] { -3, -3, -3, -3, -3, -1, -1, -1, -1, -1 }, false)]
    public void Five_epochs_are_compared_with_the_five_before(float[] eigenvalues, bool grew) => StopRule.GrewFast(eigenvalues).ShouldBe(grew);

    [Fact]
    public void The_beta_decay_pulls_by_the_gradient_of_the_mean_log_sum_of_exponentials()
    {
        using var scope = NewDisposeScope();
        Set(0.5f);
        Lift(3);
        var leaf = _alphas.Values.detach().clone().requires_grad_();
        leaf.view(_plan.Slots.Count, -1).logsumexp(1).mean().backward();
        (_alphas.BetaDecay() - leaf.grad!).abs().max().data<float>()[0].ShouldBeLessThan(1e-7f);
    }

    /// <summary>Makes the identity the first choice of a normal edge.</summary>
    private void Lift(int slot)
    {
        using var frozen = no_grad();
        var candidates = _plan.Slots[slot].Candidates.ToList();
        _alphas.Values[slot * candidates.Count + candidates.IndexOf(CellOperations.Skip)] = 3f;
    }

    private void Set(float value)
    {
        using var frozen = no_grad();
        _alphas.Values.fill_(value);
    }
}
