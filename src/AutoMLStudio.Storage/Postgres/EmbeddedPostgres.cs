using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AutoMLStudio.Storage.Postgres;

/// <summary>
/// A private PostgreSQL for this folder: made the first time, started with the app and stopped with the last app that shares it. It listens on the
/// loopback address alone, on a free port, with a random password. After a crash the next start finds it running, or starts it again, and PostgreSQL
/// recovers what was committed.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Owner = "studio";
    private const int Attempts = 6;
    private readonly PostgresServer _server;
    private readonly IDisposable _share;
    private bool _disposed;

    private EmbeddedPostgres(PostgresServer server, IDisposable share, string connectionString) =>
        (_server, _share, ConnectionString) = (server, share, connectionString);

    /// <summary>Connects to the database <c>studio</c> as its owner.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts the server of a folder, or joins it when it runs already.</summary>
    /// <param name="folder">Where the cluster lies, for example <c>.studio/postgres</c>; made when missing.</param>
    /// <param name="progress">Told what is being done, a sentence at a time.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="EmbeddedPostgresException">PostgreSQL is missing, of another version than the cluster, or does not
    /// start; the message says what to do.</exception>
    public static Task<EmbeddedPostgres> StartAsync(
        string folder, IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        StartAsync(folder, PostgresBinaries.Places(), progress, cancellationToken);

    /// <summary>The same with servers looked for in <paramref name="places"/> alone.</summary>
    internal static async Task<EmbeddedPostgres> StartAsync(
        string folder, IEnumerable<string> places, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException(
                "The private PostgreSQL is for Linux and macOS: install PostgreSQL and set ConnectionStrings__Studio.");
        var found = await PostgresBinaries.FindAsync(places, cancellationToken);
        // Before anything else, so that a machine without PostgreSQL hears of that and of nothing that follows from it.
        if (found.Count == 0) PostgresBinaries.Choose(found, null, folder);
        var account = await ServerAccount.FindAsync(cancellationToken);
        var cluster = await ClusterFolder.ForAsync(folder, account, cancellationToken);
        using var starting = await cluster.LockAsync(TimeProvider.System, cancellationToken);
        var server = new PostgresServer(cluster, account, PostgresBinaries.Choose(found, cluster.Version, cluster.Root));
        var share = cluster.Share();
        try
        {
            var connectionString = await StartAsync(server, cluster, progress, cancellationToken);
            return new(server, share, connectionString);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    /// <summary>Leaves the server; stops it when nobody else uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        using var starting = await _server.Folder.LockAsync(TimeProvider.System, CancellationToken.None);
        _share.Dispose();
        if (_server.Folder.IsUnused()) await _server.StopAsync();
    }

    private static async Task<string> StartAsync(
        PostgresServer server, ClusterFolder cluster, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (cluster.Version is null)
        {
            progress?.Report($"Making a private PostgreSQL {server.Binaries.Major} database in {cluster.Root}.");
            await server.InitializeAsync(Owner, cancellationToken);
        }
        for (var attempt = 1; ; attempt++)
        {
            if (!await server.IsRunningAsync(cancellationToken))
            {
                progress?.Report("Starting PostgreSQL.");
                PostmasterFile.RemoveIfStale(cluster.Data);
                if (await server.StartAsync(FreePort(), cancellationToken) is { } fault)
                {
                    // Another program may have taken the port, and the children of a killed server need a moment to notice.
                    if (attempt == Attempts) throw new EmbeddedPostgresException($"PostgreSQL did not start: {fault} (log: {cluster.Log})");
                    await Task.Delay(TimeSpan.FromMilliseconds(250 << attempt), cancellationToken);
                    continue;
                }
            }
            if (PostmasterFile.Read(cluster.Data) is { } file
                && await TryCreateDatabaseAsync(file.Port, cluster, progress, cancellationToken) is { } connectionString)
                return connectionString;
            if (attempt == Attempts)
                throw new EmbeddedPostgresException($"PostgreSQL runs in {cluster.Root} but does not answer (log: {cluster.Log}).");
            await Task.Delay(TimeSpan.FromMilliseconds(250 << attempt), cancellationToken);
        }
    }

    /// <summary>The connection string of the studio's database, which is made when missing; null when the server does not answer yet.</summary>
    private static async Task<string?> TryCreateDatabaseAsync(
        int port, ClusterFolder cluster, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = Owner,
            Password = cluster.Password(),
            Database = "postgres",
            Pooling = false,
            Timeout = 5,
        };
        try
        {
            await using var connection = new NpgsqlConnection(builder.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var exists = new NpgsqlCommand($"SELECT 1 FROM pg_database WHERE datname = '{Owner}'", connection);
            if (await exists.ExecuteScalarAsync(cancellationToken) is null)
            {
                await using var create = new NpgsqlCommand($"CREATE DATABASE {Owner}", connection);
                await create.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new EmbeddedPostgresException(
                $"The password in {cluster.Root}/password does not open the database beside it: put the right one back, or move {cluster.Root} away "
                + "to begin with an empty database.",
                exception);
        }
        catch (NpgsqlException exception)
        {
            progress?.Report($"PostgreSQL does not answer yet: {exception.Message}");
            return null;
        }
        builder.Database = Owner;
        builder.Pooling = true;
        builder.Timeout = 15;
        // Two apps that share the server, each with a pool for studies and one for jobs, stay below its 100 connections.
        builder.MaxPoolSize = 24;
        return builder.ConnectionString;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
