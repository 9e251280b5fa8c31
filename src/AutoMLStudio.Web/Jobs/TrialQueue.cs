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
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var step = trial.Step;
        var delivery = new Delivery(time);
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
                if (delivery.IsLost(state))
                {
                    logger.LogWarning(
                        "Trial {Number} of study {Id} has no worker of the queue {Queue}: it is sent again.", trial.Number, studyId, queue);
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

    /// <summary>Tells when a trial has to be sent again.</summary>
    private sealed class Delivery(TimeProvider time)
    {
        private const int MaximumLosses = 4;
        private int _losses;
        private long _sent = time.GetTimestamp();

        // Grows with every job that nobody took, so that a queue without workers does not fill up.
        private TimeSpan _patience = TimeSpan.FromSeconds(30);

        /// <summary>
        /// True when its worker is gone, or when none has taken it for long: a worker that dies between its job and its trial leaves no trace.
        /// </summary>
        /// <exception cref="TrialFailedException">Its workers were lost too often.</exception>
        public bool IsLost(TrialLeaseState state)
        {
            var isDead = state is { Owner: not null, Alive: false };
            var isForgotten = state.Owner is null && time.GetElapsedTime(_sent) > _patience;
            if (isDead && ++_losses == MaximumLosses) throw new TrialFailedException($"The workers that evaluated it were lost {_losses} times.");
            if (isForgotten) _patience *= 2;
            if (isDead || isForgotten) _sent = time.GetTimestamp();
            return isDead || isForgotten;
        }
    }
}
