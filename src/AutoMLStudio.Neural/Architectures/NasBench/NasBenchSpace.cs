using System.Text.RegularExpressions;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Controllers;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Architectures.NasBench;

/// <summary>
/// The cell of NAS-Bench-201 [Dong2020]: four states, an operation on each of the six edges between them, sums; in text
/// <c>|nor_conv_3x3~0|+|nor_conv_3x3~0|skip_connect~1|+|none~0|nor_conv_1x1~1|avg_pool_3x3~2|</c>. Three stages of cells with residual blocks between.
/// </summary>
public sealed partial class NasBenchSpace : DecisionSpace, IRelaxedSpace, IControlledSpace
{
    /// <summary>Key in the catalogue.</summary>
    public const string SpaceKey = "nasbench201";

    private const int Stages = 3;
    private const int States = 4;

    private static readonly Dictionary<string, Func<Place, Operation>> Makers = new(StringComparer.Ordinal)
    {
        ["none"] = _ => new Zero(),
        ["skip_connect"] = _ => new Identity(),
        ["nor_conv_1x1"] = p => new ReluConvNorm(p.Channels, 1, Affine: p.Affine),
        ["nor_conv_3x3"] = p => new ReluConvNorm(p.Channels, 3, Affine: p.Affine),
        ["avg_pool_3x3"] = p => new AveragePool(3, 1, 1, p.Form),
    };

    private readonly NasBenchOptions _options;

    /// <summary>The space of these options.</summary>
    /// <exception cref="ArgumentException">There are fewer than two operations to choose from.</exception>
    public NasBenchSpace(NasBenchOptions options) : base(options, Decisions(options)) => _options = options;

    /// <inheritdoc/>
    public override string Key => SpaceKey;

    private protected override string Form => "|op~0|+|op~0|op~1|+|op~0|op~1|op~2|";

    /// <inheritdoc/>
    public override NetworkGraph Build(Architecture architecture, NetworkTask task)
    {
        var cell = Read(architecture);
        return Build(task, (edge, place) => Makers[cell[Edge(edge.To, edge.From)].Text](place), (_, _) => { });
    }

    SupernetPlan IRelaxedSpace.Relax(NetworkTask task, RelaxOptions options)
    {
        var (edges, places) = (Edges().ToList(), new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal));
        // Skip dropout is not for these cells: their identities stand beside plain convolutions.
        var graph = Build(task, (_, place) => new Mixture([.. _options.Operations.Select(o => Makers[o](place with { Affine = options.Affine }))]),
            (id, edge) => places[id] = [edges.IndexOf(edge)]);
        return new(graph, [.. edges.Select(e => new Slot("cell", $"{e.From}→{e.To}", _options.Operations, e.From, e.To))], places);
    }

    IReadOnlyList<IReadOnlyList<int>> IRelaxedSpace.PathsOf(SupernetPlan plan, Architecture architecture)
    {
        var cell = Read(architecture);
        return [.. Edges().Select(e => (int[])[Array.IndexOf(_options.Operations, cell[Edge(e.To, e.From)].Text)])];
    }

    /// <summary>On each edge the operation of the largest weight, <c>none</c> among them [Dong2020].</summary>
    Architecture IRelaxedSpace.Derive(SupernetPlan plan, IReadOnlyList<double[]> weights)
    {
        var names = weights.Select(w => _options.Operations[Array.IndexOf(w, w.Max())]).ToList();
        return Of(Write(new(Edges().Zip(names, (e, name) => new KeyValuePair<string, ParameterValue>(Edge(e.To, e.From), name)))));
    }

    private NetworkGraph Build(NetworkTask task, Func<(int To, int From), Place, Operation> make, Action<string, (int To, int From)> added)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var channels = _options.Channels;
        var x = graph.Add("stem", new ConvNorm(channels, 3), TaskEntry.Image(graph, task, channels));
        for (var stage = 0; stage < Stages; stage++)
        {
            if (stage > 0) x = graph.Add($"reduce{stage}", new ResidualBlock(channels *= 2), x);
            for (var i = 0; i < _options.Cells; i++) x = Cell(graph, $"cell{stage * _options.Cells + i + 1}", channels, x, make, added);
        }
        x = graph.Add("last.relu", new Activate(Activation.Relu), graph.Add("last.norm", new BatchNorm(), x));
        return TaskEntry.End(graph, task, x);
    }

    IReadOnlyList<Token> IControlledSpace.Tokens => [.. Edges().Select(_ => new Pick("operation", _options.Operations.Length))];

    /// <summary>Those for cells: [Dong2020] name none.</summary>
    ControllerSettings IControlledSpace.Settings => new();

    Architecture IControlledSpace.Read(IReadOnlyList<int> values) => Flatten().Decode(new(Edges().Zip(values, (edge, value) =>
        new KeyValuePair<string, ParameterValue>(Edge(edge.To, edge.From), _options.Operations[value]))));

    private protected override string Write(Configuration decisions) => string.Join('+', Enumerable.Range(1, States - 1).Select(to =>
        $"|{string.Concat(Enumerable.Range(0, to).Select(from => $"{decisions[Edge(to, from)].Text}~{from}|"))}"));

    private protected override Configuration? Parse(string text)
    {
        var match = TextForm().Match(text);
        if (!match.Success) return null;
        var operations = match.Groups["op"].Captures.Select(c => c.Value);
        return new(Edges().Zip(operations, (edge, operation) => new KeyValuePair<string, ParameterValue>(Edge(edge.To, edge.From), operation)));
    }

    private static IEnumerable<Parameter> Decisions(NasBenchOptions options)
    {
        var count = options.Operations.Distinct().Count();
        if (count < 2 || count < options.Operations.Length || !options.Operations.All(Makers.ContainsKey))
            throw new ArgumentException($"operations is [{string.Join(", ", options.Operations)}]: at least two, all different, of "
                + $"{string.Join(", ", Makers.Keys)} are expected.");
        return Edges().Select(e => Choice(Edge(e.To, e.From), options.Operations, o => o));
    }

    private static IEnumerable<(int To, int From)> Edges() =>
        from to in Enumerable.Range(1, States - 1) from @from in Enumerable.Range(0, to) select (to, @from);

    private static string Edge(int to, int from) => $"edge{from}{to}";

    private static string Cell(GraphBuilder graph, string id, int channels, string input, Func<(int To, int From), Place, Operation> make,
        Action<string, (int To, int From)> added)
    {
        var place = new Place(channels, Window.FormOver(graph.ShapeOf(input)));
        List<string> states = [input];
        for (var to = 1; to < States; to++)
        {
            var edges = new List<string>();
            for (var from = 0; from < to; from++)
            {
                edges.Add(graph.Add($"{id}.e{from}{to}", make((to, from), place), states[from]));
                added(edges[^1], (to, from));
            }
            states.Add(edges.Count == 1 ? edges[0] : graph.Add($"{id}.n{to}", new Add(), edges));
        }
        return states[^1];
    }

    private readonly record struct Place(int Channels, WindowForm Form, bool Affine = true);

    [GeneratedRegex(@"^\|(?<op>\w+)~0\|\+\|(?<op>\w+)~0\|(?<op>\w+)~1\|\+\|(?<op>\w+)~0\|(?<op>\w+)~1\|(?<op>\w+)~2\|$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TextForm();
}
