using System.Text;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Browser.Tests;

/// <summary>Studies that several tests look at.</summary>
internal static class Samples
{
    /// <summary>The identity of a finished study of six trials with a long name, by a sampler with a model.</summary>
    public static async Task<long> StudyAsync(StudioFixture studio)
    {
        var token = TestContext.Current.CancellationToken;
        var queries = studio.Services.GetRequiredService<IStudyQueries>();
        if ((await queries.ListAsync(token)).FirstOrDefault(s => s.Finished == 6) is { } known) return known.Id;
        var name = new StringBuilder().Insert(0, "a-rather-long-name-", 5);
        return await RunAsync(studio, $$"""
            name: {{name}}
            evaluator: { type: function, function: hartmann6 }
            sampler: { type: gp, initial_trials: 4 }
            budget: { trials: 6 }
            """);
    }

    /// <summary>The identity of a finished study of two objectives.</summary>
    public static async Task<long> FrontAsync(StudioFixture studio)
    {
        var known = (await studio.Services.GetRequiredService<IStudyQueries>().ListAsync(TestContext.Current.CancellationToken))
            .FirstOrDefault(s => s is { Objectives.Count: 2, Finished: 7 });
        return known?.Id ?? await RunAsync(studio, """
            name: two objectives
            objective: [{ metric: value, direction: minimize }, { metric: exact, direction: maximize }]
            evaluator: { type: function, function: branin, noise: 20 }
            sampler: random
            budget: { trials: 7 }
            """);
    }

    private static async Task<long> RunAsync(StudioFixture studio, string file)
    {
        var token = TestContext.Current.CancellationToken;
        var commands = studio.Services.GetRequiredService<IStudyCommands>();
        var queries = studio.Services.GetRequiredService<IStudyQueries>();
        var id = await commands.CreateAsync(file, start: true, token);
        var done = new TaskCompletionSource();
        using var subscription = studio.Services.GetRequiredService<StudyFeed>().Subscribe(id, async _ =>
        {
            if ((await queries.FindAsync(id, token))!.Summary.State == StudyState.Completed) done.TrySetResult();
        });
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), token);
        return id;
    }
}
