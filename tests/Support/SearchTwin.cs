using System.Globalization;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Tests.Support;

/// <summary>
/// Stands in for a search by shared weights: writes the events of one into a study that nobody runs, as the runner would, with weights that move to an
/// architecture, and the trials that train what was found.
/// </summary>
public static class SearchTwin
{
    /// <summary>A search over the cells of [Liu2019] whose normal cell ends with so many skip connections, and the training of what it found.</summary>
    /// <param name="services">Services of the studio.</param>
    /// <param name="study">A study of the space <c>cell</c> with the operations <c>darts</c> and four nodes, not started.</param>
    /// <param name="epochs">Epochs of the search.</param>
    /// <param name="skips">Skip connections in the normal cell that is found, 0 to 8.</param>
    /// <param name="found">Architectures found, each of them trained; at most four.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task WriteAsync(
        IServiceProvider services, long study, int epochs, int skips, int found, CancellationToken cancellationToken)
    {
        var definition = StudyReader.Reread(
            (await services.GetRequiredService<IStudyQueries>().FindAsync(study, cancellationToken))!.Definition, StudioCatalog.All);
        var parameter = definition.Space.Declared.OfType<ArchitectureParameter>().Single();
        var plan = new CellTwin(skips);
        var architectures = Enumerable.Range(0, found).Select(i => new FoundArchitecture(new("cell", plan.Genotype(i)), 0.93 - 0.02 * i)).ToList();
        var events = new List<StudyEvent> { new TrialStarted(0, Configuration.ForSearch(0, epochs), epochs) };
        for (var epoch = 1; epoch <= epochs; epoch++) events.Add(new TrialReported(0, plan.Report(epoch, epochs, architectures)));
        events.Add(new TrialEnded(0, TrialState.Completed, null));
        for (var i = 0; i < found; i++) events.AddRange(Training(1 + i, definition, parameter, architectures[i]));
        await AppendAsync(services, study, events, cancellationToken);
    }

    private static IEnumerable<StudyEvent> Training(int number, StudyDefinition definition, ArchitectureParameter parameter, FoundArchitecture found)
    {
        yield return new TrialStarted(number, definition.Space.ConfigurationOf(parameter.Name, found.Architecture), definition.MaximumBudget);
        for (var epoch = 1; epoch <= definition.MaximumBudget; epoch++)
        {
            var accuracy = (found.Score ?? 0) + 0.03 + 0.01 * Rng.For(7, number).NextDouble() - 0.5 / epoch;
            yield return new TrialReported(number, new(epoch, new Dictionary<string, double>
            {
                ["train_loss"] = 2.0 / epoch, ["validation_loss"] = 1 - accuracy, ["validation_accuracy"] = accuracy,
                ["parameters"] = 6_200 + 310 * number, ["multiply_adds"] = 412_000 + 9_000 * number, ["net_score"] = 61.5 - number,
            }, 1.5));
        }
        yield return new TrialEnded(number, TrialState.Completed, null);
    }

    private static async Task AppendAsync(IServiceProvider services, long study, IEnumerable<StudyEvent> events, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IStudyStore>();
        var lease = await store.ClaimAsync(study, cancellationToken);
        var known = await store.LoadAsync(study, 0, cancellationToken);
        var begun = new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
        await store.AppendAsync(
            lease, [.. events.Select((e, i) => e with { Sequence = known.Count + i + 1, At = begun.AddSeconds(4 * i) })], cancellationToken);
        services.GetRequiredService<StudyFeed>().Publish(new(study, known.Count + events.Count()));
    }

    /// <summary>The supernet of two cells of four nodes with seven operations and <c>none</c> on each of fourteen edges.</summary>
    private sealed class CellTwin(int skips)
    {
        private const int Nodes = 4;

        private static readonly string[] Operations =
            ["none", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"];

        private static readonly int[] Sources = [0, 1, 0, 2, 1, 2, 0, 3]; // of the two edges of each node

        public string Genotype(int variant) =>
            $"Genotype({Cell("normal", variant)}, normal_concat=[2, 3, 4, 5], {Cell("reduce", variant)}, reduce_concat=[2, 3, 4, 5])";

        public Report Report(int epoch, int epochs, IReadOnlyList<FoundArchitecture> found)
        {
            var share = (double)(epoch - 1) / Math.Max(1, epochs - 1);
            var slots = new[] { "normal", "reduce" }.SelectMany(group => Edges().Select(e => Slot(group, e.From, e.To, share))).ToList();
            var entropy = slots.Average(s => -s.Weights.Where(w => w > 0).Sum(w => w * Math.Log(w)));
            return new(epoch, new Dictionary<string, double>
            {
                ["train_loss"] = 2.3 * Math.Exp(-2.2 * share) + 0.1, ["validation_loss"] = 2.2 * Math.Exp(-1.9 * share) + 0.2,
                ["architecture_loss"] = 2.2 * Math.Exp(-1.9 * share) + 0.25, ["validation_accuracy"] = 0.1 + 0.8 * (1 - Math.Exp(-3 * share)),
                ["architecture_entropy"] = entropy, ["skip_connections"] = Math.Round(skips * share), ["largest_eigenvalue"] = 0.1 + 0.35 * share * share,
            }, 4, new([.. found.Select(f => f with { Score = (f.Score ?? 0) * (0.3 + 0.7 * share) })], slots));
        }

        private static IEnumerable<(int From, int To)> Edges() =>
            Enumerable.Range(2, Nodes).SelectMany(to => Enumerable.Range(0, to).Select(from => (from, to)));

        private SlotWeights Slot(string group, int from, int to, double share)
        {
            var rng = Rng.For(3, group.Length, 10 * from + to);
            var chosen = Enumerable.Range(2 * (to - 2), 2).Where(e => Sources[e] == from).Select(e => Operation(group, e, 0)).ToList();
            double Score(string operation) => chosen.Contains(operation) ? 2.6
                : 1.2 * rng.NextDouble() + (chosen.Count == 0 && operation == "none" ? 1.5 : 0);
            var scores = Operations.Select(o => share * Score(o)).ToList();
            var sum = scores.Sum(Math.Exp);
            var name = string.Create(CultureInfo.InvariantCulture, $"{from}→{to}");
            return new(group, name, from, to, Operations, [.. scores.Select(s => Math.Exp(s) / sum)]);
        }

        private string Cell(string group, int variant) =>
            $"{group}=[{string.Join(", ", Sources.Select((from, edge) => $"('{Operation(group, edge, variant)}', {from})"))}]";

        private string Operation(string group, int edge, int variant) =>
            group == "normal" && edge < skips ? "skip_connect"
            : group == "reduce" && edge < 5 ? "max_pool_3x3" : Operations[4 + (edge + variant + (group == "reduce" ? 1 : 0)) % 4];
    }
}
