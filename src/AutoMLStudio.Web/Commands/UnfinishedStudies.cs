using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Studies.Imports;
using AutoMLStudio.Web.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Commands;

/// <summary>A study of the command line is continued while it is unfinished: the name tells which.</summary>
internal sealed class UnfinishedStudies(IDbContextFactory<StudyContext> contexts, StudySeeding seeding, TimeProvider time)
{
    /// <summary>The unfinished study of that name, or a new one; in either case ready to be run.</summary>
    /// <exception cref="StudyFileException">The unfinished one is defined otherwise.</exception>
    public async Task<long> FindOrCreateAsync(StudyDefinition definition, bool anew, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        StudyState[] ended = [StudyState.Completed, StudyState.Stopped];
        var row = anew ? null
            : await context.Studies.Where(s => s.Name == definition.Name && !ended.Contains(s.State)).OrderByDescending(s => s.Id)
                .FirstOrDefaultAsync(cancellationToken);
        if (row is not null && !JsonNode.DeepEquals(JsonNode.Parse(row.Definition), JsonNode.Parse(definition.Json.ToJsonString())))
            throw new StudyFileException([new(
                "name",
                $"Study {row.Id} of the name '{row.Name}' is unfinished and defined otherwise: finish or delete it, take another name, "
                + "or start anew with --new.")]);
        if (row is null)
        {
            await seeding.FindAsync(definition, cancellationToken: cancellationToken);
            context.Studies.Add(row = StudyRow.Of(definition, time.GetUtcNow()));
        }
        if (row.State != StudyState.Running) row.State = StudyState.Queued;
        row.Request = StudyWish.None;
        await context.SaveChangesAsync(cancellationToken);
        return row.Id;
    }
}
