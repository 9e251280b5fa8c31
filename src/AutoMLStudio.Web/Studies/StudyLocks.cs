using Npgsql;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// Who runs a study: the process whose connection holds the study's advisory lock. PostgreSQL lets go of it the moment the connection dies, so a
/// killed process frees its studies at once and no clock has to run out.
/// </summary>
/// <param name="source">For short questions.</param>
/// <param name="connectionString">For the connections that hold locks; a data source does not give its password away.</param>
public sealed class StudyLocks(NpgsqlDataSource source, string connectionString)
{
    /// <summary>First half of the keys, so that nobody else's advisory locks are met: the letters STUD.</summary>
    private const int Class = 0x53545544;

    /// <summary>Holds the lock until disposed; null when somebody else does.</summary>
    public async Task<IAsyncDisposable?> TryHoldAsync(long studyId, CancellationToken cancellationToken)
    {
        // A connection of its own, outside the pool: the lock lives and dies with it.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 10 };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // A host that vanishes without a word is noticed by the server within half a minute.
            await using var command = new NpgsqlCommand(
                "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
                + $"SELECT pg_try_advisory_lock({Class}, {(int)studyId})",
                connection);
            if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!) return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>
    /// Calls <paramref name="orphaned"/> while nobody holds the lock of the study, and nobody can take it meanwhile, and gives what it says once that
    /// is committed;
    /// false when somebody holds it.
    /// </summary>
    public async Task<bool> WhenFreeAsync(long studyId, Func<NpgsqlConnection, Task<bool>> orphaned, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({Class}, {(int)studyId})", connection, transaction);
        if (!(bool)(await command.ExecuteScalarAsync(cancellationToken))!) return false;
        var result = await orphaned(connection);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
