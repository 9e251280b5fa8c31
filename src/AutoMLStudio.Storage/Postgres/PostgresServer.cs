namespace AutoMLStudio.Storage.Postgres;

/// <summary>Makes, starts and stops the server of one cluster. Call under <see cref="ClusterFolder.LockAsync"/>.</summary>
internal sealed class PostgresServer(ClusterFolder folder, ServerAccount account, PostgresBinaries binaries)
{
    private const long LargestLog = 16 << 20;

    private static readonly string[] Settings =
    [
        "listen_addresses=127.0.0.1", "unix_socket_directories=''", "max_connections=200", "shared_buffers=128MB",
        "password_encryption=scram-sha-256", "synchronous_commit=on", "wal_level=minimal", "max_wal_senders=0", "jit=off",
    ];

    /// <summary>The cluster's folder.</summary>
    public ClusterFolder Folder => folder;

    /// <summary>The programs in use.</summary>
    public PostgresBinaries Binaries => binaries;

    /// <summary>Makes the cluster. It takes its name only when it is complete.</summary>
    public async Task InitializeAsync(string owner, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder.Unfinished)) Directory.Delete(folder.Unfinished, recursive: true);
        await MakeOwnedAsync(folder.Unfinished, cancellationToken);
        await MakeOwnedAsync(folder.LogFolder, cancellationToken);
        var passwordFile = Path.Combine(folder.LogFolder, "password");
        ClusterFolder.WritePrivate(passwordFile, folder.Password());
        try
        {
            await account.OwnAsync(passwordFile, cancellationToken);
            var (exitCode, output) = await account.RunAsync(
                [
                    binaries["initdb"], "-D", folder.Unfinished, "-U", owner,
                    "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--encoding=UTF8", "--no-locale",
                ],
                cancellationToken);
            if (exitCode != 0) throw new EmbeddedPostgresException($"Could not make a database in {folder.Root}: {LastLine(output)}");
        }
        finally
        {
            File.Delete(passwordFile);
        }
        Directory.Move(folder.Unfinished, folder.Data);
    }

    /// <summary>True when the cluster's server runs.</summary>
    public async Task<bool> IsRunningAsync(CancellationToken cancellationToken) =>
        PostmasterFile.Read(folder.Data) is { } file && PostmasterFile.IsServerOf(file.ProcessId, folder.Data)
        && (await account.RunAsync([binaries["pg_ctl"], "status", "-D", folder.Data], cancellationToken)).ExitCode == 0;

    /// <summary>Starts the server and waits until it answers. Null on success, otherwise what went wrong.</summary>
    public async Task<string?> StartAsync(int port, CancellationToken cancellationToken)
    {
        if (new FileInfo(folder.Log) is { Exists: true, Length: > LargestLog } log) log.Delete();
        var options = string.Join(' ', Settings.Prepend($"port={port}").Select(s => $"-c {s}"));
        var (exitCode, output) = await account.RunAsync(
            [binaries["pg_ctl"], "start", "-w", "-t", "120", "-D", folder.Data, "-l", folder.Log, "-o", options], cancellationToken);
        if (exitCode == 0) return null;
        var written = File.Exists(folder.Log) ? await File.ReadAllLinesAsync(folder.Log, cancellationToken) : [];
        return written.LastOrDefault(l => l.Contains("FATAL", StringComparison.Ordinal)) ?? LastLine(output);
    }

    /// <summary>Stops the server: open transactions are rolled back.</summary>
    public async Task StopAsync()
    {
        foreach (var mode in new[] { "fast", "immediate" })
        {
            string[] stop = [binaries["pg_ctl"], "stop", "-w", "-t", "30", "-m", mode, "-D", folder.Data];
            if ((await account.RunAsync(stop, CancellationToken.None)).ExitCode == 0) return;
        }
    }

    private async Task MakeOwnedAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await account.OwnAsync(path, cancellationToken);
    }

    private static string LastLine(string output) => output.Split('\n').LastOrDefault(l => l.Length > 0) ?? "it said nothing";
}
