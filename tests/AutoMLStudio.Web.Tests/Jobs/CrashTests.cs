using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoMLStudio.Web.Tests.Jobs;

public sealed class CrashTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-crash-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_study_goes_on_by_itself_after_kill_9_and_loses_or_repeats_no_finished_trial()
    {
        const int Trials = 60;
        await using var notifications = new StudyNotifications(fixture.Database.Source, TimeProvider.System, NullLogger<StudyNotifications>.Instance);
        notifications.Start();
        long id;
        IReadOnlyList<StudyEvent> before;
        await using (var first = StudioProcess.Start(fixture.Database.ConnectionString, _folder, "serve", "--urls", "http://127.0.0.1:0"))
        {
            using var client = await ClientAsync(first);
            id = await client.CreateAsync($$"""
                name: survivor
                evaluator: { type: function, function: hartmann6, delay: 0.05 }
                sampler: { type: gp, initial_trials: 60 }
                budget: { trials: {{Trials}} }
                parallelism: 3
                """);
            await UntilAsync(notifications, id, sequence => sequence >= 40);
            await first.KillAsync();
            before = await EventsAsync(id);
        }
        before.OfType<TrialEnded>().Count().ShouldBeLessThan(Trials);

        await using var second = StudioProcess.Start(fixture.Database.ConnectionString, _folder, "serve", "--urls", "http://127.0.0.1:0");
        await CompletedAsync(notifications, id);
        var events = await EventsAsync(id);
        events.Take(before.Count).Select(Text).ShouldBe(before.Select(Text));
        events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i));
        events.OfType<TrialStarted>().Select(e => e.Number).Order().ShouldBe(Enumerable.Range(0, Trials));
        events.OfType<TrialEnded>().Select(e => e.Number).Order().ShouldBe(Enumerable.Range(0, Trials));
        events.OfType<TrialEnded>().ShouldAllBe(e => e.State == TrialState.Completed);
        events.OfType<TrialReported>().Select(e => e.Number).Order().ShouldBe(Enumerable.Range(0, Trials));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Text(StudyEvent studyEvent) => JsonSerializer.Serialize(studyEvent, StudyJson.Options);

    private static async Task<HttpClient> ClientAsync(StudioProcess studio)
    {
        var line = await studio.FirstLine.WaitAsync(TimeSpan.FromMinutes(1), Token);
        return new() { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };
    }

    private static async Task UntilAsync(StudyNotifications notifications, long id, Func<long, bool> isReached)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await foreach (var signal in notifications.WatchAsync(id, limit.Token))
            if (isReached(signal.Sequence)) return;
    }

    private async Task CompletedAsync(StudyNotifications notifications, long id)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await foreach (var _ in notifications.WatchAsync(id, limit.Token))
        {
            await using var context = fixture.Database.NewContext();
            if ((await context.Studies.SingleAsync(s => s.Id == id, limit.Token)).State == StudyState.Completed) return;
        }
    }

    private Task<IReadOnlyList<StudyEvent>> EventsAsync(long id) => new StudyStore(fixture.Database.Source).LoadAsync(id, 0, Token);
}
