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
/// A sampler that can show the model it decides by. Pure, as <see cref="ISampler"/> is: the model of any prefix of the history can be had at any time.
/// </summary>
public interface IModelView
{
    /// <summary>How many trials the model could learn from, and how many it needs before it decides.</summary>
    /// <param name="space">What is searched.</param>
    /// <param name="history">The trials to learn from.</param>
    ModelReadiness Readiness(SearchSpace space, History history);

    /// <summary>The model with which the sampler would propose next; null while it is not ready.</summary>
    /// <param name="space">What is searched.</param>
    /// <param name="history">The trials to learn from.</param>
    /// <param name="rng">The stream that the proposal would be made with.</param>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    IFittedModel? Fit(SearchSpace space, History history, Rng rng);

    /// <summary>The budget as an axis of the model; null for a model that does not tell budgets apart.</summary>
    BudgetAxis? Budget => null;
}

/// <summary>How far a model is from deciding.</summary>
/// <param name="Known">Trials that it can learn from.</param>
/// <param name="Needed">Trials that it waits for.</param>
public readonly record struct ModelReadiness(int Known, int Needed);

/// <summary>A model as it was learned from one history: any number of cuts can be taken from it. Safe for use by several threads.</summary>
public interface IFittedModel
{
    /// <summary>The best trial's configuration, which cuts go through unless told otherwise.</summary>
    Configuration Incumbent { get; }

    /// <summary>What the sampler tries next; null when nothing is left to propose.</summary>
    Configuration? Proposal { get; }

    /// <summary>Numbers of the trials that the model takes for good ones; empty when it makes no such difference.</summary>
    IReadOnlyCollection<int> Good { get; }

    /// <summary>
    /// The model over one or two parameters; null when an axis is unknown, has no scale, or is inactive where the others are held.
    /// </summary>
    ModelCut? Cut(CutRequest request);

    /// <summary>What the model says of itself.</summary>
    ModelDiagnostics Diagnose();
}

/// <summary>A fitted model that may decide by where the smallest loss lies.</summary>
public interface IMinimumView : IFittedModel
{
    /// <summary>Where it believes the smallest loss to lie; null where something else decides.</summary>
    MinimumBelief? Minimum { get; }
}

/// <summary>A fitted model that knows how large it is.</summary>
public interface ISizedModel : IFittedModel
{
    /// <summary>What it keeps in memory, in bytes and roughly.</summary>
    long Size { get; }
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

/// <summary>An evaluator that knows costs of a configuration before it evaluates it: what constraints of a study may name.</summary>
public interface ICostModel
{
    /// <summary>
    /// What tells these costs of a configuration; null for one that cannot be evaluated. It is a pure function, quick enough to be asked for
    /// thousands of candidates, and may be called by several threads.
    /// </summary>
    /// <param name="names">The costs that are needed.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <exception cref="TrialFailedException">No cost can be told; the message says why.</exception>
    Task<Func<Configuration, IReadOnlyDictionary<string, double>?>> CostsAsync(IReadOnlySet<string> names, CancellationToken cancellationToken);
}

/// <summary>Takes the lines that trials write while they are evaluated: from any thread, without delay, and without ever failing.</summary>
public interface ITrialLog
{
    /// <summary>Takes a line without its end.</summary>
    void Write(int number, string line);
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
