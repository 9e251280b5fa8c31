using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoMLStudio.Storage.Postgres;

/// <summary>An installed PostgreSQL server.</summary>
/// <param name="Folder">Holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Major">Major version, for example 15.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>Oldest version that the studio is tested with.</summary>
    public const int Oldest = 13;

    /// <summary>Path of one program.</summary>
    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>Every installed server: on the path first, then where distributions put them, newest first.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Where(IsComplete).Distinct(StringComparer.Ordinal))
        {
            var (exitCode, output) = await Shell.RunAsync([Path.Combine(folder, "postgres"), "--version"], cancellationToken);
            if (exitCode == 0 && Version().Match(output) is { Success: true } match)
                found.Add(new(folder, int.Parse(match.Groups["major"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)));
        }
        return found;
    }

    /// <summary>Where servers may lie on this machine.</summary>
    public static IEnumerable<string> Places()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        foreach (var (root, pattern) in new[] { ("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql@*") })
        {
            if (!Directory.Exists(root)) continue;
            foreach (var folder in Directory.EnumerateDirectories(root, pattern).OrderByDescending(MajorOf)) yield return Path.Combine(folder, "bin");
        }
    }

    /// <summary>The server for a cluster of version <paramref name="wanted"/> (null: a new cluster).</summary>
    /// <exception cref="EmbeddedPostgresException">None fits; the message says what to install.</exception>
    public static PostgresBinaries Choose(IReadOnlyList<PostgresBinaries> found, int? wanted, string folder)
    {
        if (found.Count == 0)
            throw new EmbeddedPostgresException(
                "PostgreSQL is not installed: install it (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server), or set "
                + "ConnectionStrings__Studio.");
        if (wanted is { } major)
            return found.FirstOrDefault(b => b.Major == major) ?? throw new EmbeddedPostgresException(
                $"The database in {folder} was made by PostgreSQL {major}, but this machine has PostgreSQL "
                + $"{string.Join(", ", found.Select(b => b.Major))} only: "
                + $"install postgresql-{major}, or move that folder away to begin with an empty database.");
        return found.FirstOrDefault(b => b.Major >= Oldest) ?? throw new EmbeddedPostgresException(
            $"This machine has PostgreSQL {string.Join(", ", found.Select(b => b.Major))}; the studio needs version {Oldest} or later.");
    }

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    private static bool IsComplete(string folder) => Programs.All(p => File.Exists(Path.Combine(folder, p)));

    private static int MajorOf(string folder) =>
        int.TryParse(Digits().Match(Path.GetFileName(folder)).ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Digits();
}
