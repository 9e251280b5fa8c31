using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>Reads <c>space</c> and <c>constraints</c> of a study file.</summary>
internal sealed partial class SpaceReader(Catalog catalog, List<Fault> faults, IReadOnlyCollection<string>? costs = null)
{
    private const int MaximumParameters = 1000;

    /// <summary>Null when there is any fault, which is then in the list.</summary>
    public SearchSpace? Read(JsonNode? space, JsonNode? constraints)
    {
        var before = faults.Count;
        if (space is not JsonObject entries)
        {
            faults.Add(new("space", $"{OptionsReader.Show(space)} is not accepted: parameters by name are expected."));
            return null;
        }
        if (entries.Count > MaximumParameters)
            faults.Add(new("space", $"{entries.Count} parameters are too many: at most {MaximumParameters} are accepted."));
        var parameters = entries.Select(e => Parameter(e.Key, e.Value)).OfType<Parameter>().ToList();
        var parsed = Constraints(constraints);
        if (faults.Count > before) return null;
        try
        {
            return new(parameters, parsed, costs);
        }
        catch (SpaceException exception)
        {
            faults.AddRange(exception.Faults.Select(f => new Fault("space", f)));
            return null;
        }
    }

    private Parameter? Parameter(string name, JsonNode? node)
    {
        var path = $"space.{name}";
        if (!NamePattern().IsMatch(name))
            faults.Add(new(
                path,
                $"'{name}' is no name for a parameter: letters, digits, '_', '-' and '.' are accepted, a letter or '_' "
                + "first, at most 100 characters."));
        if (node is not JsonObject entry)
        {
            faults.Add(new(path, $"{OptionsReader.Show(node)} is not accepted: an object such as {{ type: float, low: 0, high: 1 }} is expected."));
            return null;
        }
        var before = faults.Count;
        var fields = new Fields(entry, path, faults);
        Parameter? parameter = fields.Text("type", required: true) switch
        {
            "float" => Float(name, fields),
            "int" => Int(name, fields),
            "categorical" => Choice(name, fields, "choices", ordered: false),
            "ordinal" => Choice(name, fields, "values", ordered: true),
            "architecture" => Architecture(name, entry, fields, path),
            null => null,
            var other =>
                fields.Fail<Parameter>("type", $"'{other}' is not accepted: one of float, int, categorical, ordinal, architecture is expected."),
        };
        var when = Condition(fields, path);
        if (parameter is not ArchitectureParameter && parameter is not null) fields.NothingElse();
        return faults.Count > before ? null : parameter! with { When = when };
    }

    private static FloatParameter? Float(string name, Fields fields)
    {
        var (low, high, log, step) = (fields.Number("low", true), fields.Number("high", true), fields.Flag("log"), fields.Number("step", false));
        if (low is not { } l || high is not { } h) return null;
        if (l >= h) return fields.Fail<FloatParameter>("high", $"{h:R} is not accepted: more than low ({l:R}) is expected.");
        if (!double.IsFinite(h - l))
            return fields.Fail<FloatParameter>("high", $"{h:R} is not accepted: the range from low is too wide to be computed with.");
        if (log && l <= 0) return fields.Fail<FloatParameter>("low", $"{l:R} is not accepted with log: a number above 0 is expected.");
        if (log && step is not null) return fields.Fail<FloatParameter>("step", "step and log do not go together: leave out one of them.");
        if (step is { } s && (s <= 0 || s > h - l || (h - l) / s > 1e9))
            return fields.Fail<FloatParameter>("step", $"{s:R} is not accepted: a number above 0 and not above high − low ({h - l:R}) is expected.");
        return new(name, l, h, log, step);
    }

    private static IntParameter? Int(string name, Fields fields)
    {
        var (low, high, log, step) = (fields.Integer("low", true), fields.Integer("high", true), fields.Flag("log"), fields.Integer("step", false));
        if (low is not { } l || high is not { } h) return null;
        if (l > h) return fields.Fail<IntParameter>("high", $"{h} is not accepted: at least low ({l}) is expected.");
        if (log && l < 1) return fields.Fail<IntParameter>("low", $"{l} is not accepted with log: an integer of at least 1 is expected.");
        if (log && step is not null and not 1) return fields.Fail<IntParameter>("step", "step and log do not go together: leave out one of them.");
        if (step is < 1 || step > Math.Max(1, h - l))
            return fields.Fail<IntParameter>("step", $"{step} is not accepted: an integer from 1 to high − low ({h - l}) is expected.");
        return new(name, l, h, log, step ?? 1);
    }

    private static ChoiceParameter? Choice(string name, Fields fields, string key, bool ordered)
    {
        if (fields.Take(key) is not JsonArray { Count: > 0 } list)
            return fields.Fail<ChoiceParameter>(key, "A list of at least one value is expected.");
        var values = list.Select(v => v is null ? null : ParameterValue.FromJson(JsonSerializer.SerializeToElement(v))).ToList();
        if (values.FindIndex(v => v is not { Kind: not ValueKind.Architecture }) is >= 0 and var odd)
            return fields.Fail<ChoiceParameter>(
                key, $"{OptionsReader.Show(list[odd])} is not accepted: texts, numbers, true and false are expected.");
        if (values.GroupBy(v => v).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return fields.Fail<ChoiceParameter>(key, $"{twice.Key} stands there {twice.Count()} times: every value once is expected.");
        return new(name, [.. values.Select(v => v!.Value)], ordered);
    }

    private ArchitectureParameter? Architecture(string name, JsonObject entry, Fields fields, string path)
    {
        if (fields.Text("space", required: true) is not { } key) return null;
        if (catalog.Find(MethodKind.ArchitectureSpace, key) is not { } method)
            return fields.Fail<ArchitectureParameter>(
                "space",
                $"'{key}' is not accepted: one of {string.Join(", ", catalog.Of(MethodKind.ArchitectureSpace).Select(m => m.Key))} is expected.");
        var before = faults.Count;
        var options = OptionsReader.Read(method.OptionsType, entry, path, faults, "type", "space", "when");
        if (faults.Count > before) return null;
        try
        {
            return new(name, (ArchitectureSpace)method.Make(options, null!));
        }
        catch (ArgumentException exception)
        {
            faults.Add(new(path, exception.Message));
            return null;
        }
    }

    private Condition? Condition(Fields fields, string path)
    {
        if (fields.Take("when") is not { } node) return null;
        if (node is JsonObject { Count: > 0 } clauses)
            return new([.. clauses.Select(c => Clause(c.Key, c.Value, $"{path}.when.{c.Key}")).OfType<Clause>()]);
        faults.Add(new($"{path}.when", $"{OptionsReader.Show(node)} is not accepted: an object such as {{ optimizer: sgd }} is expected."));
        return null;
    }

    private Clause? Clause(string parent, JsonNode? node, string path)
    {
        if (node is JsonObject range)
        {
            var fields = new Fields(range, path, faults);
            var clause = new Clause.Between(parent, fields.Number("min", false), fields.Number("max", false));
            fields.NothingElse();
            if (clause is { Min: null, Max: null } || clause.Min > clause.Max)
                faults.Add(new(path, $"{OptionsReader.Show(node)} is not accepted: min, max or both are expected, min not above max."));
            return clause;
        }
        var values = (node is JsonArray list ? list.ToList() : [node])
            .Select(v => v is null ? null : ParameterValue.FromJson(JsonSerializer.SerializeToElement(v))).ToList();
        if (values.Count > 0 && values.TrueForAll(v => v is not null)) return new Clause.OneOf(parent, [.. values.Select(v => v!.Value)]);
        faults.Add(new(path, $"{OptionsReader.Show(node)} is not accepted: a value, a list of values or {{ min, max }} is expected."));
        return null;
    }

    private List<Constraint> Constraints(JsonNode? node)
    {
        var constraints = new List<Constraint>();
        if (node is null) return constraints;
        if (node is not JsonArray list)
        {
            faults.Add(new(
                "constraints", $"{OptionsReader.Show(node)} is not accepted: a list of expressions such as 'units * layers <= 4096' is expected."));
            return constraints;
        }
        for (var i = 0; i < list.Count; i++)
        {
            try
            {
                if (list[i] is JsonValue value && value.TryGetValue<string>(out var text)) constraints.Add(Constraint.Parse(text));
                else
                    faults.Add(new(
                        $"constraints[{i}]",
                        $"{OptionsReader.Show(list[i])} is not accepted: an expression such as 'units * layers <= 4096' is expected."));
            }
            catch (FormatException exception)
            {
                faults.Add(new($"constraints[{i}]", exception.Message));
            }
        }
        return constraints;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]{0,99}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
