using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Hosting;
using AutoMLStudio.Web.Security;
using AutoMLStudio.Web.Studies.Columns;
using AutoMLStudio.Web.Studies.Imports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Studies;

/// <summary>Changes studies: in the database, and by a word to the job that runs them.</summary>
public sealed class StudyCommands(
    IDbContextFactory<StudyContext> contexts, Catalog catalog, IStudyQueue queue, StudyNotifications notifications, StudyFolders folders,
    BlobStore blobs,
    StudyDefinitions definitions, StudyHistories histories, StudyTables tables, Sparklines sparklines, StudyFeed feed, DatasetFiles datasets,
    StudySeeding seeding, IOptions<StudioOptions> options, TimeProvider time)
    : IStudyCommands
{
    /// <inheritdoc/>
    public async Task<StudyCheck> CheckAsync(string text, CancellationToken cancellationToken = default)
    {
        JsonNode? json = null;
        try
        {
            json = StudyText.Parse(text);
            var definition = await ReadAsync(json, cancellationToken);
            return new([], json as JsonObject, definition.Json, StudyText.ToYaml(definition.Json));
        }
        catch (StudyFileException exception)
        {
            return new(exception.Faults, json as JsonObject, null, json is JsonObject written ? StudyText.ToYaml(written) : null);
        }
    }

    /// <inheritdoc/>
    public async Task<long> CreateAsync(string text, bool start, CancellationToken cancellationToken = default)
    {
        var definition = await ReadAsync(StudyText.Parse(text), cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = StudyRow.Of(definition, time.GetUtcNow());
        context.Studies.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        await seeding.BeginAsync(row.Id, definition, cancellationToken);
        if (start) await RequestAsync(row.Id, StudyRequest.Start, cancellationToken);
        else feed.Publish(new(row.Id, 0));
        return row.Id;
    }

    /// <inheritdoc/>
    public async Task RequestAsync(long id, StudyRequest request, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) ?? throw Missing(id);
        if (!Allowed(request, row.State) && !await HasMoreAsync(context, row, request, cancellationToken))
            throw new StudyRequestException(
                $"Study {id} is {Words(row.State)}: {Words(request)} is possible when it is "
                + $"{string.Join(" or ", Enum.GetValues<StudyState>().Where(s => Allowed(request, s)).Select(Words))}.");
        if (request is StudyRequest.Start or StudyRequest.Resume) await QueueAsync(context, id, row.State, cancellationToken);
        else if (row.State == StudyState.Queued) await WithdrawAsync(context, row, request, cancellationToken);
        else await notifications.RequestAsync(id, Wish(request), cancellationToken);
        feed.Publish(new(id, row.LastSequence));
    }

    /// <inheritdoc/>
    public async Task EditAsync(long id, StudyEdit edit, CancellationToken cancellationToken = default)
    {
        var wanted = edit.Checked();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) ?? throw Missing(id);
        wanted.Apply(row);
        await context.SaveChangesAsync(cancellationToken);
        definitions.Forget(id);
        feed.Publish(new(id, row.LastSequence));
    }

    /// <inheritdoc/>
    public async Task<long> CloneAsync(long id, string? name, bool start, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) ?? throw Missing(id);
        name ??= $"{row.Name[..Math.Min(row.Name.Length, 93)]} (copy)";
        return await CreateAsync(StudyEdit.Renamed(row.Definition, name), start, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken) ?? throw Missing(id);
        if (row.State is StudyState.Running or StudyState.Queued)
            throw new StudyRequestException($"Study {id} is {Words(row.State)}: stop it before deleting it.");
        var files = await context.Artifacts.Where(a => a.StudyId == id).Select(a => a.Sha256).Distinct().ToListAsync(cancellationToken);
        if (await context.Studies.Where(s => s.Id == id && s.State == row.State).ExecuteDeleteAsync(cancellationToken) == 0) throw Changed(id);
        // Equal files of two studies are one.
        var shared = await context.Artifacts.Where(a => files.Contains(a.Sha256)).Select(a => a.Sha256).Distinct().ToListAsync(cancellationToken);
        foreach (var file in files.Except(shared, StringComparer.Ordinal)) blobs.Delete(file);
        folders.Delete(id);
        definitions.Forget(id);
        histories.Forget(id);
        tables.Forget(id);
        sparklines.Forget(id);
        feed.Publish(new(id, 0));
    }

    private async Task<StudyDefinition> ReadAsync(JsonNode json, CancellationToken cancellationToken)
    {
        var file = await datasets.FindAsync(json, cancellationToken);
        var faults = RemoteUse.Faults(json, options.Value, file is not null).ToList();
        var definition = faults.Count == 0 ? StudyReader.Read(json, catalog, file) : throw new StudyFileException(faults);
        await seeding.FindAsync(definition, cancellationToken: cancellationToken);
        return definition;
    }

    private async Task QueueAsync(StudyContext context, long id, StudyState from, CancellationToken cancellationToken)
    {
        var changed = await context.Studies.Where(s => s.Id == id && s.State == from).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.State, StudyState.Queued).SetProperty(r => r.Request, StudyWish.None).SetProperty(r => r.Reason, (string?)null),
            cancellationToken);
        if (changed == 0) throw Changed(id);
        try
        {
            queue.Enqueue(id);
        }
        catch
        {
            await context.Studies.Where(s => s.Id == id && s.State == StudyState.Queued)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, from), CancellationToken.None);
            throw;
        }
    }

    // A study that still waits for a worker goes back to where it came from. Its job may begin at this very moment: the wish stands beside, for the
    // run
    // to find.
    private async Task WithdrawAsync(StudyContext context, StudyRow row, StudyRequest request, CancellationToken cancellationToken)
    {
        var state = request != StudyRequest.Pause ? StudyState.Stopped : row.LastSequence == 0 ? StudyState.Created : StudyState.Paused;
        var changed = await context.Studies.Where(s => s.Id == row.Id && s.State == StudyState.Queued)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, state).SetProperty(r => r.Request, Wish(request)), cancellationToken);
        if (changed == 0) await notifications.RequestAsync(row.Id, Wish(request), cancellationToken);
    }

    /// <summary>True when a study that has done all it had to was asked for more: a configuration waits, or a trial is to be tried again.</summary>
    private static async Task<bool> HasMoreAsync(StudyContext context, StudyRow row, StudyRequest request, CancellationToken cancellationToken) =>
        request == StudyRequest.Resume && row.State == StudyState.Completed
        && (await context.EnqueuedTrials.AnyAsync(e => e.StudyId == row.Id && e.TrialNumber == null, cancellationToken)
            || await context.Trials.AnyAsync(t => t.StudyId == row.Id && t.Request == TrialWish.Retry, cancellationToken));

    private static bool Allowed(StudyRequest request, StudyState state) => request switch
    {
        StudyRequest.Start => state == StudyState.Created,
        StudyRequest.Resume => state is StudyState.Paused or StudyState.Stopped or StudyState.Failed,
        _ => state is StudyState.Running or StudyState.Queued,
    };

    private static StudyWish Wish(StudyRequest request) => request switch
    {
        StudyRequest.Pause => StudyWish.Pause,
        StudyRequest.Stop => StudyWish.Stop,
        _ => StudyWish.Cancel,
    };

    private static StudyRequestException Changed(long id) => new($"Study {id} has just changed its state: try again.");

    private static StudyRequestException Missing(long id) => new($"There is no study {id}.", isMissing: true);

    private static string Words<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>Hands a study to whoever runs studies. The second implementation is the test twin.</summary>
public interface IStudyQueue
{
    /// <summary>Makes sure that the study is run soon, once or more often: who runs it makes sure that it runs once.</summary>
    void Enqueue(long studyId);
}
