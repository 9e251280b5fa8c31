using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AutoMLStudio.Web.Hosting;

/// <summary>The studio's database: the server that the configuration names, or a private cluster under the studio's folder.</summary>
public sealed class StudioDatabase : IAsyncDisposable
{
    /// <summary>Name of the connection string that switches the private cluster off.</summary>
    public const string ConnectionName = "Studio";

    // Several processes start at the same time on an empty database: one migrates, the others wait. The letters MIGR.
    private const long MigrationLock = 0x4D494752;

    private readonly EmbeddedPostgres? _embedded;

    private StudioDatabase(string connectionString, EmbeddedPostgres? embedded) => (ConnectionString, _embedded) = (connectionString, embedded);

    /// <summary>Connects to the studio's database.</summary>
    public string ConnectionString { get; }

    /// <summary>Connects to the configured server, or starts the private cluster; then brings the tables up to date.</summary>
    /// <exception cref="StudioStartException">It cannot be reached or started; the message says why and what to do.</exception>
    public static async Task<StudioDatabase> OpenAsync(
        IConfiguration configuration, StudioOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        StudioDatabase? database = null;
        try
        {
            database = await ConnectAsync(configuration, options, progress, cancellationToken);
            await database.MigrateAsync(cancellationToken);
            return database;
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException or EmbeddedPostgresException or TimeoutException)
        {
            if (database is not null) await database.DisposeAsync();
            throw new StudioStartException(
                exception is EmbeddedPostgresException
                    ? exception.Message
                    : $"The database of ConnectionStrings:{ConnectionName} cannot be used: {exception.Message}",
                exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<StudioDatabase> ConnectAsync(
        IConfiguration configuration, StudioOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var given = configuration.GetConnectionString(ConnectionName);
        var embedded = string.IsNullOrWhiteSpace(given)
            ? await EmbeddedPostgres.StartAsync(Path.Combine(options.FullFolder, "postgres"), progress, cancellationToken)
            : null;
        var settings = new NpgsqlConnectionStringBuilder(embedded?.ConnectionString ?? given) { ApplicationName = "AutoML Studio" };
        // Below the server's usual limit of 100 connections, which two processes may share.
        if (settings.MaxPoolSize > 40) settings.MaxPoolSize = 40;
        return new(settings.ConnectionString, embedded);
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var take = new NpgsqlCommand($"SELECT pg_advisory_lock({MigrationLock})", connection);
        await take.ExecuteNonQueryAsync(cancellationToken);
        var builder = new DbContextOptionsBuilder<StudyContext>();
        StudyContext.Configure(builder, source);
        await using var context = new StudyContext(builder.Options);
        await context.Database.MigrateAsync(cancellationToken);
    }
}

/// <summary>The studio cannot start; the message says why and what to do.</summary>
public sealed class StudioStartException(string message, Exception? inner = null) : Exception(message, inner);
