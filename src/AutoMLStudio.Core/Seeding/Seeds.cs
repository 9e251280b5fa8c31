using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Seeding;

/// <summary>
/// Brings finished trials into a study: as events like any other trial's, so that whatever reads the log needs to know nothing of them.
/// </summary>
public static class Seeds
{
    /// <summary>Why a trial that was completed elsewhere is none of this study's results.</summary>
    internal const string OtherTask = "A trial of another task: it is learned from and is no result of this study.";

    /// <summary>The events that add trials to a study.</summary>
    /// <param name="history">What the study knows so far.</param>
    /// <param name="trials">What it is to know as well, in order.</param>
    /// <param name="source">Where they come from, for example <c>trials.csv</c>.</param>
    /// <param name="at">The time at which they are added.</param>
    public static IReadOnlyList<StudyEvent> Events(History history, IEnumerable<SeedTrial> trials, string source, DateTimeOffset at)
    {
        var events = new List<StudyEvent>();
        var number = history.NextNumber;
        void Add(StudyEvent studyEvent) => events.Add(studyEvent with { Sequence = history.Sequence + events.Count + 1, At = at });
        foreach (var trial in trials)
        {
            Add(new TrialStarted(number, trial.Configuration, trial.Budget) { Imported = source });
            foreach (var report in trial.Reports) Add(new TrialReported(number, report));
            Add(new TrialEnded(number++, trial.State, trial.Reason));
        }
        return events;
    }

    /// <summary>What another study can give to a study that begins with it.</summary>
    /// <param name="source">The other study.</param>
    /// <param name="trials">Its trials; those that have not ended are passed over.</param>
    /// <param name="target">The study that begins.</param>
    /// <exception cref="StudyFileException">The two do not measure the same, or no trial lies in the space; the fault says what differs.</exception>
    public static StudySeeds From(StudyDefinition source, IEnumerable<Trial> trials, StudyDefinition target)
    {
        if (WhyNotComparable(source, target) is { } fault) throw new StudyFileException([new("warm_start.study", fault)]);
        // What the other study was given of further tasks is none of its own.
        if (source.Sampler.Method.HasOtherTasks) trials = trials.Where(t => t.Imported is null);
        var finished = trials.Where(t => t.IsFinished && (t.Losses is not null || t.State is TrialState.Failed)).ToList();
        var fitting = finished.Where(t => target.Space.Contains(t.Configuration)).ToList();
        if (fitting.Count == 0)
        {
            var why = finished.Count == 0 ? "it has no finished trial."
                : $"none of its {finished.Count} finished trials lies in this study's space: {target.Space.WhyNotIn(finished[0].Configuration)}";
            throw new StudyFileException([new("warm_start.study", $"Study '{source.Name}' cannot be begun with: {why}")]);
        }
        var seeds = fitting.Select(t => Under(target, new(t.Configuration, t.State, t.Budget, t.Reports, t.Reason)));
        return new([.. seeds], finished.Count - fitting.Count);
    }

    /// <summary>
    /// The trial as a study with this full budget sees it: one that was completed with less, or on another task, has not been evaluated fully here, so
    /// that it counts as one that was stopped and never as the best. One that lacks an outcome which the study constrains counts as failed.
    /// </summary>
    internal static SeedTrial Under(StudyDefinition study, SeedTrial trial)
    {
        if (trial is { State: TrialState.Completed or TrialState.Stopped, Reports: [.., { Metrics: var metrics }] }
            && study.Outcomes.FirstOrDefault(o => !double.IsFinite(metrics.GetValueOrDefault(o.Metric, double.NaN))) is { Metric: var unknown })
            return trial with { State = TrialState.Failed, Reason = $"It has no metric '{unknown}', which this study constrains." };
        if (trial.State != TrialState.Completed) return trial;
        if (study.Sampler.Method.HasOtherTasks) return trial with { State = TrialState.Stopped, Reason = trial.Reason ?? OtherTask };
        return trial.Budget >= study.MaximumBudget ? trial : trial with
        {
            State = TrialState.Stopped,
            Reason = trial.Reason ?? $"Evaluated with {trial.Budget:R} of {study.MaximumBudget:R} units.",
        };
    }

    /// <summary>
    /// Values of another dataset or another evaluator are no values of this study: its best trial and every model would be wrong, unless its sampler takes
    /// them for another task.
    /// </summary>
    private static string? WhyNotComparable(StudyDefinition source, StudyDefinition target)
    {
        string Differs(string what, string theirs, string own) =>
            $"Study '{source.Name}' cannot be begun with: its {what} is {theirs}, this study's is {own}, so that their values cannot be compared.";
        string Objectives(StudyDefinition study) =>
            string.Join(", ", study.Objectives.Select(o => $"{(o.Direction == Direction.Minimize ? "minimize" : "maximize")} {o.Metric}"));
        if (!source.Objectives.SequenceEqual(target.Objectives)) return Differs("objective", Objectives(source), Objectives(target));
        if (target.Sampler.Method.HasOtherTasks) return null;
        if (source.Dataset != target.Dataset) return Differs("dataset", source.Dataset ?? "none", target.Dataset ?? "none");
        if (source.Evaluator.Method.Key == target.Evaluator.Method.Key
            && (Equals(source.Evaluator.Options, target.Evaluator.Options) || Given(source) == Given(target))) return null;
        return Differs("evaluator", Given(source), Given(target));
    }

    private static string Given(StudyDefinition study) => study.Json["evaluator"]?.ToJsonString() ?? study.Evaluator.Method.Key;
}

/// <summary>What a study can take from another.</summary>
/// <param name="Trials">The trials that lie in its space.</param>
/// <param name="Outside">How many others do not and are left out.</param>
public sealed record StudySeeds(IReadOnlyList<SeedTrial> Trials, int Outside);
