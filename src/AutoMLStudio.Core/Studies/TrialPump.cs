using System.Threading.Channels;

namespace AutoMLStudio.Core.Studies;

/// <summary>What the evaluation of a trial tells the runner.</summary>
internal abstract record RunnerMessage
{
    /// <summary>A step is done; the evaluation waits for the verdict.</summary>
    public sealed record Reported(int Number, Report Report, TaskCompletionSource<VerdictAction> Reply) : RunnerMessage;

    /// <summary>The evaluation is over.</summary>
    public sealed record Ended(int Number, Exception? Exception) : RunnerMessage;

    /// <summary>Something outside has changed: look again.</summary>
    public sealed record Woken : RunnerMessage;
}

/// <summary>Drives the evaluation of one trial on its own task: each report is answered before the next step begins.</summary>
internal sealed class TrialPump : IDisposable
{
    private readonly CancellationTokenSource _cancellation;

    public TrialPump(Trial trial, IEvaluator evaluator, ChannelWriter<RunnerMessage> messages, CancellationToken cancellationToken)
    {
        Number = trial.Number;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Completion = Task.Run(() => PumpAsync(trial, evaluator, messages, _cancellation.Token), CancellationToken.None);
    }

    public int Number { get; }

    /// <summary>True once the trial's end is in the log: what its evaluation still says does not count.</summary>
    public bool IsClosed { get; set; }

    public Task Completion { get; }

    public void Cancel() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();

    private static async Task PumpAsync(Trial trial, IEvaluator evaluator, ChannelWriter<RunnerMessage> messages, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await foreach (var report in evaluator.EvaluateAsync(trial, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var reply = new TaskCompletionSource<VerdictAction>(TaskCreationOptions.RunContinuationsAsynchronously);
                messages.TryWrite(new RunnerMessage.Reported(trial.Number, report, reply));
                if (await reply.Task.WaitAsync(cancellationToken).ConfigureAwait(false) != VerdictAction.Continue) break;
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        messages.TryWrite(new RunnerMessage.Ended(trial.Number, failure));
    }
}
