using System.Diagnostics;
using System.Text;

namespace AutoMLStudio.Tests.Support;

/// <summary>The studio's program as a process of its own, so that it can be killed. Ended with the test.</summary>
public sealed class StudioProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstError = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StudioProcess(Process process) => _process = process;

    /// <summary>What it has written to standard output.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>What it has written to standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Its first line on standard output.</summary>
    public Task<string> FirstLine => _firstLine.Task;

    /// <summary>Done when it has written to standard error.</summary>
    public Task FirstError => _firstError.Task;

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts the studio on a database, in a folder.</summary>
    public static StudioProcess Start(string connectionString, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "AutoMLStudio.Web.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["ConnectionStrings__Studio"] = connectionString;
        start.Environment["Studio__Folder"] = Path.Combine(folder, ".studio");
        var studio = new StudioProcess(new Process { StartInfo = start });
        studio._process.OutputDataReceived += (_, e) => studio.Take(e.Data, studio._output, line => studio._firstLine.TrySetResult(line));
        studio._process.ErrorDataReceived += (_, e) => studio.Take(e.Data, studio._errors, _ => studio._firstError.TrySetResult());
        studio._process.Start();
        studio._process.BeginOutputReadLine();
        studio._process.BeginErrorReadLine();
        return studio;
    }

    /// <summary>Runs a command to its end and gives its exit code.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ctrl+C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line, StringBuilder text, Action<string> first)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
        first(line);
    }
}
