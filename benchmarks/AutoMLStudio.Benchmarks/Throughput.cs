using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Hosting;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoMLStudio.Benchmarks;

/// <summary>
/// How many trials a second the whole studio carries: a job on PostgreSQL, every event durable before it counts, a subscriber of the feed.
/// </summary>
internal static class Throughput
{
    private const int Trials = 1000;

    /// <summary>The measurement.</summary>
    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
        [new("throughput", $"{Trials} trials of a trivial function through jobs, PostgreSQL, events and feed", RunAsync)];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("studio-bench-").FullName;
        try
        {
            var builder = StudioHost.CreateBuilder($"--Studio:Folder={folder}");
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            await using var database = await StudioDatabase.OpenAsync(builder.Configuration, StudioHost.OptionsOf(builder), null, cancellationToken);
            await using var app = StudioHost.Build(builder, database.ConnectionString, StudioRole.Serve);
            await app.StartAsync(cancellationToken);
            // The first study compiles what the others run.
            await RateAsync(app.Services, 0, 4, cancellationToken);
            foreach (var workers in new[] { 4, 1 })
            {
                var rates = new List<double>();
                for (var seed = 1; seed <= seeds; seed++) rates.Add(await RateAsync(app.Services, seed, workers, cancellationToken));
                finished($"{workers} workers");
                yield return new(
                    $"random, {workers} worker{(workers == 1 ? "" : "s")}", "trials/s", rates, workers == 4 ? 600 : null, LargerIsBetter: true);
            }
            await app.StopAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Trials a second between the study's first event and its last, as their times in the log say.</summary>
    private static async Task<double> RateAsync(IServiceProvider services, int seed, int workers, CancellationToken cancellationToken)
    {
        var study = $$"""
            name: throughput {{workers}} {{seed}}
            evaluator: { type: function, function: branin }
            sampler: random
            budget: { trials: {{Trials}} }
            parallelism: {{workers}}
            seed: {{seed}}
            """;
        var id = await services.GetRequiredService<IStudyCommands>().CreateAsync(study, start: false, cancellationToken);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var queries = services.GetRequiredService<StudyQueries>();
        using var subscription = services.GetRequiredService<StudyFeed>().Subscribe(id, async _ =>
        {
            if ((await queries.FindAsync(id, cancellationToken))!.Summary.State == StudyState.Completed) done.TrySetResult();
        });
        await services.GetRequiredService<IStudyCommands>().RequestAsync(id, StudyRequest.Start, cancellationToken);
        await done.Task.WaitAsync(cancellationToken);
        var events = (await queries.EventsAsync(id, 0, int.MaxValue, cancellationToken))!;
        return Trials / (events[^1].At - events[0].At).TotalSeconds;
    }
}
