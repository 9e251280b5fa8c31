using System.Globalization;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies.Imports;

/// <summary>Adds finished trials to the logs of studies that nobody runs, and finds those that a study begins with.</summary>
public sealed class StudySeeding(
    IDbContextFactory<StudyContext> contexts, StudyStore store, StudyLocks locks, StudyDefinitions definitions, StudyHistories histories, StudyFeed feed,
    TimeProvider time)
{
    /// <summary>What a study that names another one begins with; null when it names none.</summary>
    /// <param name="definition">The study that begins.</param>
    /// <param name="own">Its identity, once it has one: it does not begin with itself.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StudyFileException">There is no such study, or it cannot be begun with.</exception>
    public async Task<(StudySeeds Seeds, string Source)?> FindAsync(
        StudyDefinition definition, long own = 0, CancellationToken cancellationToken = default)
    {
        if (definition.WarmStart is not { Study: var named }) return null;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var others = context.Studies.AsNoTracking().Where(s => s.Id != own);
        var row = long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await others.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) : null;
        row ??= await others.Where(s => s.Name == named).OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancellationToken);
        if (row is null)
            throw new StudyFileException([new("warm_start.study", $"There is no study '{named}': name or number of a study in the studio is expected.")]);
        var source = definitions.Of(row);
        var trials = await histories.ReadAsync(row.Id, source, log => log.History.Trials.ToList(), cancellationToken);
        return (Seeds.From(source, trials, definition), $"study {row.Id}");
    }

    /// <summary>Gives a study that has just been defined, or is about to run for the first time, what it begins with.</summary>
    public async Task BeginAsync(long studyId, StudyDefinition definition, CancellationToken cancellationToken)
    {
        if (await FindAsync(definition, studyId, cancellationToken) is not { } found) return;
        await AddAsync(studyId, definition, history => history.Trials.Count > 0 ? [] : found.Seeds.Trials, found.Source, cancellationToken);
    }

    /// <summary>The same, by whoever holds the study's lock already.</summary>
    public async Task BeginHeldAsync(long studyId, StudyDefinition definition, CancellationToken cancellationToken)
    {
        if (await FindAsync(definition, studyId, cancellationToken) is not { } found) return;
        await AppendAsync(studyId, definition, history => history.Trials.Count > 0 ? [] : found.Seeds.Trials, found.Source, cancellationToken);
    }

    /// <summary>Adds trials in one transaction, and says how many.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="definition">Its definition.</param>
    /// <param name="choose">Which trials, given what the study knows.</param>
    /// <param name="source">Where they come from.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StudyRequestException">Somebody runs the study.</exception>
    public async Task<int> AddAsync(
        long studyId, StudyDefinition definition, Func<History, IReadOnlyList<SeedTrial>> choose, string source, CancellationToken cancellationToken)
    {
        await using var held = await locks.TryHoldAsync(studyId, cancellationToken)
            ?? throw new StudyRequestException($"Study {studyId} is running: pause it, import, and resume it.");
        return await AppendAsync(studyId, definition, choose, source, cancellationToken);
    }

    private async Task<int> AppendAsync(
        long studyId, StudyDefinition definition, Func<History, IReadOnlyList<SeedTrial>> choose, string source, CancellationToken cancellationToken)
    {
        var lease = await store.ClaimAsync(studyId, cancellationToken);
        var history = History.Of(definition.Objectives, await store.LoadAsync(studyId, 0, cancellationToken), definition.Outcomes);
        var trials = choose(history);
        if (trials.Count == 0) return 0;
        var events = Seeds.Events(history, trials, source, time.GetUtcNow());
        await store.AppendAsync(lease, events, cancellationToken);
        feed.Publish(new(studyId, events[^1].Sequence));
        return trials.Count;
    }
}
