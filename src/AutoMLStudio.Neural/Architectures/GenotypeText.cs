using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>
/// The text in which cells are published since [Liu2019]: <c>Genotype(normal=[('sep_conv_3x3', 1), …], normal_concat=[2, 3], …)</c>.
/// </summary>
internal static partial class GenotypeText
{
    private const int LongestText = 20_000;

    /// <summary>The lists of the text by name: pairs, or numbers; a range counts as its numbers. Null when it is no such text.</summary>
    public static GenotypeLists? Parse(string text)
    {
        if (text.Length > LongestText || !Whole().IsMatch(text)) return null;
        var pairs = new Dictionary<string, IReadOnlyList<(string, int)>>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        foreach (Match field in Field().Matches(text))
        {
            var (name, body) = (field.Groups["name"].Value, field.Groups["body"].Value);
            var isNew = body.Contains('\'')
                ? pairs.TryAdd(name, [.. Pair().Matches(body).Select(m => (m.Groups["name"].Value, Integer(m.Groups["from"].Value)))])
                : numbers.TryAdd(name, [.. Numbers(body)]);
            if (!isNew) return null;
        }
        return new(pairs, numbers);
    }

    public static string Pairs(string name, IEnumerable<(string Name, int From)> pairs) =>
        $"{name}=[{string.Join(", ", pairs.Select(p => $"('{p.Name}', {p.From})"))}]";

    public static string Numbers(string name, IReadOnlyList<int> numbers) => $"{name}=[{string.Join(", ", numbers)}]";

    private static IEnumerable<int> Numbers(string body)
    {
        var numbers = Number().Matches(body).Select(m => Integer(m.Value)).ToList();
        return body.StartsWith("range", StringComparison.Ordinal) ? Enumerable.Range(numbers[0], Math.Max(0, numbers[1] - numbers[0])) : numbers;
    }

    private static int Integer(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string Item = @"\(\s*'\w{1,40}'\s*,\s*\d{1,3}\s*\)";

    private const string Body = @"(?<body>\[\s*(" + Item + @"\s*,?\s*)*\]|\[\s*(\d{1,3}\s*,?\s*)*\]|range\(\s*\d{1,3}\s*,\s*\d{1,3}\s*\))";

    [GeneratedRegex(@"^Genotype\(\s*(\w+\s*=\s*" + Body + @"\s*,?\s*)+\)$", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<name>\w+)\s*=\s*" + Body, Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();

    [GeneratedRegex(@"'(?<name>\w+)'\s*,\s*(?<from>\d+)", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pair();

    [GeneratedRegex(@"\d+", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}

/// <summary>The lists of a genotype's text by their names.</summary>
/// <param name="Pairs">Lists of pairs.</param>
/// <param name="Numbers">Lists of numbers.</param>
internal sealed record GenotypeLists(
    IReadOnlyDictionary<string, IReadOnlyList<(string Name, int From)>> Pairs, IReadOnlyDictionary<string, IReadOnlyList<int>> Numbers);
