using System.Globalization;
using System.Text.RegularExpressions;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Neural.Architectures.Fabric;

/// <summary>
/// Convolutional neural fabrics [Saxena2016]: a grid of layers and scales that holds every chain of convolutions, strides and doublings along its
/// paths at once. Only the number of layers and of channels is left to decide; in text <c>8 layers, 16 channels</c>.
/// </summary>
/// <remarks>
/// The densely connected fabric of §3.1, in which every channel takes all channels. As everywhere in the studio the mean of each channel and a linear
/// layer end the network; at the coarsest scale of one place that mean is the place itself.
/// </remarks>
public sealed partial class FabricSpace : DecisionSpace
{
    /// <summary>Key in the catalogue.</summary>
    public const string SpaceKey = "fabric";

    private readonly FabricOptions _options;

    /// <summary>The space of these options.</summary>
    /// <exception cref="ArgumentException">The options contradict each other; every fault is in the message.</exception>
    public FabricSpace(FabricOptions options) : base(options, Decisions(options)) => _options = options;

    /// <inheritdoc/>
    public override string Key => SpaceKey;

    private protected override string Form => "8 layers, 16 channels";

    /// <inheritdoc/>
    public override NetworkGraph Build(Architecture architecture, NetworkTask task)
    {
        var (layers, channels) = Sizes(Read(architecture));
        var graph = new GraphBuilder(task.Input, task.Output);
        var image = TaskEntry.Image(graph, task, channels);
        var scales = Scales(graph.ShapeOf(image));
        var column = new List<string>();
        for (var layer = 1; layer <= layers; layer++) column = Layer(graph, layer, layer == layers, channels, scales, layer == 1 ? [image] : column);
        return TaskEntry.End(graph, task, column[^1]);
    }

    private protected override string Write(Configuration decisions)
    {
        var (layers, channels) = Sizes(decisions);
        return $"{layers} layers, {channels} channels";
    }

    private protected override Configuration? Parse(string text)
    {
        var match = TextForm().Match(text);
        if (!match.Success) return null;
        var (layers, channels) = (Integer(match.Groups["layers"]), Integer(match.Groups["channels"]));
        if (Fixed(_options.MinLayers, _options.MaxLayers, layers) || Fixed(_options.MinChannels, _options.MaxChannels, channels)) return null;
        var values = new List<KeyValuePair<string, ParameterValue>>();
        if (_options.MaxLayers > _options.MinLayers) values.Add(new("layers", layers));
        if (_options.MaxChannels > _options.MinChannels) values.Add(new("channels", channels));
        return new(values);
    }

    private static bool Fixed(int low, int high, int value) => low == high && value != low;

    private static int Integer(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static IEnumerable<Parameter> Decisions(FabricOptions options)
    {
        var faults = options.Faults().ToList();
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
        var layers = new IntParameter("layers", options.MinLayers, options.MaxLayers);
        var channels = new IntParameter("channels", options.MinChannels, options.MaxChannels, Log: true);
        return ((IntParameter[])[layers, channels]).Where(p => p.Cardinality > 1);
    }

    private (int Layers, int Channels) Sizes(Configuration decisions) =>
        (decisions.TryGetValue("layers", out var layers) ? layers.Integer : _options.MinLayers,
         decisions.TryGetValue("channels", out var channels) ? channels.Integer : _options.MinChannels);

    /// <summary>Heights and widths from the image's own down to one place: each half of the one before, rounded up.</summary>
    private static List<(int Height, int Width)> Scales(TensorShape image)
    {
        var scales = new List<(int Height, int Width)> { (image.Height, image.Width) };
        while (scales[^1] != (1, 1)) scales.Add(((scales[^1].Height + 1) / 2, (scales[^1].Width + 1) / 2));
        return scales;
    }

    /// <summary>
    /// A column of the grid. Every node takes the same, the finer and the coarser scale of the column before; in the first column, which has only the
    /// image before it, and in the last, whose coarsest node is the output, it also takes the finer scale of its own ([Saxena2016], Fig. 1).
    /// </summary>
    private static List<string> Layer(
        GraphBuilder graph, int layer, bool isLast, int channels, List<(int Height, int Width)> scales, List<string> before)
    {
        var column = new List<string>();
        for (var s = 0; s < scales.Count; s++)
        {
            var inputs = new List<string>();
            if (layer == 1 && s == 0) inputs.Add(before[0]);
            if (layer > 1) inputs.AddRange(before.Where((_, i) => Math.Abs(i - s) <= 1));
            if (s > 0 && (layer == 1 || isLast)) inputs.Add(column[s - 1]);
            // No dot in the id: a drawing would frame or fold the last column and break the grid.
            column.Add(graph.Add($"layer{layer}-scale{s + 1}", new FabricNode(channels, scales[s].Height, scales[s].Width), inputs));
        }
        return column;
    }

    [GeneratedRegex(@"^\s*(?<layers>\d{1,4})\s*layers\s*,\s*(?<channels>\d{1,4})\s*channels\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TextForm();
}
