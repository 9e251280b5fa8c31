using System.Text;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>
/// The log of one trial: a file of limited size, the last lines in memory for the reason of a failure, and whoever listens. Thread-safe.
/// </summary>
internal sealed class TrialLog : IDisposable
{
    /// <summary>Characters in the file, over all attempts.</summary>
    public const int MaximumLength = 1 << 20;

    private const int TailLines = 20;
    private const int TailLineLength = 300;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter? _file;
    private readonly Action<string>? _listener;
    private long _left;

    private TrialLog(StreamWriter? file, long left, Action<string>? listener) => (_file, _left, _listener) = (file, left, listener);

    /// <summary>The last lines, shortened, without control characters.</summary>
    public string Tail
    {
        get
        {
            lock (_gate) return string.Join('\n', _tail);
        }
    }

    /// <summary>
    /// Opens <c>log.txt</c> in the trial's folder, which is made, to go on at its end; writes no file where the context keeps none.
    /// </summary>
    public static TrialLog Open(MethodContext context, int number)
    {
        Action<string>? listener = context.Log is { } log ? line => log.Write(number, line) : null;
        if (context.Folder.Length == 0) return new(null, 0, listener);
        var folder = context.TrialFolder(number);
        Directory.CreateDirectory(folder);
        var stream = new FileStream(Path.Combine(folder, "log.txt"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        return new(new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true }, MaximumLength - stream.Length, listener);
    }

    /// <summary>Adds a line.</summary>
    public void Write(string line)
    {
        _listener?.Invoke(line);
        lock (_gate)
        {
            _tail.Enqueue(Shown(line));
            if (_tail.Count > TailLines) _tail.Dequeue();
            if (_file is null || _left <= 0) return;
            _left -= line.Length + 1;
            _file.WriteLine(_left > 0 ? line : $"[The log is cut here: it has reached {MaximumLength:N0} characters.]");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _file?.Dispose();
    }

    // A reason is stored in a database, which refuses a null character, and shown in a page, which an escape sequence would disfigure.
    private static string Shown(string line)
    {
        var shown = line.Length > TailLineLength ? line[..TailLineLength] + "…" : line;
        return string.Concat(shown.Select(c => char.IsControl(c) && c != '\t' ? '\uFFFD' : c));
    }
}
