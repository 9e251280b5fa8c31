using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>
/// Images side by side through ReLU, a 1×1 convolution and batch norm, of which a network under search has still to choose all but the last. A
/// convolution over images side by side is the sum of one over each, so that each has its own and those chosen are added up. Where only the last is
/// left it is given on as it is.
/// </summary>
/// <param name="Channels">Output channels, those of the last input.</param>
/// <remarks>Reads one slot an input but the last: of its candidates 0 leaves the input out and 1 takes it.</remarks>
public sealed record Beside(int Channels) : Block
{
    /// <inheritdoc/>
    public override string Label => $"any beside, {Channels}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Merging;

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => int.MaxValue;

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        if (state.Routes is not { } slots) return base.Forward(inputs, state);
        var taken = slots.SelectMany((routes, i) => routes.Where(r => r.Candidate == 1).Select(r => (Input: i, r.Weight))).ToList();
        if (taken.Count == 0) return inputs[^1];
        using var scope = NewDisposeScope();
        var plan = PlanFor([.. inputs.Select(i => new TensorShape([.. i.shape.Skip(1).Select(s => (int)s)]))]);
        Tensor Run(int part, Tensor input) =>
            (state with { Weights = plan.Share(state.Weights, part), Routes = null }).Run(plan.Parts[part].Operation, [input]);
        var sum = Run(2 * inputs.Count - 1, inputs[^1].relu());
        foreach (var (input, weight) in taken)
        {
            var value = Run(inputs.Count + input, inputs[input].relu());
            sum = weight is null ? sum.Plus(value) : sum.addcmul(value, weight, Held.One);
        }
        return Run(plan.Parts.Count - 1, sum).MoveToOuterDisposeScope();
    }

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        if (inputs[^1].Channels != Channels)
            throw new ShapeException($"channels is {Channels}; those of the last input, {inputs[^1].Channels}, are expected.");
        var count = inputs.Count;
        return
        [
            .. inputs.Select((_, i) => new Part($"relu{i}", new Activate(Activation.Relu), ~i)),
            .. inputs.Select((_, i) => new Part($"conv{i}", new Conv2d(Channels, 1, Bias: false), i)),
            new("sum", new Add(), [.. Enumerable.Range(count, count)]),
            new("norm", new BatchNorm(), 2 * count),
        ];
    }
}
