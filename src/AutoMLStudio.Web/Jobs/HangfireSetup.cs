using System.Reflection;
using AutoMLStudio.Web.Hosting;
using Hangfire;
using Hangfire.PostgreSql;

namespace AutoMLStudio.Web.Jobs;

/// <summary>Hangfire on the studio's PostgreSQL, in a schema of its own.</summary>
internal static class HangfireSetup
{
    /// <summary>
    /// How jobs are kept. Sliding: a job that outlives the time-out would otherwise be started again for ever on alternating servers. Long polling: a
    /// job starts within half a second and not within fifteen.
    /// </summary>
    public static PostgreSqlStorageOptions StorageOptions { get; } = new()
    {
        SchemaName = "hangfire",
        InvisibilityTimeout = TimeSpan.FromMinutes(1),
        UseSlidingInvisibilityTimeout = true,
        EnableLongPolling = true,
        QueuePollInterval = TimeSpan.FromSeconds(2),
        PrepareSchemaIfNecessary = true,
    };

    /// <summary>Registers the client.</summary>
    public static void AddJobs(this IServiceCollection services, string connectionString)
    {
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            // Options given to the connection factory do not reach the storage: they are the second argument.
            .UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(connectionString), StorageOptions));
        services.AddSingleton<Studies.IStudyQueue, HangfireStudyQueue>();
        services.AddSingleton<TrialQueue>();
        services.AddSingleton<Operations.Drains>();
        services.AddTransient<StudyJob>();
        services.AddTransient<TrialJob>();
    }

    /// <summary>Registers the servers that this process runs.</summary>
    public static void AddJobServers(this IServiceCollection services, StudioOptions options)
    {
        if (options.Studies > 0) services.AddJobServer([StudyJob.Queue], options.Studies);
        if (options.Queues.Length > 0) services.AddJobServer(options.Queues, Environment.ProcessorCount);
    }

    /// <summary>Makes sure that the storage took the options that keep long jobs from running twice.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static void AssertStorage(JobStorage storage)
    {
        var text = storage is PostgreSqlStorage postgres ? Options(postgres) : null;
        if (text is not { UseSlidingInvisibilityTimeout: true, EnableLongPolling: true } || text.SchemaName != StorageOptions.SchemaName)
            throw new InvalidOperationException("Hangfire's storage has not taken the studio's options: long jobs would be started again and again.");
    }

    private static PostgreSqlStorageOptions? Options(PostgreSqlStorage storage) =>
        typeof(PostgreSqlStorage).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .FirstOrDefault(p => p.PropertyType == typeof(PostgreSqlStorageOptions))?.GetValue(storage) as PostgreSqlStorageOptions;

    // Not AddHostedService, which takes one service of a type.
    private static void AddJobServer(this IServiceCollection services, string[] queues, int workers) =>
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<JobServer>(provider, queues, workers));
}
