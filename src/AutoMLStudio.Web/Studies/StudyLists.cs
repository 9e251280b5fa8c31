using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Studies.Columns;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// Lists of studies. Rows are read without their definitions, which are kept in memory once read: what a search says is looked up among summaries.
/// </summary>
public sealed class StudyLists(
    IDbContextFactory<StudyContext> contexts, StudyDefinitions definitions, Sparklines sparklines, StudyTables tables, ILogger<StudyLists> logger)
{
    /// <summary>All studies, newest first, archived ones among them.</summary>
    public async Task<IReadOnlyList<StudySummary>> AllAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Slim(context).ToListAsync(cancellationToken);
        await LearnAsync(context, [.. rows.Where(r => definitions.Find(r.Id) is null).Select(r => r.Id)], cancellationToken);
        return [.. rows.Select(r => definitions.Find(r.Id) is { } definition ? StudyViewMapper.Summary(r, definition) : null).OfType<StudySummary>()];
    }

    /// <summary>The page of studies that a query means.</summary>
    public async Task<StudyList> SearchAsync(StudyListQuery query, CancellationToken cancellationToken)
    {
        var list = StudyList.Of(await AllAsync(cancellationToken), query);
        var studies = await tables.WithFrontsAsync(list.Studies, cancellationToken);
        return list with { Studies = await sparklines.DrawAsync(studies, cancellationToken) };
    }

    private static IQueryable<StudyRow> Slim(StudyContext context) =>
        context.Studies.AsNoTracking().OrderByDescending(s => s.Id).Select(s => new StudyRow
        {
            Id = s.Id,
            Name = s.Name,
            Definition = "",
            State = s.State,
            CreatedAt = s.CreatedAt,
            StartedAt = s.StartedAt,
            EndedAt = s.EndedAt,
            Reason = s.Reason,
            LastSequence = s.LastSequence,
            TrialCount = s.TrialCount,
            FinishedCount = s.FinishedCount,
            FailedCount = s.FailedCount,
            BestTrial = s.BestTrial,
            BestValue = s.BestValue,
            RunningSeconds = s.RunningSeconds,
            Archived = s.Archived,
            Tags = s.Tags,
        });

    // One study of an older version must not take the list away.
    private async Task LearnAsync(StudyContext context, List<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return;
        foreach (var row in await context.Studies.AsNoTracking().Where(s => ids.Contains(s.Id)).ToListAsync(cancellationToken))
        {
            try
            {
                definitions.Of(row);
            }
            catch (StudyFileException exception)
            {
                logger.LogWarning("Study {Id} is left out of the list: {Reason}", row.Id, exception.Message);
            }
        }
    }
}
