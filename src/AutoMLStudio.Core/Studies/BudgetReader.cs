using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AutoMLStudio.Core.Options;

namespace AutoMLStudio.Core.Studies;

/// <summary>Reads <c>budget</c> of a study file: the limits, and the stopping rules of the catalogue by their keys.</summary>
internal sealed partial class BudgetReader(Catalog catalog, List<Fault> faults)
{
    private const int DefaultTrials = 100;

    private List<Method> Rules => [.. catalog.Of(MethodKind.StoppingRule)];

    private string Expected =>
        $"{string.Join(", ", (string[])["trials", "time", "resource", .. Rules.Select(r => r.Key)])} or no_improvement";

    /// <summary>The budget; what has a fault is in the list.</summary>
    public StudyBudget Read(JsonNode? node)
    {
        if (node is null) return new(DefaultTrials);
        if (node is not JsonObject entry)
        {
            faults.Add(new("budget", $"{OptionsReader.Show(node)} is not accepted: an object with {Expected} is expected."));
            return new();
        }
        var fields = new Fields(entry, "budget", faults);
        var trials = (int?)fields.Integer("trials", false, 1, 10_000_000);
        var resource = fields.Number("resource", false);
        var noImprovement = (int?)fields.Integer("no_improvement", false, 1, 10_000_000);
        var time = Time(fields);
        List<Choice> rules = [.. Rules.Select(r => Rule(r, fields.Take(r.Key))).OfType<Choice>()];
        fields.NothingElse();
        if (resource <= 0) fields.Fail<string>("resource", $"{resource:R} is not accepted: a number above 0 is expected.");
        if (entry.All(e => e.Value is null)) faults.Add(new("budget", $"It is empty: {Expected} is expected."));
        return new(trials, time, resource, noImprovement, rules.Count == 0 ? null : rules);
    }

    /// <summary>A rule with its options; <c>true</c> for its defaults, a number for its first option.</summary>
    private Choice? Rule(Method rule, JsonNode? node)
    {
        if (node is null) return null;
        var path = $"budget.{rule.Key}";
        var first = OptionsSchema.Of(rule.OptionsType)[0].Key;
        var options = node switch
        {
            JsonObject given => given,
            JsonValue value when value.GetValueKind() == JsonValueKind.True => [],
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => new JsonObject { [first] = value.DeepClone() },
            _ => null,
        };
        if (options is not null) return new(rule, OptionsReader.Read(rule.OptionsType, options, path, faults));
        faults.Add(new(path, $"{OptionsReader.Show(node)} is not accepted: true, a number, or an object with {first} is expected."));
        return null;
    }

    private static TimeSpan? Time(Fields fields)
    {
        if (fields.Take("time") is not { } node) return null;
        if (ParseTime(node) is { } time && time > TimeSpan.Zero) return time;
        fields.Fail<string>("time", $"{OptionsReader.Show(node)} is not accepted: a time such as 90s, 30m, 1h30m or 2d is expected.");
        return null;
    }

    private static TimeSpan? ParseTime(JsonNode node)
    {
        if (OptionsReader.NumberOf(node) is { } seconds) return seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String) return null;
        var match = TimePattern().Match(value.GetValue<string>());
        if (!match.Success) return null;
        double Part(string name) => match.Groups[name].Success ? double.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var total = Part("d") * 86400 + Part("h") * 3600 + Part("m") * 60 + Part("s");
        return total is > 0 and < 1e9 ? TimeSpan.FromSeconds(total) : null;
    }

    [GeneratedRegex(
        @"^\s*(?=\d)((?<d>\d+(\.\d+)?)\s*d)?\s*((?<h>\d+(\.\d+)?)\s*h)?\s*((?<m>\d+(\.\d+)?)\s*m(in)?)?\s*((?<s>\d+(\.\d+)?)\s*s)?\s*$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimePattern();
}
