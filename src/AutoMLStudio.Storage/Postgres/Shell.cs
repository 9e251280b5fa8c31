using System.Diagnostics;

namespace AutoMLStudio.Storage.Postgres;

/// <summary>Runs the small programs that come with PostgreSQL and waits for them.</summary>
internal static class Shell
{
    /// <summary>
    /// Runs <paramref name="command"/> (program, then arguments) and gives its exit code and all that it printed. Killed on cancellation.
    /// </summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The account that runs the server may not be allowed to enter the current folder.
            WorkingDirectory = "/",
            Environment = { ["LC_ALL"] = "C" },
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        using var process = Process.Start(start) ?? throw new EmbeddedPostgresException($"Could not start {command[0]}.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
