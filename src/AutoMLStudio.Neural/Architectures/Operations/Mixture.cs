using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// Operations of which a network under search has still to choose: the sum of those that take part, each times its weight, [Liu2019] (Eq. 2). Only
/// what takes part is computed. Where nothing is chosen, as in a file, all take part with weight 1.
/// </summary>
/// <param name="Candidates">The operations, at least one; all give the same shape.</param>
public sealed record Mixture(IReadOnlyList<Operation> Candidates) : Block
{
    /// <inheritdoc/>
    public override string Label => Candidates.Count == 1 ? Candidates[0].Label : $"one of {Candidates.Count}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Merging;

    /// <summary>Equal when the candidates are, in their order.</summary>
    public bool Equals(Mixture? other) => other is not null && Candidates.SequenceEqual(other.Candidates);

    /// <inheritdoc/>
    public override int GetHashCode() => Candidates.Aggregate(0, HashCode.Combine);

    internal override (int Start, int Count) WeightsOf(IReadOnlyList<TensorShape> inputs, int slot, int candidate)
    {
        var plan = PlanFor(inputs);
        return (plan.Starts[candidate], plan.Weights[candidate].Count);
    }

    internal override (Operation Operation, IReadOnlyList<TensorShape> Inputs)? CandidateOf(
        IReadOnlyList<TensorShape> inputs, int slot, int candidate) => Candidates[candidate] is Zero ? null : (Candidates[candidate], inputs);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        using var scope = NewDisposeScope();
        var plan = PlanFor([.. inputs.Select(i => new TensorShape([.. i.shape.Skip(1).Select(s => (int)s)]))]);
        var routes = state.Routes?[0] ?? [.. Candidates.Select((_, i) => new Route(i))];
        Tensor? sum = null;
        // Zeros add nothing, to the sum as to the gradient of their weight.
        foreach (var (candidate, weight, detached) in routes.Where(r => Candidates[r.Candidate] is not Zero))
        {
            using var frozen = detached ? no_grad() : null;
            var value = (state with { Weights = plan.Share(state.Weights, candidate), Routes = null }).Run(Candidates[candidate], inputs);
            frozen?.Dispose();
            sum = (sum, weight) switch
            {
                (null, null) => value,
                (null, _) => value.mul(weight),
                (_, null) => sum.Plus(value),
                _ => sum.addcmul(value, weight, Held.One),
            };
        }
        sum ??= inputs[0].new_zeros(plan.Shapes[^1].Batched(inputs[0].shape[0]));
        return inputs.Any(i => ReferenceEquals(i, sum)) ? sum : sum.MoveToOuterDisposeScope();
    }

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        if (Candidates.Count == 0) throw new ShapeException("there is nothing to choose from; at least one candidate is expected.");
        var parts = Candidates.Select((operation, i) => new Part($"c{i}", operation, ~0)).ToList();
        return parts.Count == 1 ? parts : [.. parts, new Part("sum", new Add(), [.. Enumerable.Range(0, parts.Count)])];
    }
}
