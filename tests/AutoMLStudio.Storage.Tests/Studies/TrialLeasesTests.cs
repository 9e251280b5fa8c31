using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Tests.Support;
using Npgsql;

namespace AutoMLStudio.Storage.Tests.Studies;

public sealed class TrialLeasesTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly TestDatabase _database = fixture.Database;
    private readonly TrialLeases _leases = new(fixture.Database.Source);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_contenders_exactly_one_gets_the_trial()
    {
        var studyId = await RunningTrialAsync();
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _leases.ClaimAsync(studyId, 0, $"worker {i}", Minute, Token)));
        claims.Count(c => c is not null).ShouldBe(1);
        claims.Single(c => c is not null)!.Epoch.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_that_fell_silent_is_replaced_and_its_next_word_updates_no_row()
    {
        var studyId = await RunningTrialAsync();
        var silent = (await _leases.ClaimAsync(studyId, 0, "silent", Minute, Token))!;
        (await _leases.ReportAsync(silent, StudyKit.Report(1, 0.1), Token)).ShouldBeTrue();
        await ExpireAsync(studyId);
        var next = (await _leases.ClaimAsync(studyId, 0, "next", Minute, Token))!;

        (await _leases.ReportAsync(silent, StudyKit.Report(2, 0.2), Token)).ShouldBeFalse();
        (await _leases.HeartbeatAsync(silent, Minute, Token)).ShouldBeFalse();
        (await _leases.EndAsync(silent, "", Token)).ShouldBeFalse();
        (await _leases.ReportAsync(next, StudyKit.Report(1, 0.5), Token)).ShouldBeTrue();
        (await _leases.ReportsAsync(studyId, 0, 0, Token)).Select(r => r.Metrics["accuracy"]).ShouldBe([0.5]);
        (await _leases.StateAsync(studyId, 0, Token)).ShouldBe(new TrialLeaseState(2, "next", true, null));
    }

    [Fact]
    public async Task A_heartbeat_keeps_the_trial()
    {
        var studyId = await RunningTrialAsync();
        var lease = (await _leases.ClaimAsync(studyId, 0, "worker", Minute, Token))!;
        await ExpireAsync(studyId);
        (await _leases.HeartbeatAsync(lease, Minute, Token)).ShouldBeTrue();
        (await _leases.ClaimAsync(studyId, 0, "other", Minute, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_trial_that_is_over_is_not_claimed_again_until_the_coordinator_revokes_the_lease()
    {
        var studyId = await RunningTrialAsync();
        var lease = (await _leases.ClaimAsync(studyId, 0, "worker", Minute, Token))!;
        (await _leases.EndAsync(lease, "out of memory\0", Token)).ShouldBeTrue();
        (await _leases.StateAsync(studyId, 0, Token))!.Outcome.ShouldBe("out of memory\uFFFD");
        (await _leases.ClaimAsync(studyId, 0, "other", Minute, Token)).ShouldBeNull();

        await _leases.RevokeAsync(studyId, 0, Token);
        (await _leases.HeartbeatAsync(lease, Minute, Token)).ShouldBeFalse();
        (await _leases.ClaimAsync(studyId, 0, "other", Minute, Token))!.Epoch.ShouldBe(3);
    }

    [Fact]
    public async Task A_worker_reads_the_trial_with_the_reports_it_goes_on_from()
    {
        var studyId = await RunningTrialAsync(StudyKit.Report(1, 0.3), new(2, new Dictionary<string, double> { ["accuracy"] = double.NaN }, 4));
        var lease = (await _leases.ClaimAsync(studyId, 0, "worker", Minute, Token))!;
        var trial = await _leases.ReadAsync(lease, Token);
        (trial.Number, trial.Budget, trial.Step, trial.Attempt, trial.State).ShouldBe((0, 5, 2, 1, TrialState.Running));
        trial.Configuration.ShouldBe(StudyKit.Configuration(3));
        trial.Reports[1].Metrics["accuracy"].ShouldBe(double.NaN);
    }

    [Fact]
    public async Task A_trial_that_does_not_run_is_not_claimed()
    {
        var studyId = await RunningTrialAsync();
        (await _leases.ClaimAsync(studyId, 1, "worker", Minute, Token)).ShouldBeNull();
        (await _leases.StateAsync(studyId, 1, Token)).ShouldBeNull();
    }

    private async Task<long> RunningTrialAsync(params Report[] reports)
    {
        var store = new StudyStore(_database.Source);
        var lease = await store.ClaimAsync(await StudyKit.AddStudyAsync(_database), Token);
        await store.AppendAsync(
            lease, StudyKit.Log(1, [new TrialStarted(0, StudyKit.Configuration(3), 5), .. reports.Select(r => new TrialReported(0, r))]), Token);
        return lease.StudyId;
    }

    private async Task ExpireAsync(long studyId)
    {
        await using var command = _database.Source.CreateCommand(
            "UPDATE studio.trials SET lease_until = now() - interval '1 second' WHERE study_id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = studyId });
        await command.ExecuteNonQueryAsync(Token);
    }
}
