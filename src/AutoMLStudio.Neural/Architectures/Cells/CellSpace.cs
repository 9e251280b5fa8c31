using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Controllers;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>
/// Networks of repeated cells, one that keeps the size of the image and one that halves it [Zoph2018]: each node adds two operations, and the search
/// decides which, and on which earlier states. Over rows a cell of fully connected layers.
/// </summary>
public sealed class CellSpace : DecisionSpace, IRelaxedSpace, IControlledSpace
{
    /// <summary>Key in the catalogue.</summary>
    public const string SpaceKey = "cell";

    private const int LeastCells = 3;

    private readonly CellOptions _options;
    private readonly CellProgram _program;

    /// <summary>The space of these options.</summary>
    /// <exception cref="ArgumentException">There are too few cells for one of each kind.</exception>
    public CellSpace(CellOptions options) : base(options, Decisions(options)) =>
        (_options, _program) = (options, new CellProgram(this, options));

    /// <inheritdoc/>
    public override string Key => SpaceKey;

    private protected override string Form => "Genotype(normal=[('sep_conv_3x3', 1), …], normal_concat=[2, …], reduce=…)";

    /// <inheritdoc/>
    public override NetworkGraph Build(Architecture architecture, NetworkTask task)
    {
        Read(architecture);
        var stack = new CellStack(_options.Channels, _options.Cells, _options.DropPath, _options.Auxiliary);
        return CellNetwork.Build(CellGenotype.FromText(architecture.Genotype)!, stack, task);
    }

    IReadOnlyList<Token> IControlledSpace.Tokens => _program.Tokens;

    ControllerSettings IControlledSpace.Settings => new();

    Architecture IControlledSpace.Read(IReadOnlyList<int> values) => _program.Read(values);

    SupernetPlan IRelaxedSpace.Relax(NetworkTask task, RelaxOptions options) => new CellRelaxation(this, _options).Relax(task, options);

    IReadOnlyList<IReadOnlyList<int>> IRelaxedSpace.PathsOf(SupernetPlan plan, Architecture architecture)
    {
        Read(architecture);
        return new CellRelaxation(this, _options).PathsOf(plan, architecture);
    }

    Architecture IRelaxedSpace.Derive(SupernetPlan plan, IReadOnlyList<double[]> weights) => new CellRelaxation(this, _options).Derive(plan, weights);

    private protected override string Write(Configuration decisions)
    {
        var plans = KindsOf(_options).Select(kind => Plan(decisions, kind)).ToList();
        return new CellGenotype(plans[0], plans.ElementAtOrDefault(1)).ToText();
    }

    private protected override Configuration? Parse(string text)
    {
        if (CellGenotype.FromText(text) is not { } genotype || (genotype.Reduce is null) != (KindsOf(_options).Length == 1)) return null;
        var values = new List<KeyValuePair<string, ParameterValue>>();
        foreach (var (kind, plan) in KindsOf(_options).Zip([genotype.Normal, genotype.Reduce]))
        {
            if (plan!.Nodes != _options.Nodes || !plan.Output.SequenceEqual(OutputOf(plan))) return null;
            for (var node = 1; node <= plan.Nodes; node++) values.AddRange(Values(kind, node, plan.Edges[2 * node - 2], plan.Edges[2 * node - 1]));
        }
        return new(values);
    }

    /// <summary>The kinds of cells.</summary>
    internal static string[] KindsOf(CellOptions options) => options.Operations == OperationSet.Dense ? ["normal"] : ["normal", "reduce"];

    /// <summary>Two different states, in no order; or any two.</summary>
    internal static bool TakesPairs(CellOptions options) => options.Operations is OperationSet.Darts or OperationSet.Dense;

    private static IEnumerable<Parameter> Decisions(CellOptions options)
    {
        // Of fewer cells both kinds would not be built: decisions on the other would be without effect.
        if (options.Operations != OperationSet.Dense && options.Cells < LeastCells)
            throw new ArgumentException($"cells is {options.Cells}: at least {LeastCells} are expected, one that keeps the size and two that halve it.");
        return KindsOf(options).SelectMany(kind => Decisions(options, kind));
    }

    private static IEnumerable<Parameter> Decisions(CellOptions options, string kind)
    {
        var operations = CellOperations.Of(options.Operations);
        for (var node = 1; node <= options.Nodes; node++)
        {
            var states = Enumerable.Range(0, node + 1).ToList();
            if (TakesPairs(options))
            {
                // The first node has no choice: it takes both inputs.
                var pairs = states.SelectMany(b => states.Take(b).Select(a => $"{a}+{b}"));
                if (node > 1) yield return Choice($"{kind}.node{node}.inputs", pairs, p => p);
            }
            else
            {
                yield return Choice($"{kind}.node{node}.input1", states, s => s);
                yield return Choice($"{kind}.node{node}.input2", states, s => s);
            }
            yield return Choice($"{kind}.node{node}.operation1", operations, o => o);
            yield return Choice($"{kind}.node{node}.operation2", operations, o => o);
        }
    }

    private IEnumerable<KeyValuePair<string, ParameterValue>> Values(string kind, int node, CellEdge first, CellEdge second)
    {
        if (TakesPairs(_options))
        {
            if (first.From > second.From) (first, second) = (second, first);
            if (node > 1 || (first.From, second.From) != (0, 1)) yield return new($"{kind}.node{node}.inputs", $"{first.From}+{second.From}");
        }
        else
        {
            yield return new($"{kind}.node{node}.input1", first.From);
            yield return new($"{kind}.node{node}.input2", second.From);
        }
        yield return new($"{kind}.node{node}.operation1", first.Operation);
        yield return new($"{kind}.node{node}.operation2", second.Operation);
    }

    private CellPlan Plan(Configuration decisions, string kind)
    {
        var edges = new List<CellEdge>();
        for (var node = 1; node <= _options.Nodes; node++)
        {
            var name = $"{kind}.node{node}";
            var (first, second) = !TakesPairs(_options) ? (decisions[$"{name}.input1"].Integer, decisions[$"{name}.input2"].Integer)
                : node == 1 ? (0, 1) : Pair(decisions[$"{name}.inputs"].Text);
            edges.Add(new(decisions[$"{name}.operation1"].Text, first));
            edges.Add(new(decisions[$"{name}.operation2"].Text, second));
        }
        var plan = new CellPlan(edges, []);
        return plan with { Output = OutputOf(plan) };
    }

    private IReadOnlyList<int> OutputOf(CellPlan plan) => TakesPairs(_options) ? [.. Enumerable.Range(2, plan.Nodes)] : plan.Unused;

    private static (int, int) Pair(string text)
    {
        var at = text.IndexOf('+', StringComparison.Ordinal);
        return (int.Parse(text.AsSpan(0, at), provider: null), int.Parse(text.AsSpan(at + 1), provider: null));
    }
}
