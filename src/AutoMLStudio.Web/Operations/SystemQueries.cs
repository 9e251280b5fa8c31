using System.IO.Enumeration;
using System.Reflection;
using AutoMLStudio.Storage;
using AutoMLStudio.Surrogates;
using AutoMLStudio.Web.Hosting;
using AutoMLStudio.Web.Jobs;
using Hangfire;
using Hangfire.Storage.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AutoMLStudio.Web.Operations;

/// <summary>Looks at the whole installation: machine, database, files, jobs.</summary>
public sealed class SystemQueries(
    JobStorage storage, Drains drains, NpgsqlDataSource source, IDbContextFactory<StudyContext> contexts, IOptions<StudioOptions> options,
    TimeProvider time)
{
    private const int MaximumRunning = 100;

    /// <summary>The state of everything now.</summary>
    public async Task<SystemView> LookAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var database = await DatabaseAsync(connection, cancellationToken);
        var api = storage.GetMonitoringApi();
        var running = api.ProcessingJobs(0, MaximumRunning).Where(j => j.Value is not null).ToList();
        var servers = api.Servers().Select(s => Server(s, running)).OrderBy(s => s.Host, StringComparer.Ordinal).ThenBy(s => s.StartedAt).ToList();
        var counts = api.GetStatistics();
        return new(
            time.GetUtcNow(), Machine.Look(), Versions(connection), database, Files(), servers, Queues(api.Queues(), servers),
            [.. running.Select(j => Job(j.Key, j.Value)).OrderBy(j => j.StartedAt)],
            new(counts.Enqueued, counts.Processing, counts.Succeeded, counts.Failed));
    }

    private static IReadOnlyList<VersionView> Versions(NpgsqlConnection connection) =>
    [
        new("AutoML Studio", typeof(SystemQueries).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion),
        new(".NET", Environment.Version.ToString()),
        new("PostgreSQL", connection.PostgreSqlVersion.ToString()),
        new("TorchSharp", TorchRuntime.BindingsVersion),
        new("libtorch", TorchRuntime.Version),
        new("ONNX Runtime", Assembly.Load("Microsoft.ML.OnnxRuntime").GetName().Version!.ToString(3)),
        new("Hangfire", typeof(JobStorage).Assembly.GetName().Version!.ToString(3)),
    ];

    private async Task<DatabaseView> DatabaseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT relname, n_live_tup, pg_total_relation_size(relid), pg_database_size(current_database()) FROM pg_stat_user_tables "
            + "WHERE schemaname = $1 ORDER BY 3 DESC, 1", connection);
        command.Parameters.Add(new() { Value = StudyContext.Schema });
        var tables = new List<TableView>();
        var bytes = 0L;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                tables.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
                bytes = reader.GetInt64(3);
            }
        }
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
        var pending = await context.Database.GetPendingMigrationsAsync(cancellationToken);
        return new(connection.Database, bytes, tables, applied.LastOrDefault(), [.. pending]);
    }

    private FilesView Files()
    {
        var folder = new DirectoryInfo(Path.Combine(options.Value.FullFolder, "blobs"));
        // Not FileInfo: a file that goes while its neighbours are counted has no length to ask for, here it has 0.
        var files = folder.Exists ? new FileSystemEnumerable<long>(
            folder.FullName, (ref FileSystemEntry f) => f.Length, new() { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry f) => !f.IsDirectory,
        }.ToList() : [];
        return new(folder.FullName, files.Count, files.Sum(), new DriveInfo(options.Value.FullFolder).AvailableFreeSpace);
    }

    private ServerView Server(ServerDto server, IReadOnlyList<KeyValuePair<string, ProcessingJobDto>> running) => new(
        server.Name, Host(server.Name), [.. server.Queues], server.WorkersCount, running.Count(j => j.Value.ServerId == server.Name),
        Utc(server.StartedAt), server.Heartbeat is { } beat ? Utc(beat) : null, drains.Of(server.Name));

    // A queue that is empty has no row of its own: those that somebody serves are listed all the same.
    private static IReadOnlyList<QueueView> Queues(IEnumerable<QueueWithTopEnqueuedJobsDto> waiting, IReadOnlyList<ServerView> servers)
    {
        var lengths = waiting.ToDictionary(q => q.Name, q => q.Length, StringComparer.Ordinal);
        return [.. lengths.Keys.Union(servers.SelectMany(s => s.Queues)).Order(StringComparer.Ordinal).Select(
            name => new QueueView(name, lengths.GetValueOrDefault(name), servers.Count(s => s.Drain == DrainState.Open && s.Queues.Contains(name))))];
    }

    private static RunningJobView Job(string id, ProcessingJobDto job)
    {
        var arguments = job.Job?.Args ?? [];
        return new(
            id, arguments is [long study, ..] ? study : null, job.Job?.Type == typeof(TrialJob) && arguments is [_, int trial, ..] ? trial : null,
            Host(job.ServerId), job.StartedAt is { } started ? Utc(started) : null);
    }

    // "host:process:number"; a job whose server has not written its name yet has none.
    private static string Host(string? serverId) => serverId?.Split(':')[0] ?? "";

    private static DateTimeOffset Utc(DateTime moment) => new(DateTime.SpecifyKind(moment, DateTimeKind.Utc));
}
