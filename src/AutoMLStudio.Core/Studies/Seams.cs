using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>Proposes configurations. A pure function of its arguments: it may cache, but nobody may notice.</summary>
public interface ISampler
{
    /// <summary>The next configuration to try, or null when the sampler has nothing left to propose (an exhausted grid).</summary>
    /// <param name="space">What is searched; the result lies in it.</param>
    /// <param name="history">The trials to learn from, pending ones included; a scheduler may hand over a slice.</param>
    /// <param name="rng">The stream named by study seed and trial number.</param>
    Configuration? Suggest(SearchSpace space, History history, Rng rng);
}

/// <summary>
/// A sampler that can show the model it decides by. Pure, as <see cref="ISampler"/> is: a view of any prefix of the history can be had at any time.
/// </summary>
public interface IModelView
{
    /// <summary>
    /// The model over one parameter, the others fixed; null while there is no model yet (initial design) or the parameter has no scale to draw.
    /// </summary>
    SurrogateSlice? Slice(SearchSpace space, History history, SliceRequest request, Rng rng);
}

/// <summary>Decides how much is spent on which trial.</summary>
public interface IScheduler
{
    /// <summary>What a free worker should do next.</summary>
    /// <param name="history">The whole history.</param>
    /// <param name="suggest">Asks the sampler, given the slice of history it may learn from.</param>
    Decision Next(History history, Func<History, Configuration?> suggest);

    /// <summary>What becomes of a running trial after its latest report, which <paramref name="history"/> already holds.</summary>
    Verdict Judge(Trial trial, History history);
}

/// <summary>Evaluates a trial, from its last reported step up to its budget.</summary>
public interface IEvaluator
{
    /// <summary>
    /// One report a step. The next step begins only when the enumerator is asked for it, so a pause or stop falls between two steps.
    /// </summary>
    /// <exception cref="TrialFailedException">The trial has no value; the message is shown to the person.</exception>
    IAsyncEnumerable<Report> EvaluateAsync(Trial trial, CancellationToken cancellationToken);
}

/// <summary>An evaluator whose trials leave a trained model behind.</summary>
public interface IModelExporter
{
    /// <summary>The trained model of a finished trial as a checked ONNX file.</summary>
    /// <exception cref="InvalidOperationException">The trial left no model, or the exported one failed its check.</exception>
    Task<byte[]> ExportAsync(Trial trial, CancellationToken cancellationToken);
}

/// <summary>Keeps the events of studies. Two implementations: PostgreSQL and memory; one contract suite for both.</summary>
public interface IStudyStore
{
    /// <summary>The events of a study after a sequence number (0 for all), in order.</summary>
    Task<IReadOnlyList<StudyEvent>> LoadAsync(long studyId, long afterSequence, CancellationToken cancellationToken);

    /// <summary>Becomes the only writer of the study: every earlier lease on it is void from now on.</summary>
    Task<StudyLease> ClaimAsync(long studyId, CancellationToken cancellationToken);

    /// <summary>Appends events in one transaction; durable when it returns. Sequence numbers continue without a gap.</summary>
    /// <exception cref="LeaseLostException">Another writer has claimed the study since.</exception>
    Task AppendAsync(StudyLease lease, IReadOnlyList<StudyEvent> events, CancellationToken cancellationToken);
}

/// <summary>The right to write to a study; <paramref name="Epoch"/> is its fencing token.</summary>
public sealed record StudyLease(long StudyId, long Epoch);

/// <summary>Another writer has claimed the study: this one must stop without a further word.</summary>
public sealed class LeaseLostException(long studyId) : Exception($"Study {studyId} is being run by another process.");

/// <summary>A trial that has no value, with the reason in words for the person.</summary>
public sealed class TrialFailedException(string message, Exception? inner = null) : Exception(message, inner);
