using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>
/// An operation that is made of others: a search space's unit, drawn as one box. What it is made of is all that it says; shapes, weights, costs,
/// training and export follow from its parts. A new one is one file and one line in <see cref="Operation"/>.
/// </summary>
public abstract record Block : Operation
{
    private BlockPlan? _plan;

    private protected Block() { }

    /// <summary>A changed copy plans anew.</summary>
    protected Block(Block original) : base(original) { }

    /// <summary>What it is made of for inputs of these shapes, each after those that it takes from; the last one gives the output.</summary>
    /// <exception cref="ShapeException">The parameters or the inputs make no sense.</exception>
    private protected abstract IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs);

    /// <inheritdoc/>
    public sealed override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => PlanFor(inputs).Shapes[^1];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) => PlanFor(inputs).AllWeights;

    /// <inheritdoc/>
    public sealed override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) => PlanFor(inputs).MultiplyAdds;

    /// <inheritdoc/>
    public sealed override long Activations(IReadOnlyList<TensorShape> inputs, TensorShape output) => PlanFor(inputs).Activations;

    /// <summary>Equality is that of the parameters.</summary>
    public virtual bool Equals(Block? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        using var scope = NewDisposeScope();
        var result = Run(inputs, state, rectified: null, factor: null);
        return inputs.Any(i => ReferenceEquals(i, result)) ? result : result.MoveToOuterDisposeScope();
    }

    /// <summary>Runs the block as one of several candidates on the same input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="state">Its state.</param>
    /// <param name="rectified">The input rectified, which candidates that begin with that have in common.</param>
    /// <param name="factor">
    /// A tensor without dimensions by which the output is multiplied; null for 1. A norm at the end that does not scale takes it for its scale, which
    /// spares a product and keeping what was multiplied: its gradient falls out of the norm's own backward pass.
    /// </param>
    /// <returns>A tensor of its own.</returns>
    internal Tensor Forward(Tensor input, NodeState state, Tensor rectified, Tensor? factor)
    {
        using var scope = NewDisposeScope();
        return Run([input], state, rectified, factor).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Where the weights of a candidate stand among those of a block that a network under search has still to choose in; none for all others.
    /// </summary>
    /// <param name="inputs">The shapes that the block takes.</param>
    /// <param name="slot">The place of the choice among the block's own.</param>
    /// <param name="candidate">The candidate.</param>
    internal virtual (int Start, int Count) WeightsOf(IReadOnlyList<TensorShape> inputs, int slot, int candidate) => (0, 0);

    /// <summary>A candidate of a block that a network under search has still to choose in, and what it takes; null for nothing at all.</summary>
    /// <param name="inputs">The shapes that the block takes.</param>
    /// <param name="slot">The place of the choice among the block's own.</param>
    /// <param name="candidate">The candidate.</param>
    internal virtual (Operation Operation, IReadOnlyList<TensorShape> Inputs)? CandidateOf(
        IReadOnlyList<TensorShape> inputs, int slot, int candidate) => null;

    /// <summary>What such a block does whatever is chosen: how it brings the candidates together.</summary>
    /// <param name="inputs">The shapes that the block takes.</param>
    internal virtual IEnumerable<(Operation Operation, IReadOnlyList<TensorShape> Inputs)> Joins(IReadOnlyList<TensorShape> inputs) => [];

    internal sealed override string Emit(OnnxNode node)
    {
        var plan = PlanFor(node.InputShapes);
        var names = new string[plan.Parts.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var part = plan.Parts[i];
            var inputs = part.Inputs.Select(p => p < 0 ? node.Inputs[~p] : names[p]).ToList();
            var writer = node.Part(part.Name, inputs, plan.InputsOf(i), plan.Shapes[i], plan.Starts[i], plan.Weights[i].Count);
            names[i] = part.Operation.Emit(writer);
        }
        return names[^1];
    }

    private Tensor Run(IReadOnlyList<Tensor> inputs, NodeState state, Tensor? rectified, Tensor? factor)
    {
        var plan = PlanFor([.. inputs.Select(i => new TensorShape([.. i.shape.Skip(1).Select(s => (int)s)]))]);
        var values = new Tensor[plan.Parts.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var part = plan.Parts[i];
            var own = state with { Weights = plan.Share(state.Weights, i) };
            var isLast = i == values.Length - 1;
            values[i] = (part.Operation, part.Inputs) switch
            {
                (Activate { Function: Activation.Relu }, [~0]) when rectified is not null && !isLast => rectified,
                (BatchNorm { Affine: false } norm, [var x]) when factor is not null && isLast && x >= 0 => norm.Forward(values[x], own, factor),
                _ => own.Run(part.Operation, [.. part.Inputs.Select(p => p < 0 ? inputs[~p] : values[p])]),
            };
            if (isLast && factor is not null && part.Operation is not BatchNorm { Affine: false }) values[i] = values[i].mul(factor);
        }
        return values[^1];
    }

    private protected BlockPlan PlanFor(IReadOnlyList<TensorShape> inputs)
    {
        if (_plan is { } known && known.Inputs.SequenceEqual(inputs)) return known;
        return _plan = BlockPlan.Of(inputs, Parts(inputs));
    }
}

/// <summary>A part of a block.</summary>
/// <param name="Name">Unique in the block; letters and digits, a letter first.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Inputs">The parts that it takes from by their places; ~i for the block's i-th input.</param>
internal sealed record Part(string Name, Operation Operation, params IReadOnlyList<int> Inputs)
{
    /// <summary>Parts one after another, from the block's first input on.</summary>
    public static IReadOnlyList<Part> Chain(params IReadOnlyList<(string Name, Operation Operation)> parts) =>
        [.. parts.Select((p, i) => new Part(p.Name, p.Operation, i == 0 ? ~0 : i - 1))];
}
