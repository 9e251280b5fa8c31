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
        var plan = PlanFor([.. inputs.Select(i => new TensorShape([.. i.shape.Skip(1).Select(s => (int)s)]))]);
        var values = new Tensor[plan.Parts.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var part = plan.Parts[i];
            var own = state with { Weights = plan.Share(state.Weights, i) };
            values[i] = own.Run(part.Operation, [.. part.Inputs.Select(p => p < 0 ? inputs[~p] : values[p])]);
        }
        var result = values[^1];
        return inputs.Any(i => ReferenceEquals(i, result)) ? result : result.MoveToOuterDisposeScope();
    }

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
