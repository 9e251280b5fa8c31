using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Studies;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace AutoMLStudio.Web.Jobs;

/// <summary>Makes evaluators that send trials to the workers of a queue.</summary>
public sealed class TrialQueue(TrialLeases leases, IBackgroundJobClient client, TimeProvider time, ILogger<TrialQueue> logger)
{
    /// <summary>The evaluator of a study on a queue.</summary>
    public IEvaluator Evaluator(long studyId, string queue) => new QueuedEvaluator(studyId, queue, leases, client, time, logger);
}

/// <summary>
/// Sends a trial to a Hangfire worker on any host and passes its reports on, so that the decision loop does not know where trials are evaluated. The
/// worker may be a step ahead of the verdict; a trial that is paused or stopped loses its lease, and its worker stops at the next word it says.
/// </summary>
internal sealed class QueuedEvaluator(long studyId, string queue, TrialLeases leases, IBackgroundJobClient client, TimeProvider time, ILogger logger)
    : IEvaluator
{
    private const int MaximumDeliveries = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var step = trial.Step;
        var deliveries = 0;
        try
        {
            await DeliverAsync(trial.Number, cancellationToken);
            using var timer = new PeriodicTimer(Interval, time);
            while (true)
            {
                // The state first: reports that come between the two questions are then seen in the next round.
                var state = await leases.StateAsync(studyId, trial.Number, cancellationToken)
                    ?? throw new TrialFailedException("The trial was deleted.");
                foreach (var report in await leases.ReportsAsync(studyId, trial.Number, step, cancellationToken))
                {
                    step = report.Step;
                    yield return report;
                }
                if (state.Outcome is { } outcome)
                {
                    if (outcome.Length > 0) throw new TrialFailedException(outcome);
                    yield break;
                }
                if (state is { Owner: not null, Alive: false })
                {
                    if (++deliveries == MaximumDeliveries)
                        throw new TrialFailedException($"The workers that evaluated it were lost {deliveries} times.");
                    logger.LogWarning(
                        "The worker {Owner} of trial {Number} of study {Id} is gone; the trial is queued again.", state.Owner, trial.Number, studyId);
                    await DeliverAsync(trial.Number, cancellationToken);
                }
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        finally
        {
            await leases.RevokeAsync(studyId, trial.Number, CancellationToken.None);
        }
    }

    private async Task DeliverAsync(int number, CancellationToken cancellationToken)
    {
        await leases.RevokeAsync(studyId, number, cancellationToken);
        client.Create(Job.FromExpression<TrialJob>(j => j.RunAsync(studyId, number, CancellationToken.None)), new EnqueuedState(queue));
    }
}
