using System.Globalization;
using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evaluation;

/// <summary>
/// Evaluates a trial by a program of any kind. It gets the configuration as one line of JSON on standard input, and <c>STUDIO_TRIAL</c> (number),
/// <c>STUDIO_BUDGET</c> (units to spend in all), <c>STUDIO_STEP</c> (units already spent, 0 for a new trial) and <c>STUDIO_FOLDER</c> (the trial's
/// folder, kept between resumptions) in its environment.
/// </summary>
/// <remarks>
/// A line that is a JSON object with the study's metrics is a report: with <c>step</c> one on the way, without it the result. Everything else it
/// prints is its log, <c>log.txt</c> in the trial's folder. Reports are read one at a time: a program that is ahead of its judge waits on its full
/// pipe. When a trial is stopped, cancelled or over its time, the program and all it started are ended: SIGTERM, and SIGKILL to what is left after
/// two seconds. Needs <c>setsid</c> of util-linux.
/// </remarks>
public sealed class CommandEvaluator : IEvaluator
{
    private readonly CommandOptions _options;
    private readonly MethodContext _context;
    private readonly TimeProvider _time;

    /// <summary>An evaluator of the command that the options name.</summary>
    /// <param name="options">The command and its limits.</param>
    /// <param name="context">Tells the metrics that a report must have and where logs go.</param>
    /// <param name="time">Clock of the time-out; the system's when null.</param>
    public CommandEvaluator(CommandOptions options, MethodContext context, TimeProvider? time = null) =>
        (_options, _context, _time) = (options, context, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limit = _options.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        using var deadline = new CancellationTokenSource(limit, _time);
        using var log = TrialLog.Open(_context, trial.Number);
        var group = ProcessGroup.Start(_options.Command, Environment(trial), trial.Configuration + "\n", log);
        await using var ending = group.ConfigureAwait(false);
        var reports = new CommandReports(_context.Objectives, trial, _time);
        while (await LineAsync(group, log, deadline.Token, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!line.IsCut && reports.Read(line.Text) is { } reading)
            {
                if (reading.Fault is { } fault) throw Failed(fault, log);
                if (reading.Report is { } report) yield return report;
            }
            else log.Write(line.Text);
        }
        var code = await ExitAsync(group, log, deadline.Token, cancellationToken).ConfigureAwait(false);
        if (code != 0) throw Failed(code > 128 ? $"The command was ended by signal {code - 128}." : $"The command exited with code {code}.", log);
        if (reports.Last is { } last) yield return last;
        else if (!reports.HasReported) throw Failed($"The command printed no line with {Wanted}.", log);
    }

    private string Wanted => string.Join(", ", _context.Objectives.Select(o => $"\"{o.Metric}\": <number>"));

    private Dictionary<string, string> Environment(Trial trial)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["STUDIO_TRIAL"] = trial.Number.ToString(CultureInfo.InvariantCulture),
            ["STUDIO_BUDGET"] = trial.Budget.ToString("R", CultureInfo.InvariantCulture),
            ["STUDIO_STEP"] = trial.Step.ToString("R", CultureInfo.InvariantCulture),
        };
        if (_context.Folder.Length > 0) environment["STUDIO_FOLDER"] = Path.GetFullPath(_context.TrialFolder(trial.Number));
        return environment;
    }

    private Task<OutputLine?> LineAsync(ProcessGroup group, TrialLog log, CancellationToken deadline, CancellationToken cancellationToken) =>
        InTimeAsync(group.ReadLineAsync, log, deadline, cancellationToken);

    private Task<int> ExitAsync(ProcessGroup group, TrialLog log, CancellationToken deadline, CancellationToken cancellationToken) =>
        InTimeAsync(group.ExitCodeAsync, log, deadline, cancellationToken);

    /// <summary>
    /// What <paramref name="wait"/> gives; the passing of the time-out is a failed trial, everything else that cancels is cancellation.
    /// </summary>
    private async Task<T> InTimeAsync<T>(
        Func<CancellationToken, Task<T>> wait, TrialLog log, CancellationToken deadline, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken);
        try
        {
            return await wait(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed($"The command took more than {_options.Timeout:R} seconds.", log);
        }
    }

    private static TrialFailedException Failed(string reason, TrialLog log) =>
        new(log.Tail.Length == 0 ? reason : $"{reason} Its last output:\n{log.Tail}");
}
