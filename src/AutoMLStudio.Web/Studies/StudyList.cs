using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies;

/// <summary>Which studies to list, and in which order.</summary>
/// <param name="Search">Words that must all occur in its name, tags, method or dataset, whatever their case; null for all.</param>
/// <param name="State">Where it must stand.</param>
/// <param name="Tag">A tag it must have.</param>
/// <param name="Method">Key of its sampler.</param>
/// <param name="Dataset">Its dataset.</param>
/// <param name="Archived">True lists the archived ones instead of the others.</param>
/// <param name="Sort">One of <see cref="StudyList.Orders"/>.</param>
/// <param name="Descending">True for the largest or newest first; studies that have nothing to go by stand last.</param>
/// <param name="Skip">Studies to leave out first.</param>
/// <param name="Take">Studies to give; 1 to 1,000.</param>
public sealed record StudyListQuery(
    string? Search = null, StudyState? State = null, string? Tag = null, string? Method = null, string? Dataset = null, bool Archived = false,
    string Sort = "created", bool Descending = true, int Skip = 0, int Take = 50);

/// <summary>A page of studies.</summary>
/// <param name="Studies">Those asked for, with sparklines.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="All">How many there are whatever is asked, archived ones included.</param>
/// <param name="Archived">How many of all are archived.</param>
/// <param name="Tags">The tags there are, in order.</param>
/// <param name="Methods">Keys of the samplers there are, in order.</param>
/// <param name="States">How many stand where, of those that the rest of the question means.</param>
public sealed record StudyList(
    IReadOnlyList<StudySummary> Studies, int Total, int All, int Archived, IReadOnlyList<string> Tags, IReadOnlyList<string> Methods,
    IReadOnlyDictionary<StudyState, int> States)
{
    /// <summary>What studies can be ordered by.</summary>
    public static IReadOnlyList<string> Orders { get; } =
        ["created", "name", "state", "progress", "remaining", "best", "trials", "method", "dataset"];

    /// <summary>The page of these studies that a query means, without sparklines.</summary>
    internal static StudyList Of(IReadOnlyList<StudySummary> all, StudyListQuery query)
    {
        var known = all.Where(s => s.Archived == query.Archived).ToList();
        var words = (query.Search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var meant = known.Where(s => (query.Tag is null || s.Tags.Contains(query.Tag, StringComparer.Ordinal))
            && (query.Method is null || s.Sampler == query.Method) && (query.Dataset is null || s.Dataset == query.Dataset)
            && words.All(w => Occurs(w, s))).ToList();
        var states = meant.GroupBy(s => s.State).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count());
        var shown = Ordered(meant.Where(s => query.State is null || s.State == query.State), query).ToList();
        return new(
            [.. shown.Skip(query.Skip).Take(query.Take)], shown.Count, all.Count, all.Count(s => s.Archived),
            [.. known.SelectMany(s => s.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. known.Select(s => s.Sampler).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], states);
    }

    private static bool Occurs(string word, StudySummary study) =>
        new[] { study.Name, study.Sampler, study.Scheduler, study.Evaluator, study.Dataset, study.Metric }.Concat(study.Tags)
            .Any(t => t?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false);

    private static IEnumerable<StudySummary> Ordered(IEnumerable<StudySummary> studies, StudyListQuery query)
    {
        Func<StudySummary, IComparable?> key = query.Sort switch
        {
            "name" => s => s.Name.ToLowerInvariant(),
            "state" => s => s.State,
            "progress" => s => s.Progress,
            "remaining" => s => s.Remaining,
            "best" => s => s.BestValue,
            "trials" => s => s.Trials,
            "method" => s => s.Sampler,
            "dataset" => s => s.Dataset,
            _ => s => s.Id,
        };
        var empty = studies.OrderBy(s => key(s) is null);
        return (query.Descending ? empty.ThenByDescending(key) : empty.ThenBy(key)).ThenByDescending(s => s.Id);
    }
}
