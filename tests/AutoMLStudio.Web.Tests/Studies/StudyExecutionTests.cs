using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Tests.Studies;

[Collection(StudioCollection.Name)]
public sealed class StudyExecutionTests(StudioFixture studio)
{
    private const string Study = """
        name: resumed early
        evaluator: { type: function, function: forrester }
        sampler: random
        budget: { trials: 3 }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_study_that_is_queued_while_its_last_run_still_holds_it_runs_afterwards()
    {
        var id = await studio.Client.CreateAsync(Study, start: false);
        var held = await studio.Services.GetRequiredService<StudyLocks>().TryHoldAsync(id, Token);
        held.ShouldNotBeNull();
        await SetAsync(id, StudyState.Queued);
        var run = studio.Services.GetRequiredService<StudyExecution>().RunAsync(id, new(), null, Token);
        // The run began before this question and asks the same one first.
        (await studio.Services.GetRequiredService<StudyLocks>().TryHoldAsync(id, Token)).ShouldBeNull();
        run.IsCompleted.ShouldBeFalse();
        await held.DisposeAsync();
        (await run)!.State.ShouldBe(StudyState.Completed);
    }

    [Fact]
    public async Task A_study_that_runs_elsewhere_is_left_alone()
    {
        var id = await studio.Client.CreateAsync(Study, start: false);
        await using var held = await studio.Services.GetRequiredService<StudyLocks>().TryHoldAsync(id, Token);
        held.ShouldNotBeNull();
        await SetAsync(id, StudyState.Running);
        (await studio.Services.GetRequiredService<StudyExecution>().RunAsync(id, new(), null, Token)).ShouldBeNull();
        await SetAsync(id, StudyState.Stopped);
    }

    private async Task SetAsync(long id, StudyState state)
    {
        await using var context = studio.Database.NewContext();
        await context.Studies.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, state), Token);
    }
}
