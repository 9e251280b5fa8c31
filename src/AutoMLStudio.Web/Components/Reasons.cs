using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace AutoMLStudio.Web.Components;

/// <summary>
/// Why a study or a trial ended, in the viewer's language. Reasons are kept as English sentences, since they are written where no viewer is; the ones the
/// studio itself writes are recognised by their form. What is not recognised, such as a program's last words, is shown as it is.
/// </summary>
public static partial class Reasons
{
    private static readonly IStringLocalizer T = Texts.Localizer;

    private static readonly (Regex Form, string Text)[] Known =
    [
        .. new[]
        {
            Texts.Of("The budget of {0} trials is spent."),
            Texts.Of("The time of {0} is spent."),
            Texts.Of("The budget of {0} units is spent."),
            Texts.Of("No improvement in {0} trials."),
            Texts.Of("Paused by request."),
            Texts.Of("Stopped by request."),
            Texts.Of("Cancelled by request."),
            Texts.Of("Stopped by request before it had a value."),
            Texts.Of("The study was paused."),
            Texts.Of("The sampler has nothing left to try."),
            Texts.Of("All {0} configurations of the space have been tried, and duplicates are to be avoided."),
            Texts.Of("Evaluated with {0} of {1} units, as the sampler chose."),
            Texts.Of("A trial of another task: it is learned from and is no result of this study."),
            Texts.Of("It ended without a report."),
            Texts.Of("Its report has no metric '{0}'; it has {1}."),
            Texts.Of("It has no metric '{0}', which this study constrains."),
            Texts.Of("{0} is {1} at step {2}."),
            Texts.Of("The process that ran it was lost {0} times in a row before it reported anything new."),
            Texts.Of("Waits at rung {0} of bracket {1} ({2})."),
            Texts.Of("Waits at rung {0} ({1})."),
            Texts.Of("Its {0}, {1}, was not the best at rung {2} of bracket {3} ({4})."),
            Texts.Of("Its {0}, {1}, was not the best at rung {2} ({3})."),
            Texts.Of("Its {0}, {1}, was not among the best {2} at rung {3} of bracket {4} ({5})."),
            Texts.Of("Its {0}, {1}, was not among the best {2} at rung {3} ({4})."),
            Texts.Of("Its best {0} by step {1}, {2}, is worse than {3}, the median of {4} trials."),
            Texts.Of("Its best {0} by step {1}, {2}, is worse than {3}, the {4}th percentile of {5} trials."),
            Texts.Of("Its curve of {0} will end better than {1}, the best, with a chance of {2} % only."),
            Texts.Of("Its {0} has not improved since step {1}, where it was {2}."),
            Texts.Of("Its {0}, {1}, is worse than the threshold {2}."),
        }.Select(text => (FormOf(text), text)),
    ];

    /// <summary>A reason as it was written, in the viewer's language where it is the studio's own; null stays null.</summary>
    public static string? Of(string? reason)
    {
        if (reason is null) return null;
        foreach (var (form, text) in Known)
        {
            var match = form.Match(reason);
            if (match.Success) return T[text, [.. match.Groups.Values.Skip(1).Select(g => (object)g.Value)]];
        }
        return reason;
    }

    /// <summary>What was filled in is what holds no line break; nothing is tried twice, so that long reasons cost no more than they are long.</summary>
    private static Regex FormOf(string text) =>
        new($"^{Place().Replace(Regex.Escape(text), "([^\\n]+)")}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    [GeneratedRegex(@"\\\{\d}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();
}
