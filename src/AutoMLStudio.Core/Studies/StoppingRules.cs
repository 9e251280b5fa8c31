using System.Text.Json;
using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Core.Studies;

/// <summary>
/// The stopping rules of a study at work: each looks once at every number of completed trials, and what it measures goes into the log.
/// </summary>
internal sealed class StoppingRules(StudyDefinition definition)
{
    /// <summary>Path of the rules' streams; those of trials are numbered from 0.</summary>
    private const long SeedPath = -2;

    private readonly (string Key, string Title, IStoppingRule Rule)[] _rules =
        [.. (definition.Budget.Rules ?? []).Select(c => (c.Method.Key, c.Method.Title, c.Make<IStoppingRule>(definition.Context())))];

    private int _seen = -1;
    private string? _reached;

    /// <summary>Why the study may end, in words for the person; null when no rule says so.</summary>
    /// <param name="history">Everything that is known.</param>
    /// <param name="emit">Takes what is measured into the log.</param>
    public string? Look(History history, Action<StudyEvent> emit)
    {
        if (_rules.Length == 0) return null;
        var completed = history.Completed.Count();
        if (completed == _seen) return _reached;
        (_seen, _reached) = (completed, null);
        foreach (var (key, title, rule) in _rules)
        {
            if (rule.Measure(definition.Space, history, Rng.For(definition.Seed, SeedPath, completed)) is not { } measure) continue;
            emit(new SnapshotTaken(key, null, JsonSerializer.SerializeToElement(measure, StudyJson.Options)));
            if (measure.IsReached)
                _reached ??= $"{title}: {measure.Bound:G3} after {measure.Trials} trials, not above {measure.Threshold:G3} ({measure.Basis}).";
        }
        return _reached;
    }
}
