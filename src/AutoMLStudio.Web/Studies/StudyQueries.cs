using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Surrogates;
using AutoMLStudio.Web.Studies.Columns;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies;

/// <summary>Reads studies from the database; trials from the columns kept in memory.</summary>
public sealed class StudyQueries(
    IDbContextFactory<StudyContext> contexts, StudyDefinitions definitions, StudyTables tables, StudyLists lists)
    : IStudyQueries
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await lists.AllAsync(cancellationToken)).Where(s => !s.Archived)];

    /// <inheritdoc/>
    public Task<StudyList> SearchAsync(StudyListQuery query, CancellationToken cancellationToken = default) =>
        lists.SearchAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async Task<StudyDetail?> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        if (await RowAsync(id, cancellationToken) is not { } row) return null;
        var definition = definitions.Of(row);
        var json = JsonNode.Parse(row.Definition)!.AsObject();
        var hasSurrogate = typeof(IModelView).IsAssignableFrom(definition.Sampler.Method.InstanceType);
        return new(
            await SummaryAsync(row, cancellationToken), json, StudyText.ToYaml(json),
            [.. definition.Space.Parameters.Select(StudyViewMapper.Parameter)], hasSurrogate, row.Notes)
        {
            ModelBudget = SurrogateMoment.ViewOf(definition)?.Budget is { } axis ? StudyViewMapper.Parameter(axis.Parameter) : null,
        };
    }

    /// <inheritdoc/>
    public async Task<StudySummary?> SummaryAsync(long id, CancellationToken cancellationToken = default) =>
        await RowAsync(id, cancellationToken) is { } row ? await SummaryAsync(row, cancellationToken) : null;

    /// <inheritdoc/>
    public async Task<TrialPage> TrialsAsync(long id, TrialQuery query, CancellationToken cancellationToken = default) =>
        await tables.TrialsAsync(id, query, cancellationToken) ?? new([], 0);

    /// <summary>The events of a study after a sequence number, at most <paramref name="limit"/>; null when there is no such study.</summary>
    public async Task<IReadOnlyList<StudyEvent>?> EventsAsync(long id, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        if (await RowAsync(id, cancellationToken) is null) return null;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var payloads = await context.Events.Where(e => e.StudyId == id && e.Sequence > afterSequence).OrderBy(e => e.Sequence).Take(limit)
            .Select(e => e.Payload).ToListAsync(cancellationToken);
        return [.. payloads.Select(p => JsonSerializer.Deserialize<StudyEvent>(p, StudyJson.Options)!)];
    }

    private async Task<StudySummary> SummaryAsync(StudyRow row, CancellationToken cancellationToken) =>
        (await tables.WithFrontsAsync([StudyViewMapper.Summary(row, definitions.Of(row))], cancellationToken))[0];

    private async Task<StudyRow?> RowAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
    }
}
