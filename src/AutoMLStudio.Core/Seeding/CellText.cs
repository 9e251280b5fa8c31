using System.Globalization;
using System.Text.RegularExpressions;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Seeding;

/// <summary>Values as texts in the cells of tables.</summary>
internal static partial class CellText
{
    /// <summary>The value of a parameter that a text stands for; null when it lies outside its domain.</summary>
    public static ParameterValue? Value(Parameter parameter, string text)
    {
        ParameterValue? value = parameter switch
        {
            ChoiceParameter choice => Choice(choice, text),
            ArchitectureParameter architecture => (ParameterValue?)new Architecture(architecture.Space.Key, text),
            _ => Number(text) is { } number ? (ParameterValue?)number : null,
        };
        if (value is not { } found || !parameter.Contains(found)) return null;
        // A step in decimals is met exactly, so that the same value is the same configuration.
        return parameter is FloatParameter { Step: not null } ? parameter.FromUnit(parameter.ToUnit(found)) : found;
    }

    /// <summary>A finite number in the invariant form; null for anything else.</summary>
    public static double? Number(string? text) =>
        double.TryParse(Unescaped(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>True for an empty cell and for an infinity: what a failed trial has for a value.</summary>
    public static bool IsNoNumber(string? text) =>
        text is null || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsFinite(number))
        || text.TrimStart('+', '-').ToLowerInvariant() is "inf" or "infinity";

    /// <summary>Seconds as a number, or as pandas writes a duration: <c>0 days 00:00:01.5</c>.</summary>
    public static double? Seconds(string text)
    {
        if (Number(text) is { } seconds) return seconds;
        var match = Duration().Match(text);
        if (!match.Success) return null;
        double Part(string name) => match.Groups[name].Success ? double.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return Part("d") * 86400 + Part("h") * 3600 + Part("m") * 60 + Part("s");
    }

    /// <summary>The choice that is written like the text; numbers by value, flags in any case, as Python writes them.</summary>
    private static ParameterValue? Choice(ChoiceParameter parameter, string text)
    {
        foreach (var choice in parameter.Choices)
        {
            var isSame = choice.Kind switch
            {
                ValueKind.Number => Number(text) == choice.Number,
                ValueKind.Flag => text.Equals(choice.ToString(), StringComparison.OrdinalIgnoreCase),
                _ => text == choice.ToString() || Unescaped(text) == choice.ToString(),
            };
            if (isSame) return choice;
        }
        return null;
    }

    // Our own CSV puts an apostrophe before what a spreadsheet would take for a formula.
    private static string? Unescaped(string? text) => text is ['\'', '=' or '+' or '-' or '@', ..] ? text[1..] : text;

    [GeneratedRegex(
        @"^((?<d>\d{1,6}) days? )?(?<h>\d{1,3}):(?<m>\d{2}):(?<s>\d{2}(\.\d{1,9})?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Duration();
}
