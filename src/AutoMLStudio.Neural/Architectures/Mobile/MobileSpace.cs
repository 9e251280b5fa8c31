using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Architectures.Mobile;

/// <summary>
/// Chains of inverted bottlenecks as [Cai2019] search them: how many blocks a stage has, and for each block its kernel, its expansion and whether
/// it has squeeze-and-excitation [Tan2019]. In text each block, with semicolons between stages: <c>r1_k5_s22_e3_i16_o24_se0.25,
/// r1_k3_s11_e6_i24_o24; …</c>.
/// </summary>
public sealed class MobileSpace : DecisionSpace, IRelaxedSpace
{
    /// <summary>Key in the catalogue.</summary>
    public const string SpaceKey = "mobile";

    /// <summary>Share of the input channels [Tan2019].</summary>
    private const double Squeeze = 0.25;

    private const int StemChannels = 32;
    private const int FirstChannels = 16;
    private const int HeadChannels = 1280;

    /// <summary>Channels and steps of the stages ([Cai2019], §4.1, with the widths of their published search).</summary>
    private static readonly (int Channels, int Stride)[] AllStages = [(24, 2), (40, 2), (80, 2), (96, 1), (192, 2), (320, 1)];

    private readonly MobileOptions _options;
    private readonly MobileRelaxation _relaxation;

    /// <summary>The space of these options.</summary>
    /// <exception cref="ArgumentException">The options contradict each other; every fault is in the message.</exception>
    public MobileSpace(MobileOptions options) : base(options, Decisions(options))
    {
        _options = options;
        _relaxation = new(options, options.SqueezeExcite switch
        {
            SkipChoice.Search => [0, Squeeze],
            SkipChoice.Always => [Squeeze],
            _ => [0],
        });
    }

    /// <inheritdoc/>
    public override string Key => SpaceKey;

    private protected override string Form => "r1_k3_s22_e6_i16_o24_se0.25, …";

    /// <inheritdoc/>
    public override NetworkGraph Build(Architecture architecture, NetworkTask task)
    {
        Read(architecture);
        return Build(MobileBlock.FromText(architecture.Genotype)!, task);
    }

    SupernetPlan IRelaxedSpace.Relax(NetworkTask task, RelaxOptions options)
    {
        var block = (_options.Kernels[0], _options.Expansions[0], 0.0);
        var longest = Enumerable.Repeat(Enumerable.Repeat(block, _options.MaxDepth).ToList(), _options.Stages).ToList();
        return _relaxation.Relax(Build(MobileBlock.FromText(Write(longest).Replace(';', ','))!, task));
    }

    IReadOnlyList<IReadOnlyList<int>> IRelaxedSpace.PathsOf(SupernetPlan plan, Architecture architecture)
    {
        Read(architecture);
        return _relaxation.PathsOf(architecture);
    }

    Architecture IRelaxedSpace.Derive(SupernetPlan plan, IReadOnlyList<double[]> weights) => new(Key, Write(_relaxation.Derive(weights)));

    private NetworkGraph Build(IReadOnlyList<MobileBlock> blocks, NetworkTask task)
    {
        var (stem, first) = (Width(StemChannels), Width(FirstChannels));
        return MobileNetwork.Build([new(1, 3, 1, 1, stem, first, Skip: false), .. blocks], new(stem, Width(HeadChannels)), task);
    }

    private protected override string Write(Configuration decisions) =>
        Write([.. Enumerable.Range(1, _options.Stages).Select(stage => Enumerable.Range(1, Depth(decisions, stage)).Select(i => (
            Chosen(decisions, $"stage{stage}.block{i}.kernel", _options.Kernels),
            Chosen(decisions, $"stage{stage}.block{i}.expansion", _options.Expansions),
            HasSqueeze(decisions, $"stage{stage}.block{i}.squeeze") ? Squeeze : 0)).ToList())]);

    /// <summary>The text of what was decided for the blocks of each stage.</summary>
    private string Write(IReadOnlyList<IReadOnlyList<(int Kernel, int Expansion, double Squeeze)>> decided)
    {
        var stages = new List<string>();
        var input = Width(FirstChannels);
        for (var stage = 0; stage < decided.Count; stage++)
        {
            var (channels, stride) = (Width(AllStages[stage].Channels), AllStages[stage].Stride);
            stages.Add(MobileBlock.ToText(decided[stage].Select((b, i) => new MobileBlock(1,
                b.Kernel, i == 0 ? stride : 1, b.Expansion, i == 0 ? input : channels, channels, b.Squeeze))));
            input = channels;
        }
        return string.Join("; ", stages);
    }

    private protected override Configuration? Parse(string text)
    {
        var stages = text.Split(';').Select(MobileBlock.FromText).ToList();
        if (stages.Count != _options.Stages || stages.Contains(null)) return null;
        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        var input = Width(FirstChannels);
        for (var stage = 1; stage <= stages.Count; stage++)
        {
            var (channels, stride, blocks) = (Width(AllStages[stage - 1].Channels), AllStages[stage - 1].Stride, stages[stage - 1]!);
            if (blocks.Count > _options.MaxDepth) return null;
            if (_options.MaxDepth > 1) values[$"stage{stage}.depth"] = blocks.Count;
            for (var i = 1; i <= blocks.Count; i++)
            {
                var block = blocks[i - 1];
                // What is no decision must be as it is.
                var bare = new MobileBlock(1, 1, i == 1 ? stride : 1, 1, i == 1 ? input : channels, channels);
                if (block with { Kernel = 1, Expansion = 1, Squeeze = 0 } != bare) return null;
                Put(values, $"stage{stage}.block{i}.kernel", block.Kernel, _options.Kernels);
                Put(values, $"stage{stage}.block{i}.expansion", block.Expansion, _options.Expansions);
                if (block.Squeeze is not (0 or Squeeze) || !Put(values, $"stage{stage}.block{i}.squeeze", block.Squeeze > 0)) return null;
            }
            input = channels;
        }
        return new(values);
    }

    private static IEnumerable<Parameter> Decisions(MobileOptions options)
    {
        var faults = options.Faults().ToList();
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
        for (var stage = 1; stage <= options.Stages; stage++)
        {
            if (options.MaxDepth > 1) yield return new IntParameter($"stage{stage}.depth", 1, options.MaxDepth);
            for (var i = 1; i <= options.MaxDepth; i++)
            {
                var (name, when) = ($"stage{stage}.block{i}", i > 1 ? new Condition([new Clause.Between($"stage{stage}.depth", i, null)]) : null);
                if (options.Kernels.Length > 1) yield return Choice($"{name}.kernel", options.Kernels, k => k, ordered: true) with { When = when };
                if (options.Expansions.Length > 1)
                    yield return Choice($"{name}.expansion", options.Expansions, e => e, ordered: true) with { When = when };
                if (options.SqueezeExcite == SkipChoice.Search)
                    yield return Choice($"{name}.squeeze", (bool[])[false, true], s => s) with { When = when };
            }
        }
    }

    private int Depth(Configuration decisions, int stage) => _options.MaxDepth > 1 ? decisions[$"stage{stage}.depth"].Integer : 1;

    private static int Chosen(Configuration decisions, string name, int[] choices) => choices.Length > 1 ? decisions[name].Integer : choices[0];

    private bool HasSqueeze(Configuration decisions, string name) =>
        _options.SqueezeExcite == SkipChoice.Search ? decisions[name].Flag : _options.SqueezeExcite == SkipChoice.Always;

    /// <summary>What is no decision must be as it is; a value that is none of the choices is told by membership.</summary>
    private static void Put(Dictionary<string, ParameterValue> values, string name, int value, int[] choices)
    {
        if (choices.Length > 1 || value != choices[0]) values[name] = value;
    }

    private bool Put(Dictionary<string, ParameterValue> values, string name, bool value)
    {
        if (_options.SqueezeExcite != SkipChoice.Search) return value == (_options.SqueezeExcite == SkipChoice.Always);
        values[name] = value;
        return true;
    }

    /// <summary>Multiplied and rounded to the nearest multiple of 8, never down by more than a tenth, as [Sandler2018] scale.</summary>
    private int Width(int channels)
    {
        var wanted = channels * _options.WidthMultiplier;
        var rounded = Math.Max(8, (int)(wanted + 4) / 8 * 8);
        return rounded < 0.9 * wanted ? rounded + 8 : rounded;
    }
}
