using System.Text;
using System.Text.RegularExpressions;

namespace AutoMLStudio.Storage.Studies;

/// <summary>A line as it is kept: fit for a database and a page.</summary>
internal static partial class LogLine
{
    /// <summary>Characters of the longest line.</summary>
    public const int MaximumLength = 4096;

    /// <summary>
    /// The line without colours and cursor movements of a terminal; what a progress bar overwrites is left out, and what is too long is cut.
    /// </summary>
    public static string Clean(string line)
    {
        var last = line.TrimEnd('\r');
        last = last[(last.LastIndexOf('\r') + 1)..];
        if (last.Length > MaximumLength) last = last[..(MaximumLength - 1)] + "…";
        last = Escape().Replace(last, "");
        var shown = new StringBuilder(last.Length);
        // Half a pair of surrogates, as a cut leaves it, comes as U+FFFD.
        foreach (var rune in last.EnumerateRunes())
            shown.Append((Rune.IsControl(rune) && rune.Value != '\t' ? Rune.ReplacementChar : rune).ToString());
        return shown.ToString();
    }

    [GeneratedRegex(@"\x1B(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1B]*(?:\x07|\x1B\\|$)|[@-Z\\-_])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: -1)]
    private static partial Regex Escape();
}
