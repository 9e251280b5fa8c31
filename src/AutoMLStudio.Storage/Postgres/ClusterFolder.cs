using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AutoMLStudio.Storage.Postgres;

/// <summary>
/// The folder of a private cluster: <c>data</c> (the cluster), <c>log</c>, <c>password</c>, and two lock files that end with the process that holds
/// them: <c>starting</c> (one process starts or stops the server at a time) and <c>sharing</c> (every process that uses it).
/// </summary>
internal sealed class ClusterFolder
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folder at this path; made when it is missing.</summary>
    public ClusterFolder(string path)
    {
        Root = Path.GetFullPath(path);
        if (Directory.Exists(Root)) return;
        Directory.CreateDirectory(Root);
        // Set afterwards: what is asked for at the making is cut by the process's mask.
        File.SetUnixFileMode(Root, Passable);
    }

    /// <summary>The folder itself.</summary>
    public string Root { get; }

    /// <summary>The cluster.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>Where a cluster is made before it takes its name, so that no half-made one is ever used.</summary>
    public string Unfinished => Path.Combine(Root, "data.new");

    /// <summary>The folder of the server's log.</summary>
    public string LogFolder => Path.Combine(Root, "log");

    /// <summary>The server's log.</summary>
    public string Log => Path.Combine(LogFolder, "server.log");

    /// <summary>Major version of the cluster; null when there is none yet.</summary>
    /// <exception cref="EmbeddedPostgresException">There is one, but not for us.</exception>
    public int? Version
    {
        get
        {
            if (!Directory.Exists(Data)) return null;
            try
            {
                return int.Parse(
                    File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Split('.')[0], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new EmbeddedPostgresException(
                    $"The database in {Data} has no readable PG_VERSION: it belongs to another user or is damaged. Start the studio as that "
                    + "user, or move the folder away.",
                    exception);
            }
        }
    }

    /// <summary>
    /// The folder to use for a cluster under <paramref name="path"/>: that path, or, where the server's account cannot enter it (a home folder of
    /// root's), one of the same use under <c>/var/lib</c>.
    /// </summary>
    public static async Task<ClusterFolder> ForAsync(string path, ServerAccount account, CancellationToken cancellationToken)
    {
        var wanted = new ClusterFolder(path);
        if (await account.CanEnterAsync(wanted.Root, cancellationToken)) return wanted;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted.Root)))[..16];
        var elsewhere = new ClusterFolder(Path.Combine("/var/lib/automl-studio", name));
        File.SetUnixFileMode(Path.GetDirectoryName(elsewhere.Root)!, Passable);
        await File.WriteAllTextAsync(Path.Combine(wanted.Root, "location"), elsewhere.Root + "\n", cancellationToken);
        return elsewhere;
    }

    /// <summary>The password of the cluster's owner, made at random the first time and readable by the app's user alone.</summary>
    public string Password()
    {
        var path = Path.Combine(Root, "password");
        if (File.Exists(path)) return File.ReadAllText(path).Trim();
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        WritePrivate(path, password);
        return password;
    }

    /// <summary>Writes a file that only its owner can read.</summary>
    public static void WritePrivate(string path, string text)
    {
        using var stream = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private });
        stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
    }

    /// <summary>Waits for the right to start or stop the server.</summary>
    public async Task<IDisposable> LockAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryOpen("starting", FileAccess.ReadWrite, FileShare.None) is { } held) return held;
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }
    }

    /// <summary>Says that this process uses the server, until disposed or the process ends.</summary>
    public IDisposable Share()
    {
        using (File.Open(Path.Combine(Root, "sharing"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite)) { }
        return TryOpen("sharing", FileAccess.Read, FileShare.Read)
            ?? throw new EmbeddedPostgresException($"Another process holds {Root}/sharing for itself.");
    }

    /// <summary>True when no process uses the server. Ask under <see cref="LockAsync"/>.</summary>
    public bool IsUnused()
    {
        using var held = TryOpen("sharing", FileAccess.ReadWrite, FileShare.None);
        return held is not null;
    }

    // On Unix the share mode is an flock on the file: it ends with the process, whatever ends that.
    private FileStream? TryOpen(string name, FileAccess access, FileShare share)
    {
        try
        {
            return new(Path.Combine(Root, name), FileMode.OpenOrCreate, access, share);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
