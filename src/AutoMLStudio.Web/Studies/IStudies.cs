using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies;

/// <summary>Reads studies for pages and the API. The second implementation is the test twin of the page tests.</summary>
public interface IStudyQueries
{
    /// <summary>All studies that are not archived, newest first, without sparklines.</summary>
    Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>The page of studies that a query means.</summary>
    Task<StudyList> SearchAsync(StudyListQuery query, CancellationToken cancellationToken = default);

    /// <summary>One study; null when there is none of this identity.</summary>
    Task<StudyDetail?> FindAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>What lists show of one study; null when there is none of this identity.</summary>
    Task<StudySummary?> SummaryAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>A page of its trials; an empty one when there is no such study.</summary>
    /// <exception cref="StudyFileException">The order or the filter names what is not there; the fault says what would be accepted.</exception>
    Task<TrialPage> TrialsAsync(long id, TrialQuery query, CancellationToken cancellationToken = default);
}

/// <summary>What a person wants of a study.</summary>
public enum StudyRequest
{
    /// <summary>Start a study that has never run, or one that has stopped short of its budget.</summary>
    Start,
    /// <summary>Halt: running trials keep their checkpoints.</summary>
    Pause,
    /// <summary>Go on after a pause.</summary>
    Resume,
    /// <summary>Let running trials finish, start no more.</summary>
    Stop,
    /// <summary>End at once; running trials are cancelled.</summary>
    Cancel,
}

/// <summary>Changes studies. The second implementation is the test twin of the page tests.</summary>
public interface IStudyCommands
{
    /// <summary>Reads a study file (JSON or YAML) without keeping it.</summary>
    Task<StudyCheck> CheckAsync(string text, CancellationToken cancellationToken = default);

    /// <summary>Keeps a new study and gives its identity.</summary>
    /// <exception cref="StudyFileException">The file is malformed; every fault is in it.</exception>
    Task<long> CreateAsync(string text, bool start, CancellationToken cancellationToken = default);

    /// <summary>Asks for a change of state.</summary>
    /// <exception cref="StudyRequestException">There is no such study, or the state does not allow it.</exception>
    Task RequestAsync(long id, StudyRequest request, CancellationToken cancellationToken = default);

    /// <summary>Changes a study's name, tags, notes or place among the archived ones, whatever its state.</summary>
    /// <exception cref="StudyFileException">Something is not accepted; every fault names its field.</exception>
    /// <exception cref="StudyRequestException">There is no such study.</exception>
    Task EditAsync(long id, StudyEdit edit, CancellationToken cancellationToken = default);

    /// <summary>Keeps a new study of the same definition under another name (null: its name with "copy" after it) and gives its identity.</summary>
    /// <exception cref="StudyFileException">The name is not accepted, or the definition is not any more.</exception>
    /// <exception cref="StudyRequestException">There is no such study.</exception>
    Task<long> CloneAsync(long id, string? name, bool start, CancellationToken cancellationToken = default);

    /// <summary>Removes a study that is not running with all that belongs to it.</summary>
    /// <exception cref="StudyRequestException">There is no such study, or it is running.</exception>
    Task DeleteAsync(long id, CancellationToken cancellationToken = default);
}

/// <summary>A request that the study's state does not allow, in words for the person.</summary>
public sealed class StudyRequestException(string message, bool isMissing = false) : Exception(message)
{
    /// <summary>True when there is no such study.</summary>
    public bool IsMissing { get; } = isMissing;
}
