using AutoMLStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AutoMLStudio.Storage.Tests;

public sealed class ModelTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_migrations_make_exactly_the_tables_of_the_model()
    {
        await using var database = await postgres.NewDatabaseAsync();
        await using var context = database.NewContext();

        context.Database.HasPendingModelChanges().ShouldBeFalse();
        (await context.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleting_a_study_deletes_all_that_belongs_to_it()
    {
        await using var database = await postgres.NewDatabaseAsync();
        var studyId = await Studies.StudyKit.AddStudyAsync(database);
        await using var context = database.NewContext();
        context.Add(new ArtifactRow { StudyId = studyId, Kind = "model.onnx", Sha256 = new('a', 64), CreatedAt = Studies.StudyKit.Start });
        context.Add(new TrialRow { StudyId = studyId, Configuration = "{}", StartedAt = Studies.StudyKit.Start });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);

        await context.Studies.Where(s => s.Id == studyId).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        (await context.Artifacts.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await context.Trials.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_fails_as_such_and_not_as_a_mistake_of_the_caller()
    {
        await using var source = StorageServices.NewSource("Host=127.0.0.1;Port=1;Timeout=5");
        var builder = new DbContextOptionsBuilder<StudyContext>();
        StudyContext.Configure(builder, source);
        await using var context = new StudyContext(builder.Options);

        await Should.ThrowAsync<NpgsqlException>(() => context.Trials.AnyAsync(TestContext.Current.CancellationToken));
    }
}
