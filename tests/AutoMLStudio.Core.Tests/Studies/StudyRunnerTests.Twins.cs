using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Studies;

/// <summary>The evaluators, samplers, schedulers and the clock that the runner is tested with.</summary>
public sealed partial class StudyRunnerTests
{
    /// <summary>Step after step the value that a function gives.</summary>
    private sealed class Stepwise(Func<Trial, double, Task<double>> value) : IEvaluator
    {
        public static readonly AsyncLocal<CancellationToken> Cancelled = new();

        public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var step = trial.Step + 1; step <= trial.Budget; step++)
            {
                Cancelled.Value = cancellationToken;
                yield return new(step, new Dictionary<string, double> { ["value"] = await value(trial, step) });
            }
        }
    }

    private sealed class Repeating : IEvaluator
    {
        public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            var value = 0;
            foreach (var step in new[] { 1, 1, 2, 3 }) yield return new(step, new Dictionary<string, double> { ["value"] = ++value });
        }
    }

    private sealed class Broken(Exception exception) : ISampler
    {
        public Configuration? Suggest(SearchSpace space, History history, Rng rng) => throw exception;
    }

    /// <summary>Pauses every trial at its first report and then ends it.</summary>
    private sealed class Halfway : IScheduler
    {
        public Decision Next(History history, Func<History, Configuration?> suggest) =>
            history.Trials.FirstOrDefault(t => t.State == TrialState.Paused) is { } paused ? new Decision.End(paused.Number, "Enough.")
                : suggest(history) is { } configuration ? new Decision.Start(configuration, 2)
                : new Decision.Done("None left.");

        public Verdict Judge(Trial trial, History history) => new(VerdictAction.Pause, "Halfway.");
    }

    /// <summary>Pauses every trial after a step and resumes it at once.</summary>
    private sealed class Halves : IScheduler
    {
        public Decision Next(History history, Func<History, Configuration?> suggest) =>
            history.Trials.FirstOrDefault(t => t.State == TrialState.Paused) is { } paused ? new Decision.Resume(paused.Number, 2)
                : suggest(history) is { } configuration ? new Decision.Start(configuration, 1)
                : new Decision.Done("None left.");

        public Verdict Judge(Trial trial, History history) => trial.Budget == 1 ? new(VerdictAction.Pause, "Halfway.") : Verdict.Continue;
    }

    /// <summary>Takes a while to end after its only report, which may be no number.</summary>
    private sealed class Lingering(bool fails) : IEvaluator
    {
        private int _active;
        private int _begun;
        private int _overlaps;

        public int Begun => _begun;

        public int Overlaps => _overlaps;

        public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _begun);
            if (Interlocked.Increment(ref _active) > 1) Interlocked.Increment(ref _overlaps);
            try
            {
                await Task.Yield();
                yield return new(trial.Budget, new Dictionary<string, double> { ["value"] = fails ? double.NaN : 1 });
            }
            finally
            {
                for (var i = 0; i < 100; i++) await Task.Yield();
                Interlocked.Decrement(ref _active);
            }
        }
    }

    private sealed class Waiting : IScheduler
    {
        public Decision Next(History history, Func<History, Configuration?> suggest) => new Decision.Wait();

        public Verdict Judge(Trial trial, History history) => Verdict.Continue;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
