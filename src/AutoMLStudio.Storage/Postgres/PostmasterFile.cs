using System.Globalization;

namespace AutoMLStudio.Storage.Postgres;

/// <summary>What <c>postmaster.pid</c> says of a running server, or of one that was killed.</summary>
/// <param name="ProcessId">The server's process.</param>
/// <param name="Port">The port it listens on.</param>
internal sealed record PostmasterFile(int ProcessId, int Port)
{
    /// <summary>Reads the file of a cluster; null when there is none or it is not complete yet.</summary>
    public static PostmasterFile? Read(string data)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(data));
            return lines.Length >= 4 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)
                && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
                ? new(process, port)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes the file when the process that it names is not this cluster's server. After a reboot the number may belong to anybody, and PostgreSQL
    /// would then refuse to start; a number that belongs to nobody it deals with itself.
    /// </summary>
    public static void RemoveIfStale(string data)
    {
        if (Read(data) is not { } file || !Directory.Exists($"/proc/{file.ProcessId}")) return;
        if (!IsServerOf(file.ProcessId, data)) File.Delete(PathIn(data));
    }

    /// <summary>
    /// True when the process is the server of this cluster, whose working folder it is; a process that may not be looked at counts as one.
    /// </summary>
    public static bool IsServerOf(int processId, string data)
    {
        try
        {
            return !Directory.Exists("/proc/self")
                || new DirectoryInfo($"/proc/{processId}/cwd").ResolveLinkTarget(returnFinalTarget: false)?.FullName == data;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string PathIn(string data) => Path.Combine(data, "postmaster.pid");
}
