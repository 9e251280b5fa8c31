using AutoMLStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AutoMLStudio.Storage.Tests;

/// <summary>Databases that an earlier version of the studio has filled.</summary>
public sealed class MigrationTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trials_of_the_first_version_get_what_an_append_would_have_written()
    {
        await using var database = await postgres.NewDatabaseAsync();
        await using var context = database.NewContext();
        var migrator = context.GetService<IMigrator>();
        await migrator.MigrateAsync("Studies", Token);
        await context.Database.ExecuteSqlRawAsync("""
            INSERT INTO studio.studies (id, name, state, definition, request, created_at, lease_epoch, last_sequence, trial_count, finished_count,
                failed_count, running_seconds, archived)
            VALUES (7, 'old', 'Paused', '{{}}', 'None', now(), 1, 6, 3, 1, 0, 1, true);
            INSERT INTO studio.trials (study_id, number, configuration, state, budget, step, attempt, started_at, lease_epoch) VALUES
                (7, 0, '{{"x":1}}', 'Completed', 2, 2, 1, now(), 0), (7, 1, '{{"x":2}}', 'Running', 2, 0, 1, now(), 0),
                (7, 2, '{{"x":3}}', 'Running', 2, 0, 1, now(), 0);
            INSERT INTO studio.events (study_id, sequence, at, type, payload) VALUES
                (7, 1, now(), 'study_state', '{{"type":"study_state"}}'), (7, 2, now(), 'trial_started', '{{"number":0}}'),
                (7, 3, now(), 'trial_started', '{{"number":1}}'), (7, 4, now(), 'trial_reported', '{{"number":0}}'),
                (7, 5, now(), 'trial_ended', '{{"number":0}}'), (7, 6, now(), 'snapshot', '{{"number":1}}');
            INSERT INTO studio.reports (study_id, trial_number, step, metrics, seconds) VALUES
                (7, 0, 1, '{{"value":0.5}}', 0.25), (7, 0, 2, '{{"value":"NaN"}}', 1.5);
            """, Token);

        await migrator.MigrateAsync(targetMigration: null, Token);

        var trials = await context.Trials.AsNoTracking().OrderBy(t => t.Number).ToListAsync(Token);
        trials.Select(t => (t.Sequence, t.Seconds, t.Metrics)).ShouldBe([(5, 1.75, """{"value":"NaN"}"""), (3, 0, null), (0, 0, null)]);
        trials.ShouldAllBe(t => t.Request == Core.Studies.TrialWish.None && t.Parent == null);
        var study = await context.Studies.SingleAsync(Token);
        (study.Notes, study.Tags.Count, study.Archived).ShouldBe(("", 0, true));
    }
}
