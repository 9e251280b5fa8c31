using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoMLStudio.Neural.Architectures.Mobile;

/// <summary>
/// A row of equal inverted bottlenecks, and its usual text: <c>r2_k3_s22_e6_i16_o24_se0.25</c>, with <c>_noskip</c> where nothing is added [Tan2019].
/// </summary>
/// <param name="Repeats">How many; the first takes the step.</param>
/// <param name="Kernel">Size of the depthwise kernel.</param>
/// <param name="Stride">Step, 1 or 2.</param>
/// <param name="Expansion">How many times wider inside.</param>
/// <param name="Input">Input channels.</param>
/// <param name="Output">Output channels.</param>
/// <param name="Squeeze">Units of squeeze-and-excitation as a share of the input channels; 0 for none.</param>
/// <param name="Skip">False where the input is not added.</param>
public sealed partial record MobileBlock(int Repeats, int Kernel, int Stride, int Expansion, int Input, int Output, double Squeeze = 0, bool Skip = true)
{
    /// <summary>The text.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture,
        $"r{Repeats}_k{Kernel}_s{Stride}{Stride}_e{Expansion}_i{Input}_o{Output}{(Squeeze > 0 ? $"_se{Squeeze}" : "")}{(Skip ? "" : "_noskip")}");

    /// <summary>Texts of several, separated by commas.</summary>
    public static string ToText(IEnumerable<MobileBlock> blocks) => string.Join(", ", blocks.Select(b => b.ToText()));

    /// <summary>Reads such texts, separated by commas or semicolons; null when they are none.</summary>
    public static IReadOnlyList<MobileBlock>? FromText(string text)
    {
        var blocks = text.Split([',', ';'], StringSplitOptions.TrimEntries).Select(One).ToList();
        return blocks.Contains(null) ? null : [.. blocks.Select(b => b!)];
    }

    private static MobileBlock? One(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || match.Groups["s"].Value[0] != match.Groups["s"].Value[1]) return null;
        int Of(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        var squeeze = match.Groups["se"].Success ? double.Parse(match.Groups["se"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return new(Of("r"), Of("k"), match.Groups["s"].Value[0] - '0', Of("e"), Of("i"), Of("o"), squeeze, !match.Groups["no"].Success);
    }

    [GeneratedRegex(@"^r(?<r>\d{1,2})_k(?<k>\d{1,2})_s(?<s>[12]{2})_e(?<e>\d{1,2})_i(?<i>\d{1,4})_o(?<o>\d{1,4})(_se(?<se>0?\.\d{1,4}|1))?(?<no>_noskip)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
