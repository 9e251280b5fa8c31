using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>
/// A method that learns has to be better than one that does not: losses after the same number of trials, by the one-sided rank test of Mann and
/// Whitney.
/// </summary>
public sealed class BeatsRandom
{
    private const int Seeds = 10;
    private const int Trials = 30;

    [Theory]
    [InlineData("gp", "branin")]
    [InlineData("gp", "hartmann3")]
    public async Task A_method_that_learns_is_better_than_random_search(string sampler, string function)
    {
        var (learned, random) = (await Losses(sampler, function), await Losses("random", function));
        // Pairs in which the learned loss is the smaller one; without any difference, half of all, normally distributed.
        var wins = learned.Sum(l => random.Sum(r => l < r ? 1.0 : l > r ? 0 : 0.5));
        var z = (wins - Seeds * Seeds / 2.0) / Math.Sqrt(Seeds * Seeds * (2 * Seeds + 1) / 12.0);
        Normal.Cumulative(-z).ShouldBeLessThan(0.01, $"{sampler}: {string.Join(", ", learned)}; random: {string.Join(", ", random)}");
    }

    private static async Task<List<double>> Losses(string sampler, string function)
    {
        var losses = new List<double>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var study = StudyReader.Read(
                JsonNode.Parse($$"""
                    {"name": "beats random", "evaluator": {"type": "function", "function": "{{function}}"}, "sampler": "{{sampler}}",
                     "budget": {"trials": {{Trials}}}, "seed": {{seed}}}
                    """),
                Methods.Catalog);
            losses.Add(History.Of(study.Objectives, await Runs.RunAsync(study, study.MakeEvaluator(study.Context()))).Best!.Loss!.Value);
        }
        return losses;
    }
}
