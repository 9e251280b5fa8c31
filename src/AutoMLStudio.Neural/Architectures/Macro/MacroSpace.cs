using System.Globalization;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Controllers;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Architectures.Macro;

/// <summary>
/// Whole networks, layer by layer ([Pham2018], §2.3): for each layer one of six operations and which of the earlier layers stand beside it. In text a
/// row of numbers a layer, the operation and a 0 or 1 for each earlier layer: <c>1; 4 1; 0 0 1</c>.
/// </summary>
public sealed class MacroSpace : DecisionSpace, IRelaxedSpace, IControlledSpace
{
    /// <summary>Key in the catalogue.</summary>
    public const string SpaceKey = "macro";

    private static readonly string[] Operations = ["conv_3x3", "sep_conv_3x3", "conv_5x5", "sep_conv_5x5", "avg_pool_3x3", "max_pool_3x3"];

    private static readonly Token[] Layer = [new Pick("operation", Operations.Length), new Skips()];

    /// <summary>Those of the authors' search for whole networks.</summary>
    private static readonly ControllerSettings MacroSettings = new()
    {
        TanhConstant = 1.5, PickReduce = 1, LearningRate = 1e-3, Steps = 310 * 50,
    };

    private readonly MacroOptions _options;
    private readonly Token[] _tokens;

    /// <summary>The space of these options.</summary>
    public MacroSpace(MacroOptions options) : base(options, Decisions(options))
    {
        _options = options;
        _tokens = [.. Enumerable.Range(0, options.Layers).SelectMany(_ => Layer)];
    }

    /// <inheritdoc/>
    public override string Key => SpaceKey;

    private protected override string Form => "1; 4 1; 0 0 1";

    /// <inheritdoc/>
    public override NetworkGraph Build(Architecture architecture, NetworkTask task) =>
        MacroNetwork.Build([.. Layers(Read(architecture))], _options, task);

    IReadOnlyList<Token> IControlledSpace.Tokens => _tokens;

    ControllerSettings IControlledSpace.Settings => MacroSettings;

    Architecture IControlledSpace.Read(IReadOnlyList<int> values)
    {
        // Of each layer its operation, then its connections, which is how the text has them.
        var at = 0;
        var rows = Enumerable.Range(1, _options.Layers).Select(length => values.Skip((at += length) - length).Take(length));
        return Of(string.Join("; ", rows.Select(row => string.Join(' ', row))));
    }

    SupernetPlan IRelaxedSpace.Relax(NetworkTask task, RelaxOptions options) => MacroSupernet.Build(Operations, _options, task);

    IReadOnlyList<IReadOnlyList<int>> IRelaxedSpace.PathsOf(SupernetPlan plan, Architecture architecture) =>
    [
        .. Layers(Read(architecture)).SelectMany(l =>
            l.Skips.Select(s => (IReadOnlyList<int>)[s ? 1 : 0]).Prepend([Array.IndexOf(Operations, l.Operation)])),
    ];

    Architecture IRelaxedSpace.Derive(SupernetPlan plan, IReadOnlyList<double[]> weights) =>
        ((IControlledSpace)this).Read([.. weights.Select(w => Array.IndexOf(w, w.Max()))]);

    private protected override string Write(Configuration decisions) => string.Join("; ", Layers(decisions).Select(l =>
        string.Join(' ', l.Skips.Select(s => s ? "1" : "0").Prepend($"{Array.IndexOf(Operations, l.Operation)}"))));

    private protected override Configuration? Parse(string text)
    {
        var rows = text.Split(';').Select(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (rows.Count != _options.Layers || rows.Where((r, i) => r.Length != i + 1).Any()) return null;
        var values = new List<KeyValuePair<string, ParameterValue>>();
        for (var i = 0; i < rows.Count; i++)
        {
            var numbers = rows[i].Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
            if (numbers[0] < 0 || numbers[0] >= Operations.Length || numbers.Skip(1).Any(n => n is not (0 or 1))) return null;
            values.Add(new($"layer{i + 1}.operation", Operations[numbers[0]]));
            values.AddRange(numbers.Skip(1).Select((n, j) => new KeyValuePair<string, ParameterValue>($"layer{i + 1}.skip{j + 1}", n == 1)));
        }
        return new(values);
    }

    private static IEnumerable<Parameter> Decisions(MacroOptions options)
    {
        for (var i = 1; i <= options.Layers; i++)
        {
            yield return Choice($"layer{i}.operation", Operations, o => o);
            for (var j = 1; j < i; j++) yield return Choice($"layer{i}.skip{j}", (bool[])[false, true], s => s);
        }
    }

    private IEnumerable<MacroLayer> Layers(Configuration decisions) => Enumerable.Range(1, _options.Layers).Select(i => new MacroLayer(
        decisions[$"layer{i}.operation"].Text, [.. Enumerable.Range(1, i - 1).Select(j => decisions[$"layer{i}.skip{j}"].Flag)]));
}

/// <summary>A layer of a macro network.</summary>
/// <param name="Operation">Name of its operation.</param>
/// <param name="Skips">For each earlier layer whether it stands beside this one.</param>
internal sealed record MacroLayer(string Operation, IReadOnlyList<bool> Skips);
