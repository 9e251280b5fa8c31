using System.Diagnostics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Blocks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Networks;

/// <summary>
/// A network graph with weights, ready to run. All trained numbers lie in one flat tensor, all gradients in another and all statistics in a third,
/// and the operations see views of them: a step of an optimizer is a handful of calls however many layers there are, and a checkpoint is a few
/// arrays.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class Network : IDisposable
{
    /// <summary>Views start at multiples of 16 numbers, 64 bytes, where vector instructions read fastest.</summary>
    private const long Alignment = 16;

    private readonly Step[] _steps;
    private readonly int[] _lastUse;
    private readonly List<Tensor> _views = [];

    /// <summary>
    /// A network with weights drawn from the stream that <paramref name="seed"/> names; drawn on the CPU, so that every device starts alike.
    /// </summary>
    public Network(NetworkGraph graph, ulong seed, Device? device = null)
    {
        Graph = graph;
        Device = device ?? CPU;
        var specs = graph.Nodes.Select(n => n.Operation.Weights(graph.InputsOf(n))).ToList();
        using (NewDisposeScope())
        {
            Parameters = zeros(Length(specs, trained: true), device: Device).DetachFromDisposeScope();
            Gradients = zeros_like(Parameters).DetachFromDisposeScope();
            Statistics = zeros(Length(specs, trained: false), device: Device).DetachFromDisposeScope();
        }
        var slots = graph.Nodes.Select((n, i) => (n.Id, Slot: i + 1)).Append((NetworkGraph.InputId, 0))
            .ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal);
        _steps = Bind(specs, slots, seed);
        _lastUse = LastUse();
    }

    /// <summary>
    /// A network with these weights, as <see cref="Parameters"/> and <see cref="Statistics"/> of a network of the same graph hold them.
    /// </summary>
    /// <exception cref="ArgumentException">They are of another graph.</exception>
    public Network(NetworkGraph graph, float[] parameters, float[] statistics, Device? device = null) : this(graph, 0, device)
    {
        if (parameters.Length != Parameters.numel() || statistics.Length != Statistics.numel())
            throw new ArgumentException($"The weights ({parameters.Length} and {statistics.Length} numbers) are not of this graph "
                + $"({Parameters.numel()} and {Statistics.numel()}).");
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Parameters.copy_(tensor(parameters));
        Statistics.copy_(tensor(statistics));
    }

    /// <summary>The network as data.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Where it lives.</summary>
    public Device Device { get; }

    /// <summary>All trained numbers, flat.</summary>
    internal Tensor Parameters { get; }

    /// <summary>Their gradients, which a backward pass adds to.</summary>
    internal Tensor Gradients { get; }

    /// <summary>All running statistics, flat.</summary>
    internal Tensor Statistics { get; }

    /// <summary>Precision of convolutions and linear layers where it is not that of the weights, float32; null otherwise.</summary>
    internal ScalarType? Precision { get; init; }

    /// <summary>The slots of a selection that nodes read, by the nodes' ids; empty for a network that is settled.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<int>> Places { get; init; } = new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>How much of its training is done, from 0 to 1: what a drop path that rises over the training goes by.</summary>
    public double Progress { get; set; } = 1;

    /// <summary>The output for a batch.</summary>
    /// <param name="batch">[examples, …the graph's input shape].</param>
    /// <param name="training">True to use batch statistics and dropout.</param>
    /// <param name="generator">Source of dropout in training.</param>
    /// <param name="auxiliary">Takes what second ends give, each of the output's shape; without it they are left out.</param>
    /// <returns>[examples, …the graph's output shape].</returns>
    public Tensor Forward(Tensor batch, bool training = false, Generator? generator = null, ICollection<Tensor>? auxiliary = null) =>
        Run(batch, new NodeState([], training, generator, Progress), auxiliary);

    /// <summary>The output of a network under search for a batch, by the batch's own statistics.</summary>
    /// <param name="batch">[examples, …the graph's input shape].</param>
    /// <param name="selection">What takes part.</param>
    /// <param name="generator">Source of dropout; null for none.</param>
    internal Tensor Forward(Tensor batch, Selection selection, Generator? generator = null) =>
        Run(batch, new NodeState([], Training: true, generator, Progress), auxiliary: null, selection);

    /// <summary>Where the trained numbers of one candidate lie in <see cref="Parameters"/>; of length 0 where it has none.</summary>
    /// <param name="node">Place of the node in the graph.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="slot">Place of the slot among those that the node reads.</param>
    internal (long Offset, long Length) RangeOf(int node, int candidate, int slot = 0)
    {
        if (_steps[node].Operation is not Block block) return (0, 0);
        var (start, count) = block.WeightsOf(Graph.InputsOf(Graph.Nodes[node]), slot, candidate);
        var own = _steps[node].Offsets.Skip(start).Take(count).Where(o => o.Length > 0).ToList();
        return own.Count == 0 ? (0, 0) : (own[0].Offset, own[^1].Offset + own[^1].Length - own[0].Offset);
    }

    /// <summary>
    /// Runs a batch by its own statistics and takes them into the running ones with this share, dropout left out: 1, 1/2, 1/3, … over several batches
    /// gives their mean.
    /// </summary>
    internal void Collect(Tensor batch, double share)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Run(batch, new NodeState([], Training: false, Generator: null, Share: share), auxiliary: null);
    }

    /// <summary>The weights of a node in its operation's order: not copies.</summary>
    internal IReadOnlyList<Tensor> TensorsOf(int node) => _steps[node].Weights;

    /// <summary>The weights of a node by name, copied out.</summary>
    internal IReadOnlyList<(WeightSpec Spec, float[] Values)> WeightsOf(int node)
    {
        using var scope = NewDisposeScope();
        return [.. _steps[node].Specs.Zip(_steps[node].Weights,
            (spec, tensor) => (spec, tensor.detach().cpu().contiguous().data<float>().ToArray()))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in _views) view.Dispose();
        Parameters.Dispose();
        Gradients.Dispose();
        Statistics.Dispose();
    }

    private Tensor Run(Tensor batch, NodeState state, ICollection<Tensor>? auxiliary, Selection? selection = null)
    {
        var values = new Tensor?[_steps.Length + 1];
        values[0] = batch;
        for (var i = 0; i < _steps.Length; i++)
        {
            var step = _steps[i];
            if (auxiliary is null && !step.IsMain) continue;
            var own = state with { Weights = step.Weights, Precision = Precision, Routes = selection?.At(Places, Graph.Nodes[i].Id) };
            values[i + 1] = own.Run(step.Operation, [.. step.Inputs.Select(s => values[s]!)]);
            Debug.Assert(values[i + 1]!.shape.SequenceEqual(Graph.Shapes[Graph.Nodes[i].Id].Batched(batch.shape[0])),
                $"Node '{Graph.Nodes[i].Id}' gives another shape than inferred.");
            if (step.Operation.IsAuxiliary) auxiliary!.Add(values[i + 1]!.to(ScalarType.Float32));
            Release(values, step.Inputs, i);
        }
        return Precision is null ? values[^1]! : values[^1]!.to(ScalarType.Float32);
    }

    private static long Length(IEnumerable<IReadOnlyList<WeightSpec>> specs, bool trained) =>
        specs.SelectMany(s => s).Where(w => w.Trained == trained).Sum(w => Aligned(w.Shape.Elements));

    private static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private Step[] Bind(List<IReadOnlyList<WeightSpec>> specs, Dictionary<string, int> slots, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        long trained = 0, collected = 0;
        var steps = new Step[specs.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            var weights = new List<Tensor>();
            var offsets = new List<(long Offset, long Length)>();
            foreach (var spec in specs[i])
            {
                weights.Add(spec.Trained ? Trained(spec, trained, generator) : Keep(View(Statistics, spec, collected)));
                if (!spec.Trained) Fill(weights[^1], spec, generator);
                offsets.Add((trained, spec.Trained ? spec.Shape.Elements : 0));
                if (spec.Trained) trained += Aligned(spec.Shape.Elements);
                else collected += Aligned(spec.Shape.Elements);
            }
            var node = Graph.Nodes[i];
            steps[i] = new Step(node.Operation, Graph.IsMain(node), [.. node.Inputs.Select(id => slots[id])], specs[i], weights, offsets);
        }
        return steps;
    }

    private Tensor Trained(WeightSpec spec, long offset, Generator generator)
    {
        var weight = Keep(View(Parameters, spec, offset).detach());
        Fill(weight, spec, generator);
        weight.requires_grad = true;
        weight.grad = Keep(View(Gradients, spec, offset));
        return weight;
    }

    /// <summary>
    /// Kernels of convolutions lie with their channels last, and what they give then does too: a small CNN trains a third faster that way on a
    /// processor (three layers of 32 channels on 16×16 images: 0.18 s of one core an epoch of 1,400 images against 0.28 s).
    /// </summary>
    private static Tensor View(Tensor flat, WeightSpec spec, long offset)
    {
        var part = flat.narrow(0, offset, spec.Shape.Elements);
        long[] sizes = [.. spec.Shape.Sizes.Select(s => (long)s)];
        return sizes is [var outputs, var inputs, var height, var width]
            ? part.view(outputs, height, width, inputs).permute(0, 3, 1, 2)
            : part.view(sizes);
    }

    private Tensor Keep(Tensor view)
    {
        _views.Add(view.DetachFromDisposeScope());
        return view;
    }

    private static void Fill(Tensor weight, WeightSpec spec, Generator generator)
    {
        using var frozen = no_grad();
        if (spec.Start == WeightStart.Ones) weight.fill_(1);
        var bound = 1 / Math.Sqrt(spec.FanIn);
        if (spec.Start == WeightStart.Uniform) weight.copy_(empty(weight.shape).uniform_(-bound, bound, generator));
        if (spec.Start == WeightStart.He) weight.copy_(empty(weight.shape).normal_(0, Math.Sqrt(2.0 / spec.FanIn), generator));
    }

    /// <summary>A value may go as soon as its last taker has run: a backward pass holds what it needs by itself.</summary>
    private void Release(Tensor?[] values, int[] inputs, int step)
    {
        foreach (var slot in inputs)
        {
            if (slot == 0 || _lastUse[slot] != step || values[slot] is not { } value) continue;
            values[slot] = null;
            // An operation that has nothing to do hands its input on: the same tensor then stands in several places.
            if (!values.Any(v => ReferenceEquals(v, value))) value.Dispose();
        }
    }

    private int[] LastUse()
    {
        var last = new int[_steps.Length + 1];
        for (var i = 0; i < _steps.Length; i++)
            foreach (var slot in _steps[i].Inputs) last[slot] = i;
        return last;
    }

    private sealed record Step(
        Operation Operation, bool IsMain, int[] Inputs, IReadOnlyList<WeightSpec> Specs, IReadOnlyList<Tensor> Weights,
        IReadOnlyList<(long Offset, long Length)> Offsets);
}
