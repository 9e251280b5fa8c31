using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using Hangfire;

namespace AutoMLStudio.Web.Jobs;

/// <summary>
/// The Hangfire job that runs a study. May be delivered twice, or after the study has ended: the execution sees to it that only one counts.
/// </summary>
public sealed class StudyJob(StudyExecution execution)
{
    /// <summary>Queue of these jobs.</summary>
    public const string Queue = "studies";

    /// <summary>
    /// Runs the study to its end. A shutdown of the server cancels <paramref name="cancellationToken"/>; Hangfire then delivers the job again.
    /// </summary>
    [AutomaticRetry(Attempts = 0)]
    [Queue(Queue)]
    public Task RunAsync(long studyId, CancellationToken cancellationToken) =>
        execution.RunAsync(studyId, new StudyControl(), observer: null, cancellationToken);
}

/// <summary>Hands studies to Hangfire.</summary>
public sealed class HangfireStudyQueue(IBackgroundJobClient client) : IStudyQueue
{
    /// <inheritdoc/>
    public void Enqueue(long studyId) => client.Enqueue<StudyJob>(j => j.RunAsync(studyId, CancellationToken.None));
}
