using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>Single trials in memory: what pages read is set by the test, what they ask for is written down.</summary>
internal sealed class TrialsTwin : ITrialQueries, ITrialCommands
{
    public List<TrialDetail> Details { get; } = [];

    public List<LogLineView> Lines { get; } = [];

    public List<EventView> Events { get; } = [];

    public List<WaitingTrial> Waiting { get; } = [];

    public StudyActivity Activity { get; set; } = new([new(1, 12, 2, 9)], 10, 0);

    public List<(JsonObject Config, int? Parent)> Enqueued { get; } = [];

    public List<(int Number, TrialWish Wish)> Asked { get; } = [];

    public string? Refusal { get; set; }

    public Task<TrialDetail?> FindAsync(long studyId, int number, CancellationToken cancellationToken = default) =>
        Task.FromResult(Details.Find(d => d.Trial.Number == number));

    public Task<IReadOnlyList<LogLineView>> LogAsync(
        long studyId, int? number, long after, string? contains, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<LogLineView>>([.. Lines
            .Where(l => l.Id > after && (number ?? l.Trial) == l.Trial && l.Text.Contains(contains ?? "", StringComparison.OrdinalIgnoreCase))
            .TakeLast(limit)]);

    public Task<EventPage> EventsAsync(
        long studyId, IReadOnlyList<string> types, int skip, int take, CancellationToken cancellationToken = default)
    {
        var fitting = Events.Where(e => types.Count == 0 || types.Contains(e.Type)).OrderByDescending(e => e.Sequence).ToList();
        return Task.FromResult(new EventPage([.. fitting.Skip(skip).Take(take)], fitting.Count));
    }

    public Task<IReadOnlyList<WaitingTrial>> WaitingAsync(long studyId, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<WaitingTrial>>(Waiting);

    public Task<bool> HasRequestsAsync(long studyId, CancellationToken cancellationToken = default) => Task.FromResult(Waiting.Count > 0);

    public Task<StudyActivity> ActivityAsync(long studyId, CancellationToken cancellationToken = default) => Task.FromResult(Activity);

    public Task<long> EnqueueAsync(long studyId, JsonObject config, int? parent, CancellationToken cancellationToken = default)
    {
        if (Refusal is not null) throw new StudyFileException([new("config", Refusal)]);
        Enqueued.Add((config, parent));
        return Task.FromResult((long)Enqueued.Count);
    }

    public Task WithdrawAsync(long studyId, long id, CancellationToken cancellationToken = default)
    {
        if (Refusal is not null) throw new StudyRequestException(Refusal);
        Waiting.RemoveAll(w => w.Id == id);
        Activity = Activity with { Waiting = Waiting.Count };
        return Task.CompletedTask;
    }

    public Task AskAsync(long studyId, int number, TrialWish wish, CancellationToken cancellationToken = default)
    {
        if (Refusal is not null) throw new StudyRequestException(Refusal);
        Asked.Add((number, wish));
        return Task.CompletedTask;
    }
}
