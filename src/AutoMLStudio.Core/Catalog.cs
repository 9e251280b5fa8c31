using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core;

/// <summary>What an entry of the catalogue is.</summary>
public enum MethodKind
{
    /// <summary>Proposes configurations: an <see cref="ISampler"/>.</summary>
    Sampler,
    /// <summary>Decides how much is spent on which trial: an <see cref="IScheduler"/>.</summary>
    Scheduler,
    /// <summary>Evaluates trials: an <see cref="IEvaluator"/>.</summary>
    Evaluator,
    /// <summary>A set of architectures: an <see cref="ArchitectureSpace"/>.</summary>
    ArchitectureSpace,
    /// <summary>Ends a study: an <see cref="IStoppingRule"/>, chosen by its key in the budget.</summary>
    StoppingRule,
}

/// <summary>One entry of the catalogue: the form, the API, the command line and the contract suites read it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">How a study file names it: <c>sampler: { type: key }</c>.</param>
/// <param name="Title">What a person calls it.</param>
/// <param name="Family">Group in lists, for example <c>Bayesian optimisation</c>.</param>
/// <param name="Paper">Key in REFERENCES.md; null for what needs no source.</param>
/// <param name="Summary">What it does and when to choose it, in two or three sentences.</param>
/// <param name="OptionsType">A sealed record with a parameterless constructor, <c>[Range]</c>, <c>[Display]</c> and defaults.</param>
/// <param name="InstanceType">What <paramref name="Make"/> makes; tells whether it has a model to show or leaves one to export.</param>
/// <param name="Make">From the options and the study's circumstances to the instance.</param>
public sealed record Method(
    MethodKind Kind, string Key, string Title, string Family, string? Paper, string Summary, Type OptionsType, Type InstanceType,
    Func<object, MethodContext, object> Make)
{
    /// <summary>Key of the scheduler that belongs to a sampler: the study's when its file names none. Null for <c>full</c>.</summary>
    public string? DefaultScheduler { get; init; }

    /// <summary>True for a sampler that chooses the budget of every trial, which only the scheduler <c>full</c> leaves to it. It learns one objective.</summary>
    public bool ChoosesBudgets { get; init; }

    /// <summary>
    /// True for a sampler to which imported trials are those of other tasks, one a source: they may be of another dataset or evaluator, and none of them is
    /// a result of the study.
    /// </summary>
    public bool HasOtherTasks { get; init; }

    /// <summary>Key of the one evaluator that a sampler works with; null for any.</summary>
    public string? OnlyEvaluator { get; init; }

    /// <summary>An entry for a sampler.</summary>
    public static Method Sampler<TOptions, TInstance>(
        string key, string title, string family, string? paper, string summary, Func<TOptions, MethodContext, TInstance> make)
        where TOptions : notnull
        where TInstance : ISampler =>
            new(MethodKind.Sampler, key, title, family, paper, summary, typeof(TOptions), typeof(TInstance), (o, c) => make((TOptions)o, c));

    /// <summary>An entry for a scheduler.</summary>
    public static Method Scheduler<TOptions, TInstance>(
        string key, string title, string family, string? paper, string summary, Func<TOptions, MethodContext, TInstance> make)
        where TOptions : notnull
        where TInstance : IScheduler =>
            new(MethodKind.Scheduler, key, title, family, paper, summary, typeof(TOptions), typeof(TInstance), (o, c) => make((TOptions)o, c));

    /// <summary>An entry for an evaluator. Its options may implement <see cref="IEvaluatorOptions"/>.</summary>
    public static Method Evaluator<TOptions, TInstance>(
        string key, string title, string family, string? paper, string summary, Func<TOptions, MethodContext, TInstance> make)
        where TOptions : notnull
        where TInstance : IEvaluator =>
            new(MethodKind.Evaluator, key, title, family, paper, summary, typeof(TOptions), typeof(TInstance), (o, c) => make((TOptions)o, c));

    /// <summary>An entry for a rule that ends studies: <c>budget: { key: … }</c>.</summary>
    public static Method StoppingRule<TOptions, TInstance>(
        string key, string title, string family, string? paper, string summary, Func<TOptions, MethodContext, TInstance> make)
        where TOptions : notnull
        where TInstance : IStoppingRule =>
            new(MethodKind.StoppingRule, key, title, family, paper, summary, typeof(TOptions), typeof(TInstance), (o, c) => make((TOptions)o, c));

    /// <summary>An entry for an architecture space.</summary>
    public static Method Architectures<TOptions>(
        string key, string title, string family, string? paper, string summary, Func<TOptions, ArchitectureSpace> make)
        where TOptions : notnull => new(
            MethodKind.ArchitectureSpace, key, title, family, paper, summary, typeof(TOptions), typeof(ArchitectureSpace),
            (o, _) => make((TOptions)o));
}

/// <summary>The circumstances in which a method is made.</summary>
/// <param name="Space">What is searched.</param>
/// <param name="Objectives">What is optimised.</param>
/// <param name="MaximumBudget">Units a full evaluation takes (epochs, …).</param>
/// <param name="Seed">Seed of the study.</param>
/// <param name="Dataset">Name or path of the dataset; null when the study has none.</param>
/// <param name="Folder">Where the study's trials may keep checkpoints and logs: one folder a trial, made on demand. Empty
/// where nothing is kept.</param>
/// <param name="Parallelism">Trials evaluated at the same time.</param>
/// <param name="Study">Name of the study, for what leaves the studio (an exported model says where it comes from). Empty
/// while the study is only being checked.</param>
/// <param name="Log">Takes what trials say beside their reports; null where nobody listens.</param>
/// <param name="DatasetFile">Where the dataset lies on this machine when the studio keeps it under the name
/// <paramref name="Dataset"/>; null when that is a built-in name or a path itself.</param>
public sealed record MethodContext(
    SearchSpace Space,
    IReadOnlyList<Objective> Objectives,
    double MaximumBudget,
    ulong Seed,
    string? Dataset = null,
    string Folder = "",
    int Parallelism = 1,
    string Study = "",
    ITrialLog? Log = null,
    string? DatasetFile = null)
{
    /// <summary>The study's sampler, for an evaluator that trains what it searches with; null while that is being made or not needed.</summary>
    public ISampler? Sampler { get; init; }

    /// <summary>What a trial must also be like to be feasible.</summary>
    public IReadOnlyList<OutcomeConstraint> Outcomes { get; init; } = [];

    /// <summary>The metrics that a report must have: of the objectives, then of the constrained outcomes.</summary>
    public IEnumerable<string> Metrics => Objectives.Select(o => o.Metric).Concat(Outcomes.Select(o => o.Metric)).Distinct();

    /// <summary>The folder of a trial: <c>Folder/trial-00007</c>; not created here.</summary>
    public string TrialFolder(int number) => Path.Combine(Folder, $"trial-{number:D5}");
}

/// <summary>What a study file may leave out because the evaluator knows it.</summary>
public interface IEvaluatorOptions
{
    /// <summary>Units of a full evaluation (epochs); 1 when it has no steps.</summary>
    double MaximumBudget { get; }

    /// <summary>The objective when the study names none; null when it must.</summary>
    Objective? DefaultObjective { get; }

    /// <summary>The space when the study gives none; null when it must.</summary>
    SearchSpace? DefaultSpace { get; }

    /// <summary>What the evaluator knows of a configuration before it evaluates it, by name: constraints of a study may name these.</summary>
    IReadOnlyCollection<string> Costs => [];

    /// <summary>Faults that ranges on single options cannot express: each names its option.</summary>
    IEnumerable<string> Faults(string? dataset);
}

/// <summary>
/// Options of an evaluator that may divide a budget of 1 as well, for example the data. Any other divides its budget where that is above 1, and its
/// trials report on their way.
/// </summary>
public interface IDividedBudget
{
    /// <summary>True when a trial may be given a part of the budget.</summary>
    bool HasParts { get; }

    /// <summary>True when a trial reports nothing before it has spent its budget, so that none can be compared with others on its way there.</summary>
    bool ReportsOnce { get; }
}

/// <summary>All methods of the studio: each project's own list, joined at the composition root.</summary>
public sealed class Catalog
{
    private readonly Dictionary<(MethodKind, string), Method> _byKey;

    /// <summary>The union of these lists.</summary>
    /// <exception cref="ArgumentException">Two entries of one kind share a key.</exception>
    public Catalog(params IEnumerable<Method>[] lists)
    {
        Methods = [.. lists.SelectMany(l => l)];
        _byKey = Methods.ToDictionary(m => (m.Kind, m.Key));
    }

    /// <summary>Every entry, in the order of the lists.</summary>
    public IReadOnlyList<Method> Methods { get; }

    /// <summary>The entries of one kind.</summary>
    public IEnumerable<Method> Of(MethodKind kind) => Methods.Where(m => m.Kind == kind);

    /// <summary>The entry of this kind and key, or null.</summary>
    public Method? Find(MethodKind kind, string key) => _byKey.GetValueOrDefault((kind, key));
}
