using System.Diagnostics;
using AutoMLStudio.Storage.Postgres;
using Npgsql;

namespace AutoMLStudio.Storage.Tests.Postgres;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-postgres-").FullName;

    public EmbeddedPostgresTests() => File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Cluster => Path.Combine(_folder, "postgres");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_starts_stops_and_starts_again_with_what_was_committed()
    {
        await using (var postgres = await EmbeddedPostgres.StartAsync(Cluster, null, Token))
        {
            await ScalarAsync(postgres.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
            (await ScalarAsync(postgres.ConnectionString, "SHOW listen_addresses")).ShouldBe("127.0.0.1");
            (await ScalarAsync(postgres.ConnectionString, "SHOW synchronous_commit")).ShouldBe("on");
        }
        File.Exists(Path.Combine(Cluster, "data", "postmaster.pid")).ShouldBeFalse();

        await using var again = await EmbeddedPostgres.StartAsync(Cluster, null, Token);
        (await ScalarAsync(again.ConnectionString, "SELECT answer FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task Only_the_random_password_opens_it_and_only_its_owner_reads_that()
    {
        await using var postgres = await EmbeddedPostgres.StartAsync(Cluster, null, Token);
        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "wrong" }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => ScalarAsync(wrong, "SELECT 1"))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        var file = Path.Combine(Cluster, "password");
        (await File.ReadAllTextAsync(file, Token)).Trim().Length.ShouldBe(48);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.Combine(Cluster, "log"), "password").ShouldBeEmpty();
    }

    [Fact]
    public async Task Apps_in_one_folder_share_it_and_the_last_one_stops_it()
    {
        var first = await EmbeddedPostgres.StartAsync(Cluster, null, Token);
        var second = await EmbeddedPostgres.StartAsync(Cluster, null, Token);
        second.ConnectionString.ShouldBe(first.ConnectionString);

        await first.DisposeAsync();
        await first.DisposeAsync();
        (await ScalarAsync(second.ConnectionString + ";Pooling=false", "SELECT 1")).ShouldBe(1);
        await second.DisposeAsync();
        await Should.ThrowAsync<NpgsqlException>(() => ScalarAsync(second.ConnectionString + ";Pooling=false", "SELECT 1"));
    }

    [Fact]
    public async Task Apps_that_start_at_the_same_time_make_one_cluster()
    {
        var apps = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => EmbeddedPostgres.StartAsync(Cluster, null, Token)));
        apps.Select(a => a.ConnectionString).Distinct().Count().ShouldBe(1);
        foreach (var app in apps) await app.DisposeAsync();
    }

    [Fact]
    public async Task After_the_server_was_killed_the_next_start_recovers_what_was_committed()
    {
        await using (var postgres = await EmbeddedPostgres.StartAsync(Cluster, null, Token))
        {
            await ScalarAsync(postgres.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
            using var server = Process.GetProcessById(ProcessId());
            server.Kill();
            await using var again = await EmbeddedPostgres.StartAsync(Cluster, null, Token);
            (await ScalarAsync(again.ConnectionString + ";Pooling=false", "SELECT answer FROM kept")).ShouldBe(42);
        }
    }

    [Fact]
    public async Task A_stale_process_file_that_names_a_strange_process_does_not_stop_the_start()
    {
        await using (await EmbeddedPostgres.StartAsync(Cluster, null, Token)) { }
        // After a reboot the number of the killed server may belong to any process, also to one of the same user.
        using var end = new CancellationTokenSource();
        var number = Path.Combine(Cluster, "log", "number");
        var account = await ServerAccount.FindAsync(Token);
        var stranger = account.RunAsync(["sh", "-c", $"echo $$ > {number}.new && mv {number}.new {number} && exec sleep 60"], end.Token);
        while (!File.Exists(number)) await Task.Delay(20, Token);
        var file = Path.Combine(Cluster, "data", "postmaster.pid");
        await File.WriteAllTextAsync(
            file, $"{(await File.ReadAllTextAsync(number, Token)).Trim()}\n{Cluster}/data\n1700000000\n5432\n\n127.0.0.1\n", Token);

        await using (var again = await EmbeddedPostgres.StartAsync(Cluster, null, Token))
            (await ScalarAsync(again.ConnectionString + ";Pooling=false", "SELECT 1")).ShouldBe(1);
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => stranger);
    }

    [Fact]
    public async Task After_a_crash_of_the_app_the_next_one_finds_the_server_running_and_stops_it_at_its_end()
    {
        await using (await EmbeddedPostgres.StartAsync(Cluster, null, Token)) { }
        // What a killed app leaves behind: a server, and no lock.
        var binaries = (await PostgresBinaries.FindAsync(PostgresBinaries.Places(), Token))[0];
        (await new PostgresServer(new(Cluster), await ServerAccount.FindAsync(Token), binaries).StartAsync(54_329, Token)).ShouldBeNull();
        var process = ProcessId();

        await using (var postgres = await EmbeddedPostgres.StartAsync(Cluster, null, Token))
        {
            ProcessId().ShouldBe(process);
            (await ScalarAsync(postgres.ConnectionString + ";Pooling=false", "SELECT 1")).ShouldBe(1);
        }
        File.Exists(Path.Combine(Cluster, "data", "postmaster.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cluster_of_another_version_is_named_with_both_versions()
    {
        await using (await EmbeddedPostgres.StartAsync(Cluster, null, Token)) { }
        await File.WriteAllTextAsync(Path.Combine(Cluster, "data", "PG_VERSION"), "9\n", Token);
        var fault = await Should.ThrowAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(Cluster, null, Token));
        fault.Message.ShouldContain("was made by PostgreSQL 9, but this machine has PostgreSQL 1");
        fault.Message.ShouldContain("install postgresql-9");
    }

    [Fact]
    public async Task A_machine_without_PostgreSQL_hears_in_one_line_what_to_install()
    {
        var fault = await Should.ThrowAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(Cluster, [_folder], null, Token));
        fault.Message.ShouldContain("apt-get install postgresql");
        fault.Message.ShouldNotContain("\n");
        Directory.Exists(Cluster).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lost_password_is_named()
    {
        await using (await EmbeddedPostgres.StartAsync(Cluster, null, Token)) { }
        File.Delete(Path.Combine(Cluster, "password"));
        (await Should.ThrowAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(Cluster, null, Token)))
            .Message.ShouldContain("password");
    }

    [Fact]
    public async Task A_folder_that_the_servers_account_cannot_enter_is_replaced_by_one_that_it_can()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs the server as another user.");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string location;
        await using (var postgres = await EmbeddedPostgres.StartAsync(Cluster, null, Token))
        {
            (await ScalarAsync(postgres.ConnectionString + ";Pooling=false", "SELECT 1")).ShouldBe(1);
            location = (await File.ReadAllTextAsync(Path.Combine(Cluster, "location"), Token)).Trim();
        }
        location.ShouldStartWith("/var/lib/automl-studio/");
        Directory.Delete(location, recursive: true);
    }

    private int ProcessId() => PostmasterFile.Read(Path.Combine(Cluster, "data"))!.ProcessId;

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }
}
