using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Controllers;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Architectures.Recurrent;

/// <summary>
/// Recurrent cells for texts and signals ([Pham2018], §2.1; [Liu2019], appendix A.2): the search decides what each node computes and of which earlier
/// node. In text <c>Genotype(recurrent=[('relu', 0), ('tanh', 1)], concat=[1, 2])</c>.
/// </summary>
public sealed class RecurrentSpace : DecisionSpace, IRelaxedSpace, IControlledSpace
{
    /// <summary>Key in the catalogue.</summary>
    public const string SpaceKey = "recurrent";

    private const string None = "none";

    private static readonly string[] Functions = [.. Enum.GetValues<CellFunction>().Select(Names.Of)];

    /// <summary>Those of the program with which the authors of [Pham2018] corrected their search for language models.</summary>
    private static readonly ControllerSettings Controlled = new()
    {
        Start = 0.01, Temperature = 5, TanhConstant = 2.25, PickReduce = 1, LearningRate = 5e-5, Steps = null, Beta1 = 0.9, Epsilon = 1e-8,
        EntropyWeight = 1e-5, BaselineDecay = 0.999,
    };

    private readonly RecurrentOptions _options;

    /// <summary>The space of these options.</summary>
    public RecurrentSpace(RecurrentOptions options) : base(options, Decisions(options)) => _options = options;

    /// <inheritdoc/>
    public override string Key => SpaceKey;

    private protected override string Form => "Genotype(recurrent=[('relu', 0), …], concat=[1, …])";

    /// <inheritdoc/>
    public override NetworkGraph Build(Architecture architecture, NetworkTask task)
    {
        Read(architecture);
        return RecurrentGenotype.FromText(architecture.Genotype)!.Build(_options.Features, task);
    }

    /// <summary>Of each node the one that it takes, then its function; the first state stands for zeros in the attention.</summary>
    IReadOnlyList<Token> IControlledSpace.Tokens => [new Given(Steps: false),
        .. Enumerable.Range(0, _options.Nodes).SelectMany(_ => (Token[])[new Refer(Near: true), new Pick("function", Functions.Length)])];

    ControllerSettings IControlledSpace.Settings => Controlled;

    Architecture IControlledSpace.Read(IReadOnlyList<int> values)
    {
        List<RecurrentNode> nodes = [.. values.Chunk(2).Select(n => new RecurrentNode(RecurrentSupercell.Functions[n[1]], n[0]))];
        return Of(new RecurrentGenotype(nodes, OutputOf(nodes)).ToText());
    }

    /// <summary>
    /// As [Liu2019] (appendix A.2) train the shared weights of recurrent cells, and [Pham2018] but for a clip of 0.1: long steps along short
    /// gradients, without momentum. They carry the state from one piece of the text to the next; here each piece begins with a state of zeros.
    /// </summary>
    Descent? IRelaxedSpace.Published => new(20, 20, 0, 5e-7, 0.25, ArchitectureRate: 3e-3);

    /// <summary>One cell that holds all: its slots are the edges between nodes, their candidates the functions.</summary>
    SupernetPlan IRelaxedSpace.Relax(NetworkTask task, RelaxOptions options)
    {
        var cell = new RecurrentSupercell(_options.Features, _options.Nodes, _options.Output, options.WithNone, options.EdgeWeights, Norm: true);
        string[] candidates = options.WithNone ? [None, .. Functions] : Functions;
        IReadOnlyList<Slot> slots = [.. Enumerable.Range(1, _options.Nodes)
            .SelectMany(to => Enumerable.Range(0, to).Select(from => new Slot(SpaceKey, $"{from}→{to}", candidates, from, to)))];
        return new(RecurrentGenotype.Around(cell, _options.Features, task), slots,
            new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal) { ["cell"] = [.. Enumerable.Range(0, slots.Count)] });
    }

    /// <summary>A node's function on the edge from the one that it takes; nothing on its other edges.</summary>
    IReadOnlyList<IReadOnlyList<int>> IRelaxedSpace.PathsOf(SupernetPlan plan, Architecture architecture)
    {
        Read(architecture);
        var nodes = RecurrentGenotype.FromText(architecture.Genotype)!.Nodes;
        return [.. plan.Slots.Select(slot => nodes[slot.To!.Value - 1] is var node && node.From == slot.From
            ? (IReadOnlyList<int>)[slot.Candidates.ToList().IndexOf(Names.Of(node.Function))] : [])];
    }

    /// <summary>
    /// For each node the edge and function of the largest weight, nothing aside: the one strongest predecessor ([Liu2019], §2.4 and appendix A.2).
    /// </summary>
    Architecture IRelaxedSpace.Derive(SupernetPlan plan, IReadOnlyList<double[]> weights)
    {
        var nodes = Enumerable.Range(1, _options.Nodes).Select(to => Enumerable.Range(0, to)
            .SelectMany(from => Edge(from, to)).MaxBy(e => e.Weight).Node).ToList();
        return Of(new RecurrentGenotype(nodes, OutputOf(nodes)).ToText());

        IEnumerable<(double Weight, RecurrentNode Node)> Edge(int from, int to)
        {
            var slot = RecurrentSupercell.Edge(from, to);
            return plan.Slots[slot].Candidates.Zip(weights[slot]).Where(c => c.First != None)
                .Select(c => (c.Second, new RecurrentNode(Names.Parse<CellFunction>(c.First)!.Value, from)));
        }
    }

    private protected override string Write(Configuration decisions)
    {
        var nodes = Enumerable.Range(1, _options.Nodes).Select(i => new RecurrentNode(
            Names.Parse<CellFunction>(decisions[$"node{i}.function"].Text)!.Value, i == 1 ? 0 : decisions[$"node{i}.input"].Integer)).ToList();
        return new RecurrentGenotype(nodes, OutputOf(nodes)).ToText();
    }

    private protected override Configuration? Parse(string text)
    {
        if (RecurrentGenotype.FromText(text) is not { } cell || cell.Nodes.Count != _options.Nodes) return null;
        if (!cell.Output.SequenceEqual(OutputOf(cell.Nodes))) return null;
        return new(cell.Nodes.SelectMany((node, i) => (IEnumerable<KeyValuePair<string, ParameterValue>>)
        [
            new($"node{i + 1}.function", Names.Of(node.Function)),
            .. i == 0 ? (IEnumerable<KeyValuePair<string, ParameterValue>>)[] : [new($"node{i + 1}.input", node.From)],
        ]));
    }

    private static IEnumerable<Parameter> Decisions(RecurrentOptions options)
    {
        for (var i = 1; i <= options.Nodes; i++)
        {
            yield return Choice($"node{i}.function", Functions, f => f);
            // The first node has no choice: it takes the first state.
            if (i > 1) yield return Choice($"node{i}.input", Enumerable.Range(0, i), j => j);
        }
    }

    private IReadOnlyList<int> OutputOf(IReadOnlyList<RecurrentNode> nodes) => _options.Output == CellOutput.All
        ? [.. Enumerable.Range(1, nodes.Count)] : RecurrentGenotype.LooseEnds(nodes);
}
