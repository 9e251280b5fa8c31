using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AutoMLStudio.Storage.Tests.Studies;

public sealed class StudyStoreTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly StudyStore _store = new(fixture.Database.Source);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_read_back_as_they_were_written()
    {
        var lease = await ClaimAsync();
        var metrics = new Dictionary<string, double>
        {
            ["accuracy"] = double.NaN, ["loss"] = double.PositiveInfinity, ["low"] = double.NegativeInfinity, ["zero"] = -0.0, ["tiny"] = 5e-324,
        };
        var events = StudyKit.Log(1,
            new StudyStateChanged(StudyState.Running, null),
            new TrialStarted(0, StudyKit.Configuration(1), 27),
            new TrialReported(0, new(1.5, metrics, 0.1)),
            new SnapshotTaken("cell", 0, System.Text.Json.JsonElement.Parse("""{"z":[1],"a":"\u0000"}""")),
            new TrialEnded(0, TrialState.Failed, "accuracy is NaN\0"),
            new TrialResumed(0, 27, 2));

        await _store.AppendAsync(lease, events, Token);
        var read = await _store.LoadAsync(lease.StudyId, 0, Token);

        read.Select(Text).ShouldBe(events.Select(Text));
        var report = read.OfType<TrialReported>().Single().Report;
        report.Metrics.ShouldBe(metrics);
        double.IsNegative(report.Metrics["zero"]).ShouldBeTrue();
        (await _store.LoadAsync(lease.StudyId, 4, Token)).Select(e => e.Sequence).ShouldBe([5, 6]);
    }

    [Fact]
    public async Task What_was_asked_of_trials_is_struck_off_with_the_event_that_does_it()
    {
        var lease = await ClaimAsync();
        await using var notifications = new StudyNotifications(_database.Source, TimeProvider.System, NullLogger<StudyNotifications>.Instance);
        var requests = new TrialRequestQueue(new Contexts(_database), notifications, TimeProvider.System);
        var first = await requests.EnqueueAsync(lease.StudyId, StudyKit.Configuration(7), 0, Token);
        var second = await requests.EnqueueAsync(lease.StudyId, StudyKit.Configuration(8), null, Token);
        (await requests.WaitingAsync(lease.StudyId, Token)).ShouldBe(
            [new(first, StudyKit.Configuration(7), 0), new(second, StudyKit.Configuration(8), null)]);

        await _store.AppendAsync(lease, StudyKit.Log(1,
            new StudyStateChanged(StudyState.Running, null),
            new TrialStarted(0, StudyKit.Configuration(7), 1) { Parent = 0, Enqueued = first },
            new TrialStarted(1, StudyKit.Configuration(1), 1)), Token);
        (await requests.WaitingAsync(lease.StudyId, Token)).Select(e => e.Id).ShouldBe([second]);
        (await requests.WithdrawAsync(lease.StudyId, first, Token), await requests.WithdrawAsync(lease.StudyId, second, Token)).ShouldBe((false, true));

        (await requests.AskAsync(lease.StudyId, 1, TrialWish.Retry, [TrialState.Failed], Token)).ShouldBeFalse();
        (await requests.AskAsync(lease.StudyId, 1, TrialWish.Stop, [TrialState.Running], Token)).ShouldBeTrue();
        await _store.AppendAsync(lease, StudyKit.Log(4, new TrialReported(1, StudyKit.Report(1, 0.5))), Token);
        (await requests.WishesAsync(lease.StudyId, Token)).ShouldBe([new(1, TrialWish.Stop)]);
        await _store.AppendAsync(lease, StudyKit.Log(5, new TrialEnded(1, TrialState.Stopped, null)), Token);
        (await requests.WishesAsync(lease.StudyId, Token)).ShouldBeEmpty();
        await using var context = _database.NewContext();
        (await context.Trials.Where(t => t.StudyId == lease.StudyId).OrderBy(t => t.Number).Select(t => t.Parent).ToListAsync(Token)).ShouldBe([0, null]);
        (await context.EnqueuedTrials.SingleAsync(e => e.StudyId == lease.StudyId, Token)).TrialNumber.ShouldBe(0);
    }

    [Fact]
    public async Task Rows_follow_from_the_events()
    {
        var lease = await ClaimAsync();
        await _store.AppendAsync(lease, StudyKit.Log(1, [new StudyStateChanged(StudyState.Running, null), .. StudyKit.TrialEvents(0, 0.5)]), Token);
        await _store.AppendAsync(lease, StudyKit.Log(5, [.. StudyKit.TrialEvents(1, 0.9), new TrialStarted(2, StudyKit.Configuration(2), 3)]), Token);
        await _store.AppendAsync(
            lease, StudyKit.Log(
                9, new TrialReported(2, StudyKit.Report(1, 0.7) with { Seconds = 2.5 }), new TrialEnded(2, TrialState.Failed, "out of memory")),
            Token);

        await using var context = _database.NewContext();
        var study = await context.Studies.SingleAsync(s => s.Id == lease.StudyId, Token);
        (study.State, study.LastSequence, study.TrialCount, study.FinishedCount, study.FailedCount).ShouldBe((StudyState.Running, 10, 3, 3, 1));
        (study.BestTrial, study.BestLoss, study.BestValue, study.RunningSeconds, study.StartedAt)
            .ShouldBe((1, -0.9, 0.9, 9, StudyKit.Start.AddSeconds(1)));
        var trials = await context.Trials.Where(t => t.StudyId == lease.StudyId).OrderBy(t => t.Number).ToListAsync(Token);
        trials.Select(t => (t.State, t.Loss, t.Value, t.Step, t.Reason)).ShouldBe([
            (TrialState.Completed, -0.5, 0.5, 1, null), (TrialState.Completed, -0.9, 0.9, 1, null),
            (TrialState.Failed, null, null, 1, "out of memory")]);
        trials.Select(t => (t.Sequence, t.Seconds)).ShouldBe([(4, 0.25), (7, 0.25), (10, 2.5)]);
        trials[2].Metrics.ShouldBe("""{"accuracy":0.7}""");
        trials[0].Configuration.ShouldBe("""{"bias":true,"optimizer":"adam","rate":0}""");
        (await context.Reports.CountAsync(r => r.StudyId == lease.StudyId, Token)).ShouldBe(3);
    }

    [Fact]
    public async Task A_word_about_the_last_run_does_not_put_back_a_study_that_was_queued_anew()
    {
        var lease = await ClaimAsync();
        var run = StudyKit.Log(1, new StudyStateChanged(StudyState.Running, null), new StudyStateChanged(StudyState.Stopped, "Stopped by request."));
        await _store.AppendAsync(lease, run, Token);
        await using var context = _database.NewContext();
        var row = context.Studies.Where(s => s.Id == lease.StudyId);
        await row.ExecuteUpdateAsync(s => s.SetProperty(r => r.State, StudyState.Queued).SetProperty(r => r.Reason, (string?)null), Token);
        await _store.AppendAsync(lease, StudyKit.Log(3, new SnapshotTaken("model_exported", 0, System.Text.Json.JsonElement.Parse("{}"))), Token);

        var study = await row.SingleAsync(Token);
        (study.State, study.Reason, study.LastSequence).ShouldBe((StudyState.Queued, null, 3));
    }

    [Fact]
    public async Task A_failed_trial_that_starts_anew_loses_its_reports_and_no_longer_counts_as_failed()
    {
        var lease = await ClaimAsync();
        await _store.AppendAsync(lease, StudyKit.Log(1,
            new TrialStarted(0, StudyKit.Configuration(0), 3),
            new TrialReported(0, StudyKit.Report(1, 0.1)), new TrialReported(0, StudyKit.Report(2, 0.2)),
            new TrialEnded(0, TrialState.Failed, "broken")), Token);
        await _store.AppendAsync(lease, StudyKit.Log(5, new TrialResumed(0, 3, 2), new TrialReported(0, StudyKit.Report(1, 0.6))), Token);

        await using var context = _database.NewContext();
        var study = await context.Studies.SingleAsync(s => s.Id == lease.StudyId, Token);
        (study.FinishedCount, study.FailedCount).ShouldBe((0, 0));
        (await context.Reports.SingleAsync(r => r.StudyId == lease.StudyId, Token)).Metrics.ShouldBe("""{"accuracy":0.6}""");
        (await context.Trials.SingleAsync(t => t.StudyId == lease.StudyId, Token)).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_writers_only_the_one_that_claimed_last_can_write()
    {
        var first = await ClaimAsync();
        await _store.AppendAsync(first, StudyKit.Log(1, StudyKit.TrialEvents(0, 0.5)), Token);
        var other = new StudyStore(_database.Source);
        var second = await other.ClaimAsync(first.StudyId, Token);

        await Should.ThrowAsync<LeaseLostException>(() => _store.AppendAsync(first, StudyKit.Log(4, StudyKit.TrialEvents(1, 0.6)), Token));
        await other.AppendAsync(second, StudyKit.Log(4, StudyKit.TrialEvents(1, 0.7)), Token);
        await Should.ThrowAsync<LeaseLostException>(() => _store.AppendAsync(first, StudyKit.Log(7, StudyKit.TrialEvents(2, 0.8)), Token));

        (await _store.LoadAsync(first.StudyId, 0, Token)).Count.ShouldBe(6);
        await using var context = _database.NewContext();
        (await context.Trials.SingleAsync(t => t.StudyId == first.StudyId && t.Number == 1, Token)).Value.ShouldBe(0.7);
    }

    [Fact]
    public async Task Writers_that_claim_from_each_other_all_the_time_leave_a_log_without_gaps_or_doubles()
    {
        var studyId = await StudyKit.AddStudyAsync(_database);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ContendAsync(studyId)));

        var events = await _store.LoadAsync(studyId, 0, Token);
        events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i));
        events.Count.ShouldBeGreaterThanOrEqualTo(3);
        await using var context = _database.NewContext();
        (await context.Trials.CountAsync(t => t.StudyId == studyId, Token)).ShouldBe(events.Count / 3);
    }

    [Fact]
    public async Task A_batch_that_does_not_continue_the_log_writes_nothing_and_the_right_one_is_taken_afterwards()
    {
        var lease = await ClaimAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => _store.AppendAsync(lease, StudyKit.Log(2, StudyKit.TrialEvents(0, 0.5)), Token));
        (await _store.LoadAsync(lease.StudyId, 0, Token)).ShouldBeEmpty();

        await _store.AppendAsync(lease, StudyKit.Log(1, StudyKit.TrialEvents(0, 0.5)), Token);
        (await _store.LoadAsync(lease.StudyId, 0, Token)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_batch_is_not_taken_for_another_one_that_ends_at_the_same_event()
    {
        var lease = await ClaimAsync();
        await _store.AppendAsync(lease, StudyKit.Log(1, StudyKit.TrialEvents(0, 0.5)), Token);
        await new StudyStore(_database.Source).AppendAsync(lease, StudyKit.Log(4, StudyKit.TrialEvents(1, 0.6)), Token);
        await Should.ThrowAsync<InvalidOperationException>(() => _store.AppendAsync(lease, StudyKit.Log(4, StudyKit.TrialEvents(1, 0.7)), Token));
    }

    [Fact]
    public async Task Connections_that_are_killed_while_appending_lose_and_double_nothing()
    {
        var lease = await ClaimAsync();
        using var killing = new CancellationTokenSource();
        var kills = KillAsync(killing.Token);
        for (var number = 0; number < 200; number++)
            await _store.AppendAsync(lease, StudyKit.Log((number * 3) + 1, StudyKit.TrialEvents(number, 0.5)), Token);
        await killing.CancelAsync();

        (await kills).ShouldBeGreaterThan(0);
        (await _store.LoadAsync(lease.StudyId, 0, Token)).Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 600).Select(i => (long)i));
        await using var context = _database.NewContext();
        (await context.Studies.SingleAsync(s => s.Id == lease.StudyId, Token)).FinishedCount.ShouldBe(200);
    }

    [Fact]
    public async Task A_study_that_pauses_clears_the_request_to_pause_and_keeps_a_later_one()
    {
        var lease = await ClaimAsync();
        await SetRequestAsync(lease.StudyId, StudyWish.Stop);
        await _store.AppendAsync(
            lease, StudyKit.Log(1, new StudyStateChanged(StudyState.Running, null), new StudyStateChanged(StudyState.Paused, "by request")), Token);
        (await RequestOfAsync(lease.StudyId)).ShouldBe(StudyWish.Stop);

        await SetRequestAsync(lease.StudyId, StudyWish.Pause);
        await _store.AppendAsync(
            lease, StudyKit.Log(3, new StudyStateChanged(StudyState.Running, null), new StudyStateChanged(StudyState.Paused, "by request")), Token);
        (await RequestOfAsync(lease.StudyId)).ShouldBe(StudyWish.None);
    }

    [Fact]
    public async Task A_study_that_is_not_there_cannot_be_claimed_and_a_deleted_one_not_written()
    {
        (await Should.ThrowAsync<KeyNotFoundException>(() => _store.ClaimAsync(987654, Token))).Message.ShouldContain("987654");
        var lease = await ClaimAsync();
        await using var context = _database.NewContext();
        await context.Studies.Where(s => s.Id == lease.StudyId).ExecuteDeleteAsync(Token);
        await Should.ThrowAsync<LeaseLostException>(() => _store.AppendAsync(lease, StudyKit.Log(1, StudyKit.TrialEvents(0, 0.5)), Token));
    }

    [Fact]
    public async Task Ten_thousand_events_load_within_two_seconds()
    {
        var lease = await ClaimAsync();
        var events = Enumerable.Range(0, 3334).SelectMany(n => StudyKit.TrialEvents(n, n / 4000.0)).ToArray();
        foreach (var (batch, index) in events.Chunk(999).Select((b, i) => (b, i)))
            await _store.AppendAsync(lease, StudyKit.Log((index * 999) + 1, batch), Token);

        // The best of three: other tests run at the same time.
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var started = TimeProvider.System.GetTimestamp();
            (await _store.LoadAsync(lease.StudyId, 0, Token)).Count.ShouldBe(10_002);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            if (elapsed < best) best = elapsed;
        }
        best.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    private static string Text(StudyEvent studyEvent) => System.Text.Json.JsonSerializer.Serialize(studyEvent, StudyJson.Options);

    private async Task<StudyLease> ClaimAsync() => await _store.ClaimAsync(await StudyKit.AddStudyAsync(_database), Token);

    private async Task ContendAsync(long studyId)
    {
        var store = new StudyStore(_database.Source);
        for (var round = 0; round < 15; round++)
        {
            var lease = await store.ClaimAsync(studyId, Token);
            var sequence = (await store.LoadAsync(studyId, 0, Token)).Count;
            try
            {
                await store.AppendAsync(lease, StudyKit.Log(sequence + 1, StudyKit.TrialEvents(sequence / 3, 0.5)), Token);
            }
            catch (LeaseLostException)
            {
                // Another writer was quicker: that is what is tried here.
            }
        }
    }

    private async Task<int> KillAsync(CancellationToken cancellationToken)
    {
        var kills = 0;
        await using var connection = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        while (!cancellationToken.IsCancellationRequested)
        {
            await using var kill = new NpgsqlCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                + "AND query LIKE 'WITH study AS%'",
                connection);
            kills += Convert.ToInt32(await kill.ExecuteScalarAsync(Token), null);
            await Task.Delay(40, Token);
        }
        return kills;
    }

    private async Task SetRequestAsync(long studyId, StudyWish request)
    {
        await using var context = _database.NewContext();
        await context.Studies.Where(s => s.Id == studyId).ExecuteUpdateAsync(s => s.SetProperty(r => r.Request, request), Token);
    }

    private async Task<StudyWish> RequestOfAsync(long studyId)
    {
        await using var context = _database.NewContext();
        return (await context.Studies.SingleAsync(s => s.Id == studyId, Token)).Request;
    }

    private sealed class Contexts(TestDatabase database) : IDbContextFactory<StudyContext>
    {
        public StudyContext CreateDbContext() => database.NewContext();
    }
}
