using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

[assembly: Xunit.AssemblyFixture(typeof(AutoMLStudio.Tests.Support.PostgresFixture))]

namespace AutoMLStudio.Tests.Support;

/// <summary>
/// One real PostgreSQL a test run, in a temporary folder; started when the first test asks for a database. Link this file
/// into a test project to use it.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Template = "studio_template";
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-tests-").FullName;
    private EmbeddedPostgres? _postgres;
    private int _databases;

    /// <summary>A fresh database with the studio's tables.</summary>
    public async Task<TestDatabase> NewDatabaseAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _postgres ??= await StartAsync();
            var name = $"studio_{++_databases}";
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
            return new(ConnectionStringOf(name));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_postgres is not null) await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _gate.Dispose();
    }

    private async Task<EmbeddedPostgres> StartAsync()
    {
        // Another user runs the server when the tests run as root.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        _postgres = await EmbeddedPostgres.StartAsync(_folder);
        await ExecuteAsync($"CREATE DATABASE {Template}");
        await using var source = NpgsqlDataSource.Create(ConnectionStringOf(Template) + ";Pooling=false");
        await using var context = TestDatabase.ContextOn(source);
        await context.Database.MigrateAsync();
        return _postgres;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_postgres!.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string ConnectionStringOf(string database) =>
        new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { Database = database, MaxPoolSize = 8 }.ConnectionString;
}

/// <summary>A database of a test's own.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    internal TestDatabase(string connectionString)
    {
        ConnectionString = connectionString;
        Source = StorageServices.NewSource(connectionString);
    }

    /// <summary>Connects to it.</summary>
    public string ConnectionString { get; }

    /// <summary>Its connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>A new context on it.</summary>
    public StudyContext NewContext() => ContextOn(Source);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    internal static StudyContext ContextOn(NpgsqlDataSource source)
    {
        var builder = new DbContextOptionsBuilder<StudyContext>();
        StudyContext.Configure(builder, source);
        return new(builder.Options);
    }
}

/// <summary>One fresh database a test class: <c>IClassFixture&lt;DatabaseFixture&gt;</c>.</summary>
public sealed class DatabaseFixture(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>The database.</summary>
    public TestDatabase Database { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Database = await postgres.NewDatabaseAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
