using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>Studies of the suites, and their runs from the beginning or from any prefix of a log.</summary>
internal static class Runs
{
    /// <summary>A study of a named space with a sampler and a scheduler of the catalogue, read from its study file.</summary>
    public static StudyDefinition Study(string space, string sampler = "random", string scheduler = "full", int trials = 14, ulong seed = 1,
        int parallelism = 1, double budget = 1)
    {
        var json = new JsonObject
        {
            ["name"] = $"{sampler} {scheduler} {space}",
            ["evaluator"] = new JsonObject { ["type"] = "command", ["command"] = "true" },
            ["space"] = Spaces.Space(space),
            ["sampler"] = JsonNode.Parse(Methods.Choice(sampler)),
            ["scheduler"] = JsonNode.Parse(Methods.Choice(scheduler)),
            ["budget"] = new JsonObject { ["trials"] = trials },
            ["seed"] = seed,
            ["parallelism"] = parallelism,
        };
        json["scheduler"]!["max_budget"] = budget;
        if (Spaces.Constraints(space) is { Count: > 0 } constraints) json["constraints"] = constraints;
        return StudyReader.Read(json, Methods.Catalog);
    }

    /// <summary>The events of a run that goes on after those of <paramref name="prefix"/>, these included.</summary>
    public static async Task<IReadOnlyList<StudyEvent>> RunAsync(StudyDefinition study, IEvaluator evaluator, IEnumerable<StudyEvent>? prefix = null)
    {
        var token = TestContext.Current.CancellationToken;
        var store = new MemoryStudyStore();
        if (prefix is not null) await store.AppendAsync(await store.ClaimAsync(1, token), [.. prefix], token);
        var context = study.Context();
        var runner = new StudyRunner(study, study.Sampler.Make<ISampler>(context), study.Scheduler.Make<IScheduler>(context), evaluator, store,
            new StoppedClock());
        await runner.RunAsync(await store.ClaimAsync(1, token), new StudyControl(), token);
        return await store.LoadAsync(1, 0, token);
    }

    /// <summary>What a run comes to, however often it was interrupted: what was tried with which budget, each trial's reports and its end.</summary>
    public static IReadOnlyList<string> Outcome(StudyDefinition study, IEnumerable<StudyEvent> events) =>
        [.. History.Of(study.Objectives, events).Trials.Select(Outcome)];

    private static string Outcome(Trial trial)
    {
        var reports = string.Join(' ', trial.Reports.Select(r => $"{r.Step:R}:{r.Metrics["value"]:R}"));
        var reason = trial.State == TrialState.Failed ? trial.Reason : "";
        return $"{trial.Number} {trial.Configuration} {trial.Budget:R} {trial.State} {reports} {reason}";
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}

/// <summary>
/// A smooth loss over the unit cube with its minimum inside, reached step by step: the value at step s of a budget b is above the last one by
/// (b/s − 1)/10. Trials of chosen numbers fail in one way or another.
/// </summary>
internal sealed class Bowl(SearchSpace space, Func<int, Ending>? endings = null) : IEvaluator
{
    public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var ending = endings?.Invoke(trial.Number) ?? Ending.Value;
        if (ending == Ending.Failure) throw new TrialFailedException("It was to fail.");
        if (ending == Ending.Exception) throw new InvalidOperationException("It broke.");
        var unit = space.Encode(trial.Configuration);
        var loss = unit.Select((u, i) => Math.Pow(u - 0.3 - 0.05 * i, 2)).Sum();
        for (var step = Math.Floor(trial.Step) + 1; step <= trial.Budget; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var value = ending == Ending.NaN && step == trial.Budget ? double.NaN : loss + (trial.Budget / step - 1) / 10;
            yield return new(step, new Dictionary<string, double> { ["value"] = value });
        }
    }
}

/// <summary>How a trial of <see cref="Bowl"/> ends.</summary>
internal enum Ending
{
    Value,
    Failure,
    Exception,
    NaN,
}
