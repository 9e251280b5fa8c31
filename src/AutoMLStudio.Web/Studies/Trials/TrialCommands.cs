using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies.Trials;

/// <summary>Asks for single trials: written into the study's queue, and told to the job that runs it.</summary>
public sealed class TrialCommands(
    IDbContextFactory<StudyContext> contexts, TrialRequestQueue requests, StudyDefinitions definitions, StudyFeed feed) : ITrialCommands
{
    /// <inheritdoc/>
    public async Task<long> EnqueueAsync(long studyId, JsonObject config, int? parent, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == studyId, cancellationToken) ?? throw Missing(studyId);
        var configuration = Read(config, definitions.Of(row).Space);
        if (parent is { } number && !await context.Trials.AnyAsync(t => t.StudyId == studyId && t.Number == number, cancellationToken))
            throw new StudyFileException([new("parent", $"{number} is not accepted: the number of a trial of study {studyId} is expected.")]);
        var id = await requests.EnqueueAsync(studyId, configuration, parent, cancellationToken);
        feed.Publish(new(studyId, row.LastSequence));
        return id;
    }

    /// <inheritdoc/>
    public async Task WithdrawAsync(long studyId, long id, CancellationToken cancellationToken = default)
    {
        if (!await requests.WithdrawAsync(studyId, id, cancellationToken))
            throw new StudyRequestException($"Study {studyId} has no configuration {id} in its queue: it is being tried, or was withdrawn.", true);
        feed.Publish(new(studyId, 0));
    }

    /// <inheritdoc/>
    public async Task AskAsync(long studyId, int number, TrialWish wish, CancellationToken cancellationToken = default)
    {
        var allowed = Allowed(wish);
        if (!await requests.AskAsync(studyId, number, wish, allowed, cancellationToken))
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var states = await context.Trials.Where(t => t.StudyId == studyId && t.Number == number).Select(t => t.State)
                .ToListAsync(cancellationToken);
            if (await context.Trials.AnyAsync(t => t.StudyId == studyId && t.Number == number && t.Imported != null, cancellationToken))
                throw new StudyRequestException($"Trial {number} was imported: put its configuration into the queue to have it evaluated here.");
            throw states.Count == 0
                ? new StudyRequestException($"Study {studyId} has no trial {number}.", isMissing: true)
                : new StudyRequestException($"Trial {number} is {Words(states[0])}: {Words(wish)} is possible when it is "
                    + $"{string.Join(" or ", allowed.Select(Words))}.");
        }
        feed.Publish(new(studyId, 0));
    }

    /// <summary>The states of a trial in which something may be asked of it.</summary>
    public static IReadOnlyList<TrialState> Allowed(TrialWish wish) => wish switch
    {
        TrialWish.Stop => [TrialState.Running, TrialState.Paused],
        TrialWish.Retry => [TrialState.Failed, TrialState.Cancelled],
        _ => [],
    };

    /// <summary>The configuration that a JSON object is.</summary>
    /// <exception cref="StudyFileException">It does not lie in the space.</exception>
    internal static Configuration Read(JsonObject config, SearchSpace space)
    {
        using var document = JsonDocument.Parse(config.ToJsonString());
        var configuration = Configuration.FromJson(document.RootElement)
            ?? throw new StudyFileException([new("config", "Each value is a number, a text, true or false, or an architecture.")]);
        return space.WhyNotIn(configuration) is { } reason ? throw new StudyFileException([new("config", reason)]) : configuration;
    }

    private static StudyRequestException Missing(long id) => new($"There is no study {id}.", isMissing: true);

    private static string Words<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
