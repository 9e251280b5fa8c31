using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Benchmarks.Ui;

/// <summary>
/// A study whose trials are written by the benchmark itself, as fast or as steadily as it wants, through the store that every study is written by.
/// </summary>
internal sealed class SeededStudy
{
    private const int BatchSize = 10_000;
    private readonly IStudyStore _store;
    private readonly StudyLease _lease;
    private readonly SearchSpace _space;
    private readonly TimeProvider _time;
    private long _sequence;
    private int _trials;

    private SeededStudy(long id, IStudyStore store, StudyLease lease, SearchSpace space, TimeProvider time) =>
        (Id, _store, _lease, _space, _time) = (id, store, lease, space, time);

    /// <summary>Its identity.</summary>
    public long Id { get; }

    /// <summary>Makes a study of six parameters with this many completed trials of this many reports each.</summary>
    public static async Task<SeededStudy> CreateAsync(IServiceProvider services, int trials, int reports, CancellationToken cancellationToken)
    {
        var file = $$"""
            name: {{trials}} trials of {{reports}} reports
            objective: { metric: accuracy, direction: maximize }
            evaluator: { type: command, command: "true" }
            space:
              learning_rate: { type: float, low: 1.0e-5, high: 1.0e-1, log: true }
              layers: { type: int, low: 1, high: 8 }
              dropout: { type: float, low: 0, high: 0.7 }
              optimizer: { type: categorical, choices: [sgd, adam, rmsprop] }
              momentum: { type: float, low: 0, high: 0.99, when: { optimizer: sgd } }
              width: { type: int, low: 16, high: 512, log: true }
            sampler: random
            budget: { trials: 200000 }
            """;
        var id = await services.GetRequiredService<IStudyCommands>().CreateAsync(file, start: false, cancellationToken);
        var store = services.GetRequiredService<IStudyStore>();
        var detail = (await services.GetRequiredService<IStudyQueries>().FindAsync(id, cancellationToken))!;
        var space = StudyReader.Reread(detail.Definition, services.GetRequiredService<Core.Catalog>()).Space;
        var lease = await store.ClaimAsync(id, cancellationToken);
        var study = new SeededStudy(id, store, lease, space, services.GetRequiredService<TimeProvider>());
        var batch = new List<StudyEvent>();
        for (var i = 0; i < trials; i++)
        {
            batch.AddRange(study.Next(reports));
            if (batch.Count < BatchSize && i + 1 < trials) continue;
            await store.AppendAsync(lease, batch, cancellationToken);
            batch.Clear();
        }
        return study;
    }

    /// <summary>
    /// One more trial, from its start to its end. Gives the sequence number of its end, and the moment, in milliseconds since 1970, at which it ended.
    /// </summary>
    public async Task<(long Sequence, double Ended)> AddAsync(CancellationToken cancellationToken)
    {
        var events = Next(reports: 1).ToList();
        var ended = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        await _store.AppendAsync(_lease, events, cancellationToken);
        return (events[^1].Sequence, ended);
    }

    private IEnumerable<StudyEvent> Next(int reports)
    {
        var rng = Rng.For(1, _trials);
        var configuration = _space.Sample(rng);
        var best = 0.5 + 0.45 * rng.NextDouble() * (1 - Math.Abs(Math.Log10(configuration["learning_rate"].Number) + 3) / 4);
        var number = _trials++;
        yield return new TrialStarted(number, configuration, reports) { Sequence = ++_sequence, At = _time.GetUtcNow() };
        for (var step = 1; step <= reports; step++)
        {
            var accuracy = best * (1 - Math.Exp(-4.0 * step / reports));
            var metrics = new Dictionary<string, double> { ["accuracy"] = accuracy, ["loss"] = 1 - accuracy };
            yield return new TrialReported(number, new(step, metrics, 0.5)) { Sequence = ++_sequence, At = _time.GetUtcNow() };
        }
        yield return new TrialEnded(number, TrialState.Completed, null) { Sequence = ++_sequence, At = _time.GetUtcNow() };
    }
}
