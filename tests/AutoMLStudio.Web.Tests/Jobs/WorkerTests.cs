using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Tests.Jobs;

[Collection(StudioCollection.Name)]
public sealed class WorkerTests(StudioFixture studio) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-worker-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trials_of_a_queue_are_evaluated_by_its_worker_and_by_another_one_when_that_is_killed()
    {
        var id = await studio.Client.CreateAsync("""
            name: on a worker
            queue: other_host
            evaluator: { type: function, function: forrester, delay: 0.5 }
            sampler: random
            budget: { trials: 6 }
            parallelism: 2
            """);
        string owner;
        await using (var first = StudioProcess.Start(studio.Database.ConnectionString, _folder, "worker", "--queues", "other_host"))
        {
            await studio.UntilAsync(id, s => s.Finished >= 1);
            owner = await OwnerAsync(id);
            await first.KillAsync();
        }
        await using var second = StudioProcess.Start(studio.Database.ConnectionString, _folder, "worker", "--queues", "other_host");
        var done = await studio.UntilAsync(id, StudyState.Completed);
        done.Finished.ShouldBe(6);
        done.Failed.ShouldBe(0);
        owner.ShouldNotEndWith($":{Environment.ProcessId}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> OwnerAsync(long id)
    {
        await using var context = studio.Database.NewContext();
        return (await context.Trials.Where(t => t.StudyId == id && t.LeaseOwner != null).Select(t => t.LeaseOwner).FirstOrDefaultAsync(Token))
            ?? "none";
    }
}
