using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>A shell command in a session of its own, with all that it starts, ended as a whole.</summary>
internal sealed class ProcessGroup : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <summary>Between SIGTERM and SIGKILL.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>How long output is still waited for when the group has ended and something that left it holds the pipe open.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly OutputLines _output;
    private readonly Task _exited;
    private readonly Task _input;
    private readonly Task _errors;
    private readonly Lazy<Task> _end;
    private readonly Task _endedByItself;
    private Task<OutputLine?>? _reading;

    private ProcessGroup(Process process, string input, TrialLog log)
    {
        _process = process;
        _output = new(AsUtf8(process.StandardOutput));
        _exited = process.WaitForExitAsync(CancellationToken.None);
        _input = FeedAsync(process.StandardInput, input);
        _errors = CopyAsync(new(AsUtf8(process.StandardError)), log);
        _end = new(EndAsync);
        _endedByItself = EndWithCommandAsync();
    }

    /// <summary>Starts a command.</summary>
    /// <exception cref="TrialFailedException">It could not be started.</exception>
    public static ProcessGroup Start(string command, IReadOnlyDictionary<string, string> environment, string input, TrialLog log)
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        // The program has no business with the studio's own database.
        foreach (var name in start.Environment.Keys.ToList())
            if (name.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return new(Process.Start(start)!, input, log);
        }
        catch (Win32Exception exception)
        {
            var reason = $"The command could not be started by setsid (package util-linux) and /bin/sh: {exception.Message}.";
            throw new TrialFailedException(reason, exception);
        }
    }

    /// <summary>The next line of standard output; null at its end. After a cancelled call the next one goes on where it was.</summary>
    public async Task<OutputLine?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var reading = _reading ??= _output.NextAsync();
        if (await Task.WhenAny(reading, _endedByItself).WaitAsync(cancellationToken).ConfigureAwait(false) != reading)
        {
            await Task.WhenAny(reading, Task.Delay(Drain, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (!reading.IsCompleted) return null;
        }
        _reading = null;
        return await reading.ConfigureAwait(false);
    }

    /// <summary>The exit code of the command; 128 and the signal when one ended it.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await _endedByItself.WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAny(_errors, Task.Delay(Drain, cancellationToken)).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Ends whatever of the group still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.Value.ConfigureAwait(false);
        // A process that even SIGKILL does not end, because it hangs in the kernel, must not hold up the study.
        await Task.WhenAny(Task.WhenAll(_exited, _input, _errors), Task.Delay(Drain)).ConfigureAwait(false);
        _process.Dispose();
    }

    /// <summary>What the command leaves running has nobody to wait for it, and would hold the pipes open.</summary>
    private async Task EndWithCommandAsync()
    {
        await _exited.ConfigureAwait(false);
        await _end.Value.ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        // Right after the start setsid may not have made the group yet: then there is only the one process.
        if (Signal(-_process.Id, SigTerm) != 0 && (_exited.IsCompleted || Signal(_process.Id, SigTerm) != 0)) return;
        if (await IsGoneAsync(Grace).ConfigureAwait(false)) return;
        _ = Signal(-_process.Id, SigKill);
        await IsGoneAsync(Grace).ConfigureAwait(false);
    }

    /// <summary>Waits until nothing of the group runs; false when something still does after this time.</summary>
    private async Task<bool> IsGoneAsync(TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        while (HasLiving(_process.Id))
        {
            if (Stopwatch.GetElapsedTime(started) > limit) return false;
            await Task.Delay(Poll).ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>
    /// True when a process of the group still runs. A zombie does not: whoever adopted it may take its time to collect it, in a container for ever.
    /// </summary>
    private static bool HasLiving(int group)
    {
        if (Signal(-group, 0) != 0) return false;
        if (!Directory.Exists("/proc/self")) return true;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!char.IsAsciiDigit(folder["/proc/".Length]) || StatOf(folder) is not { } stat) continue;
            // pid (name) state parent group …: the name may hold anything, even spaces and brackets.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[2] == group.ToString(CultureInfo.InvariantCulture) && fields[0] is not ("Z" or "X")) return true;
        }
        return false;
    }

    private static string? StatOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "stat"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended since it was listed.
            return null;
        }
    }

    // The readers that the process brings change their encoding where the output happens to begin like a byte order mark.
    private static StreamReader AsUtf8(StreamReader reader) =>
        new(reader.BaseStream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);

    private static async Task FeedAsync(StreamWriter input, string text)
    {
        try
        {
            await input.WriteAsync(text).ConfigureAwait(false);
            input.Close();
        }
        catch (IOException)
        {
            // The program has closed its standard input or ended without reading it, which it may.
        }
    }

    private static async Task CopyAsync(OutputLines lines, TrialLog log)
    {
        try
        {
            while (await lines.NextAsync().ConfigureAwait(false) is { } line) log.Write(line.Text);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Something that left the group still held the pipe when the trial was over: its output is nobody's any more.
        }
    }

    /// <summary>kill(2) of libc; a negative process is a whole group, and signal 0 asks whether there is any.</summary>
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
