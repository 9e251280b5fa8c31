using System.Text;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>The log of one trial: a file of limited size, and the last lines in memory for the reason of a failure. Thread-safe.</summary>
internal sealed class TrialLog : IDisposable
{
    /// <summary>Characters in the file, over all attempts.</summary>
    public const int MaximumLength = 1 << 20;

    private const int TailLines = 20;
    private const int TailLineLength = 300;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter? _file;
    private long _left;

    private TrialLog(StreamWriter? file, long left) => (_file, _left) = (file, left);

    /// <summary>The last lines, shortened, without control characters.</summary>
    public string Tail
    {
        get
        {
            lock (_gate) return string.Join('\n', _tail);
        }
    }

    /// <summary>Opens <c>log.txt</c> in the folder, which is made, to go on at its end; keeps nothing but the tail when the folder is null.</summary>
    public static TrialLog Open(string? folder)
    {
        if (folder is null) return new(null, 0);
        Directory.CreateDirectory(folder);
        var stream = new FileStream(Path.Combine(folder, "log.txt"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        return new(new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true }, MaximumLength - stream.Length);
    }

    /// <summary>Adds a line.</summary>
    public void Write(string line)
    {
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
