using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Architectures.Recurrent;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Benchmarks.Networks.Sharing;

/// <summary>
/// Recurrent cells that searches by shared weights find on a text, against an LSTM of as many parameters, all trained in the same way to say the next
/// character: bits per character on the text's end, which decides nothing in a search.
/// </summary>
internal static class RecurrentQuality
{
    private const int Characters = 200_000;
    private const int Length = 32;
    private const int Features = 64;
    private const int Nodes = 8;
    private const int SearchEpochs = 15;
    private const int Epochs = 15;

    private static readonly string Cell =
        $$"""{ "cell": { "type": "architecture", "space": "recurrent", "nodes": {{Nodes}}, "features": {{Features}} } }""";

    /// <summary>The methods of the searches, and as a third cell one drawn at random.</summary>
    private static readonly (string Name, string Sampler, int Trials)[] Methods =
    [
        ("DARTS", $$"""{ "type": "darts", "epochs": {{SearchEpochs}}, "batch_size": 64 }""", 2),
        ("ENAS", $$"""{ "type": "enas", "epochs": {{SearchEpochs}}, "batch_size": 64 }""", 2),
        ("random", "\"random\"", 1),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("recurrent",
            $"Recurrent cells of {Features} features found on {Characters:N0} characters of Shakespeare against an LSTM of as many parameters.",
            RunAsync, 3),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NativeMemory.TuneAllocator();
        NativeThreads.WaitAsleep();
        var folder = Directory.CreateTempSubdirectory("studio-recurrent-").FullName;
        try
        {
            var text = Path.Combine(folder, "shakespeare.txt");
            var whole = await File.ReadAllTextAsync(SharedFiles.Find("text/tinyshakespeare.txt"), cancellationToken);
            await File.WriteAllTextAsync(text, whole[..Characters], cancellationToken);
            var (width, parameters) = await WidthAsync(text, cancellationToken);
            var lstm = (Name: "LSTM", Sampler: "\"random\"", Trials: 1);
            var results = new ConcurrentDictionary<(string Name, int Seed), History>();
            var jobs = Enumerable.Range(1, seeds).SelectMany(seed => Methods.Append(lstm).Select(m => (Method: m, Seed: seed)));
            var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
            await Parallel.ForEachAsync(jobs, options, async (job, token) =>
            {
                var space = job.Method == lstm ? $$"""{ "width": { "type": "categorical", "choices": [{{width}}] } }""" : Cell;
                var json = Study(text, job.Seed, job.Method.Sampler, job.Method.Trials, space);
                var history = results[(job.Method.Name, job.Seed)] =
                    await HeadlessStudy.RunAsync(json, Path.Combine(folder, $"{job.Method.Name}-{job.Seed}"), token);
                finished($"{job.Method.Name}, seed {job.Seed}: {Bits(history):F3} bits a character");
            });
            foreach (var row in Rows(seeds, parameters, (name, seed) => results[(name, seed)])) yield return row;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<BenchmarkRow> Rows(int seeds, long parameters, Func<string, int, History> of)
    {
        var numbers = Enumerable.Range(1, seeds).ToList();
        var lstm = numbers.Select(s => Bits(of("LSTM", s))).ToList();
        yield return new($"LSTM, {parameters:N0} parameters", "bits a character", lstm);
        foreach (var (name, _, trials) in Methods)
        {
            var own = numbers.Select(s => Bits(of(name, s))).ToList();
            var size = Parameters(of(name, 1));
            yield return new($"{name} cell, {size:N0} parameters", "bits a character", own);
            var above = own.Zip(lstm, (cell, other) => cell - other).ToList();
            // Only what is found is meant to be no worse; the random cell is there to compare with.
            yield return new($"{name} cell, above the LSTM", "bits a character", above, trials > 1 ? 0 : null) { ByMean = true };
            if (trials > 1) yield return new($"{name}, search", "s", [.. numbers.Select(s => of(name, s).Trials[0].Reports.Sum(r => r.Seconds))]);
        }
    }

    private static double Bits(History history) => history.Completed.Last().Reports[^1].Metrics[Metrics.ValidationLoss] / Math.Log(2);

    private static double Parameters(History history) => history.Completed.Last().Reports[^1].Metrics[Metrics.Parameters];

    /// <summary>The width of the LSTM whose parameters come nearest to those of the cells, which all have equally many.</summary>
    private static async Task<(int Width, long Parameters)> WidthAsync(string text, CancellationToken cancellationToken)
    {
        var data = await DatasetCatalog.LoadAsync(
            text, new DatasetOptions { Text = TextTokens.Characters, Length = Length }, cancellationToken: cancellationToken);
        var tokens = data.Vocabulary.Count;
        var task = new NetworkTask(new TensorShape(Length), new NetworkOutput(OutputKind.Tokens, tokens), null, Tokens: tokens);
        var space = new RecurrentSpace(new RecurrentOptions { Nodes = Nodes, Features = Features });
        var wanted = space.Build(space.Sample(Rng.For(1)), task).ParameterCount;
        return Enumerable.Range(8, 504).Select(w => (Width: w, Parameters: Lstm(w, task).ParameterCount)).MinBy(w => Math.Abs(w.Parameters - wanted));
    }

    private static NetworkGraph Lstm(int width, NetworkTask task)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var x = graph.Add("lstm", new Lstm(width), graph.Add("embed", new Embedding(task.Tokens, width), NetworkGraph.InputId));
        return graph.Build(graph.Add("head", new Linear(task.Output.Size), x));
    }

    private static string Study(string text, int seed, string sampler, int trials, string space) => $$"""
        {
          "name": "recurrent", "dataset": "{{text.Replace("\\", "/", StringComparison.Ordinal)}}", "seed": {{seed}}, "sampler": {{sampler}},
          "budget": { "trials": {{trials}} }, "space": {{space}},
          "evaluator": { "type": "network", "text": "characters", "length": {{Length}}, "layers": 1, "epochs": {{Epochs}}, "optimizer": "adam",
            "learning_rate": 0.003, "clip_norm": 1, "dropout": 0, "batch_size": 64, "validation_fraction": 0.2, "test_fraction": 0, "threads": 1 }
        }
        """;
}
