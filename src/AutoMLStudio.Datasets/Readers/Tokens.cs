using System.Text.RegularExpressions;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>From texts to numbers of tokens.</summary>
internal sealed partial class Tokens
{
    /// <summary>What stands after the end of a text that is shorter than the others; number 0 where it is needed.</summary>
    public const string Padding = "<end>";

    /// <summary>Stands for every token that has no number of its own.</summary>
    public const string Unknown = "<unknown>";

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly TextTokens _what;
    private readonly int _unknown;

    private Tokens(TextTokens what, IReadOnlyList<string> names)
    {
        (_what, Names) = (what, names);
        for (var i = 0; i < names.Count; i++) _numbers[names[i]] = i;
        _unknown = _numbers.GetValueOrDefault(Unknown, -1);
    }

    /// <summary>The tokens in the order of their numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The tokens of these texts: the most frequent ones, in the order of their characters.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="what">What they are cut into.</param>
    /// <param name="most">Tokens at most, those of special meaning included.</param>
    /// <param name="padded">True when texts end at different places.</param>
    public static Tokens Of(IEnumerable<string> texts, TextTokens what, int most, bool padded)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
            foreach (var token in Cut(text, what)) counts[token] = counts.GetValueOrDefault(token) + 1;
        string[] padding = padded ? [Padding] : [];
        var own = most - padding.Length;
        string[] rest = counts.Count > own ? [Unknown] : [];
        var kept = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(own - rest.Length)
            .Select(c => c.Key).Order(StringComparer.Ordinal);
        return new(what, [.. padding, .. rest, .. kept]);
    }

    /// <summary>The numbers of a text's tokens.</summary>
    public IEnumerable<int> Encode(string text) => Cut(text, _what).Select(t => _numbers.GetValueOrDefault(t, _unknown));

    private static IEnumerable<string> Cut(string text, TextTokens what) => what == TextTokens.Characters ? Characters(text) : Words(text);

    private static IEnumerable<string> Characters(string text)
    {
        foreach (var rune in text.EnumerateRunes()) yield return rune.ToString();
    }

    private static IEnumerable<string> Words(string text)
    {
        for (var match = Word().Match(text); match.Success; match = match.NextMatch()) yield return match.Value.ToLowerInvariant();
    }

    [GeneratedRegex(@"[\p{L}\p{M}']+|\p{N}+|[^\s\p{L}\p{M}\p{N}]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Word();
}
