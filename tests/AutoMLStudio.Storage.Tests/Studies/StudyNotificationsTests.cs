using System.Threading.Channels;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoMLStudio.Storage.Tests.Studies;

public sealed class StudyNotificationsTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IAsyncLifetime
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly StudyNotifications _here = Notifications(fixture.Database);
    private readonly StudyNotifications _there = Notifications(fixture.Database);
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _here.Start();
        _there.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        _end.Dispose();
    }

    [Fact]
    public async Task A_watcher_first_hears_how_the_study_stands()
    {
        var (studyId, _) = await RunningStudyAsync();
        await _here.RequestAsync(studyId, StudyWish.Stop, Token);
        (await NextAsync(Watch(_there, studyId))).ShouldBe(new StudySignal(studyId, 1, StudyWish.Stop));
    }

    [Fact]
    public async Task Another_process_hears_of_events_and_of_requests_without_polling()
    {
        var (studyId, lease) = await RunningStudyAsync();
        await using var there = Notifications(_database, TimeSpan.FromHours(1));
        there.Start();
        var signals = Watch(there, studyId);
        (await NextAsync(signals)).Sequence.ShouldBe(1);
        await there.Listening.WaitAsync(Token);

        await new StudyStore(_database.Source, _here).AppendAsync(lease, StudyKit.Log(2, StudyKit.TrialEvents(0, 0.5)), Token);
        (await NextAsync(signals)).ShouldBe(new StudySignal(studyId, 4, StudyWish.None));
        (await _here.RequestAsync(studyId, StudyWish.Pause, Token)).ShouldBeTrue();
        (await NextAsync(signals)).ShouldBe(new StudySignal(studyId, 4, StudyWish.Pause));
        await _here.NudgeAsync(studyId, Token);
        (await NextAsync(signals)).ShouldBe(new StudySignal(studyId, 4, StudyWish.Pause, Asked: 1));
    }

    [Fact]
    public async Task Events_that_nobody_announced_are_found_by_polling()
    {
        var (studyId, lease) = await RunningStudyAsync();
        var signals = Watch(_there, studyId);
        await NextAsync(signals);
        await new StudyStore(_database.Source).AppendAsync(lease, StudyKit.Log(2, StudyKit.TrialEvents(0, 0.5)), Token);
        (await NextAsync(signals)).Sequence.ShouldBe(4);
    }

    [Fact]
    public async Task A_listener_whose_connection_is_killed_connects_again()
    {
        var (studyId, _) = await RunningStudyAsync();
        var signals = Watch(_there, studyId);
        await NextAsync(signals);
        await using var kill = _database.Source.CreateCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        Convert.ToInt32(await kill.ExecuteScalarAsync(Token), null).ShouldBeGreaterThan(0);

        (await new StudyStore(_database.Source).ClaimAsync(studyId, Token)).Epoch.ShouldBe(2);
        await _here.RequestAsync(studyId, StudyWish.Cancel, Token);
        (await NextAsync(signals)).Request.ShouldBe(StudyWish.Cancel);
    }

    [Fact]
    public async Task A_slow_watcher_hears_of_the_latest_only()
    {
        var watcher = new SignalWatcher(null);
        for (var sequence = 1; sequence <= 1000; sequence++) watcher.Offer(sequence % 2, sequence, null);
        watcher.Offer(0, 5, null);
        var heard = new List<StudySignal>();
        await foreach (var signal in watcher.ReadAsync(Token))
        {
            heard.Add(signal);
            if (heard.Count == 2) break;
        }
        heard.ShouldBe([new(1, 999, StudyWish.None), new(0, 1000, StudyWish.None)]);
    }

    [Fact]
    public async Task A_request_for_a_study_that_is_not_there_is_refused() =>
        (await _here.RequestAsync(987654, StudyWish.Stop, Token)).ShouldBeFalse();

    private static StudyNotifications Notifications(TestDatabase database, TimeSpan? pollInterval = null) =>
        new(database.Source, TimeProvider.System, NullLogger<StudyNotifications>.Instance) { PollInterval = pollInterval ?? TimeSpan.FromSeconds(1) };

    private static Task<StudySignal> NextAsync(ChannelReader<StudySignal> signals) =>
        signals.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token);

    private ChannelReader<StudySignal> Watch(StudyNotifications notifications, long studyId)
    {
        var channel = Channel.CreateUnbounded<StudySignal>();
        _ = Task.Run(async () =>
        {
            try
            {
                await foreach (var signal in notifications.WatchAsync(studyId, _end.Token)) channel.Writer.TryWrite(signal);
            }
            catch (Exception exception)
            {
                channel.Writer.Complete(exception);
            }
        }, Token);
        return channel.Reader;
    }

    private async Task<(long StudyId, StudyLease Lease)> RunningStudyAsync()
    {
        var store = new StudyStore(_database.Source);
        var studyId = await StudyKit.AddStudyAsync(_database);
        var lease = await store.ClaimAsync(studyId, Token);
        await store.AppendAsync(lease, StudyKit.Log(1, new StudyStateChanged(StudyState.Running, null)), Token);
        return (studyId, lease);
    }
}
