using AutoMLStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

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
}
