using AutoMLStudio.Core;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Training;

/// <summary>
/// Options that a space searches: a parameter of an option's name takes the option's place. Tells what a study asks for that training cannot give.
/// </summary>
internal static class SearchedOptions
{
    private static readonly string[] OfNetwork = ["network", "layers", "width", "kernel", "activation"];

    private static readonly Dictionary<string, Func<NetworkOptions, ParameterValue, NetworkOptions>> Setters = new(StringComparer.Ordinal)
    {
        ["learning_rate"] = (o, v) => o with { LearningRate = v.Number },
        ["batch_size"] = (o, v) => o with { BatchSize = v.Integer },
        ["optimizer"] = (o, v) => o with { Optimizer = Names.Parse<OptimizerKind>(v.Text)!.Value },
        ["momentum"] = (o, v) => o with { Momentum = v.Number },
        ["nesterov"] = (o, v) => o with { Nesterov = v.Flag },
        ["weight_decay"] = (o, v) => o with { WeightDecay = v.Number },
        ["dropout"] = (o, v) => o with { Dropout = v.Number },
        ["label_smoothing"] = (o, v) => o with { LabelSmoothing = v.Number },
        ["schedule"] = (o, v) => o with { Schedule = Names.Parse<ScheduleKind>(v.Text)!.Value },
        ["warm_up"] = (o, v) => o with { WarmUp = v.Number },
        ["clip_norm"] = (o, v) => o with { ClipNorm = v.Number },
        ["flip"] = (o, v) => o with { Flip = v.Flag },
        ["crop"] = (o, v) => o with { Crop = v.Integer },
        ["cutout"] = (o, v) => o with { Cutout = v.Integer },
        ["mixup"] = (o, v) => o with { Mixup = v.Number },
        ["ema"] = (o, v) => o with { Ema = v.Number },
        ["recalibrate"] = (o, v) => o with { Recalibrate = v.Integer },
        ["early_stop"] = (o, v) => o with { EarlyStop = v.Integer },
        ["auxiliary_weight"] = (o, v) => o with { AuxiliaryWeight = v.Number },
        ["network"] = (o, v) => o with { Network = Names.Parse<NetworkKind>(v.Text) },
        ["layers"] = (o, v) => o with { Layers = v.Integer },
        ["width"] = (o, v) => o with { Width = v.Integer },
        ["kernel"] = (o, v) => o with { Kernel = v.Integer },
        ["activation"] = (o, v) => o with { Activation = Names.Parse<Activation>(v.Text)!.Value },
    };

    private static readonly Dictionary<string, OptionField> Fields =
        OptionsSchema.Of(typeof(NetworkOptions)).ToDictionary(f => f.Key, StringComparer.Ordinal);

    /// <summary>The options with a configuration's values in place; parameters of architectures are left to their space.</summary>
    public static NetworkOptions Apply(NetworkOptions options, Configuration configuration) => configuration
        .Where(p => p.Value.Kind != ValueKind.Architecture && Setters.ContainsKey(p.Key))
        .Aggregate(options, (o, p) => Setters[p.Key](o, p.Value));

    /// <summary>True for an option that decides the network where the space holds no architecture.</summary>
    public static bool IsOfNetwork(string name) => OfNetwork.Contains(name);

    /// <summary>Everything in the study that training cannot give.</summary>
    public static IEnumerable<Fault> Faults(MethodContext context)
    {
        var architectures = context.Space.Declared.OfType<ArchitectureParameter>().ToList();
        foreach (var parameter in architectures.Where(a => a.Space is not NetworkSpace))
            yield return new($"space.{parameter.Name}", $"The architectures of '{parameter.Space.Key}' are no networks that this evaluator trains.");
        foreach (var parameter in architectures.Skip(1))
            yield return new($"space.{parameter.Name}", $"It is a second architecture beside '{architectures[0].Name}': a network has one.");
        foreach (var parameter in context.Space.Declared.Where(p => p is not ArchitectureParameter))
        {
            if (Fault(parameter) is { } fault) yield return new($"space.{parameter.Name}", fault);
            else if (architectures.Any(a => a.When is null) && IsOfNetwork(parameter.Name))
                yield return new($"space.{parameter.Name}", $"It would have no effect: the network is that of '{architectures[0].Name}'.");
        }
        foreach (var objective in context.Objectives.Where(o => !Metrics.Objectives.Contains(o.Metric)))
            yield return new("objective",
                $"'{objective.Metric}' is not reported by training: one of {string.Join(", ", Metrics.Objectives)} is expected.");
        foreach (var outcome in context.Outcomes.Where(o => !Metrics.Objectives.Contains(o.Metric)))
            yield return new("outcomes",
                $"'{outcome.Metric}' is not reported by training: one of {string.Join(", ", Metrics.Objectives)} is expected.");
    }

    private static string? Fault(Parameter parameter)
    {
        if (!Fields.TryGetValue(parameter.Name, out var field))
            return $"'{parameter.Name}' is neither an architecture nor an option of training: one of {string.Join(", ", Setters.Keys)} is expected.";
        if (parameter.Name == "epochs") return "The epochs are the budget, which a scheduler shares out; they cannot be searched.";
        if (!Setters.ContainsKey(parameter.Name))
            return $"'{parameter.Name}' cannot be searched: trials would no longer be compared on the same terms.";
        var values = parameter switch
        {
            FloatParameter p when field.Kind == OptionKind.Number => [p.Low, p.High],
            IntParameter p when parameter.Name == "kernel" => p.Grid(100),
            IntParameter p when field.Kind is OptionKind.Number or OptionKind.Integer => [(double)p.Low, (double)p.High],
            ChoiceParameter p => p.Choices,
            _ => (IReadOnlyList<ParameterValue>)[],
        };
        if (values.Count == 0) return $"It is {parameter.Domain}: {field.Domain} is expected.";
        var expected = field.Key == "kernel" ? "an odd integer from 1 to 15" : field.Domain;
        return values.Where(v => !Accepts(field, v)).Select(v => $"It may be {v}: {expected} is expected.").FirstOrDefault();
    }

    private static bool Accepts(OptionField field, ParameterValue value) => field.Kind switch
    {
        OptionKind.Choice => value.Kind == ValueKind.Text && field.Choices.Contains(value.Text),
        OptionKind.Flag => value.Kind == ValueKind.Flag,
        _ => value.Kind == ValueKind.Number && !(value.Number < field.Minimum) && !(value.Number > field.Maximum)
            && (field.Kind != OptionKind.Integer || double.IsInteger(value.Number)) && (field.Key != "kernel" || value.Number % 2 == 1),
    };
}
