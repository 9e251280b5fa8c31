namespace AutoMLStudio.Storage.Postgres;

/// <summary>
/// Who runs the server. PostgreSQL refuses to run as root: then its programs run as the user <c>postgres</c>, who also owns what they write;
/// otherwise they run as the app does.
/// </summary>
internal sealed class ServerAccount
{
    private const string User = "postgres";
    private readonly string[] _prefix;

    private ServerAccount(string[] prefix) => _prefix = prefix;

    /// <summary>The account for this process.</summary>
    /// <exception cref="EmbeddedPostgresException">The app is root and there is no way to another account.</exception>
    public static async Task<ServerAccount> FindAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess) return new([]);
        string[][] ways =
        [
            ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--"],
            ["runuser", "-u", User, "--"],
        ];
        foreach (var way in ways)
            if (await SucceedsAsync([.. way, "true"], cancellationToken)) return new(way);
        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root, and the user {User} cannot be used: install the distribution's package postgresql, start the studio "
            + "as another user, or set ConnectionStrings__Studio.");
    }

    /// <summary>Runs a program as this account.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> command, CancellationToken cancellationToken) =>
        Shell.RunAsync([.. _prefix, .. command], cancellationToken);

    /// <summary>True when this account can reach <paramref name="folder"/>: each folder above it lets it pass.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        _prefix.Length == 0 || await SucceedsAsync([.. _prefix, "test", "-x", folder], cancellationToken);

    /// <summary>Makes this account the owner of a file or folder.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (_prefix.Length > 0) await Shell.RunAsync(["chown", $"{User}:", path], cancellationToken);
    }

    private static async Task<bool> SucceedsAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        try
        {
            return (await Shell.RunAsync(command, cancellationToken)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
