using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies.Trials;

/// <summary>Reads what pages show of single trials. The second implementation is the test twin of the page tests.</summary>
public interface ITrialQueries
{
    /// <summary>One trial; null when there is no such study or trial.</summary>
    Task<TrialDetail?> FindAsync(long studyId, int number, CancellationToken cancellationToken = default);

    /// <summary>
    /// The lines of one trial (null: of all) after a line, in order; when there are more than <paramref name="limit"/>, the last of them.
    /// </summary>
    /// <param name="studyId">The study.</param>
    /// <param name="number">The trial.</param>
    /// <param name="after">Identity of a line; 0 for all.</param>
    /// <param name="contains">Only lines that contain this, whatever the case; null for all.</param>
    /// <param name="limit">Most lines to give.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<LogLineView>> LogAsync(
        long studyId, int? number, long after, string? contains, int limit, CancellationToken cancellationToken = default);

    /// <summary>A page of the study's events of some types (none: of all), the newest first.</summary>
    Task<EventPage> EventsAsync(long studyId, IReadOnlyList<string> types, int skip, int take, CancellationToken cancellationToken = default);

    /// <summary>The configurations that wait to be tried, the next one first.</summary>
    Task<IReadOnlyList<WaitingTrial>> WaitingAsync(long studyId, CancellationToken cancellationToken = default);

    /// <summary>True when a configuration waits, or a trial is to be tried again: what a study that is resumed would do first.</summary>
    Task<bool> HasRequestsAsync(long studyId, CancellationToken cancellationToken = default);

    /// <summary>How the trials stand.</summary>
    Task<StudyActivity> ActivityAsync(long studyId, CancellationToken cancellationToken = default);
}

/// <summary>Asks for single trials. The second implementation is the test twin of the page tests.</summary>
public interface ITrialCommands
{
    /// <summary>
    /// Puts a configuration into the queue of a study and gives its identity there. A running study tries it next; one that has ended keeps it until it
    /// is resumed.
    /// </summary>
    /// <param name="studyId">The study.</param>
    /// <param name="config">A value for each active parameter.</param>
    /// <param name="parent">The trial that it was changed from; null for none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StudyFileException">The configuration does not lie in the study's space, or there is no such parent.</exception>
    /// <exception cref="StudyRequestException">There is no such study.</exception>
    Task<long> EnqueueAsync(long studyId, JsonObject config, int? parent, CancellationToken cancellationToken = default);

    /// <summary>Takes a configuration that no trial has tried out of the queue.</summary>
    /// <exception cref="StudyRequestException">It is not in the queue.</exception>
    Task WithdrawAsync(long studyId, long id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks to stop a running or paused trial, which keeps the value of its last report, or to try a failed or cancelled one again. What is asked of a
    /// study that does not run is done when it is resumed.
    /// </summary>
    /// <exception cref="StudyRequestException">There is no such trial, or its state does not allow it.</exception>
    Task AskAsync(long studyId, int number, TrialWish wish, CancellationToken cancellationToken = default);
}
