using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class RefresherTests
{
    [Fact]
    public async Task Asked_while_at_work_it_works_once_more_however_often_it_was_asked()
    {
        var runs = 0;
        var gate = new TaskCompletionSource();
        using var refresher = new Refresher(async _ =>
        {
            runs++;
            await gate.Task;
        });
        var first = refresher.RequestAsync();
        for (var i = 0; i < 5; i++) await refresher.RequestAsync();
        gate.SetResult();
        await first;
        runs.ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_does_not_end_it()
    {
        var runs = 0;
        using var refresher = new Refresher(_ => ++runs == 1 ? throw new InvalidOperationException() : Task.CompletedTask);
        await Should.ThrowAsync<InvalidOperationException>(refresher.RequestAsync);
        await refresher.RequestAsync();
        runs.ShouldBe(2);
    }

    [Fact]
    public async Task Disposed_it_cancels_what_is_under_way()
    {
        var refresher = new Refresher(cancel => Task.Delay(Timeout.Infinite, cancel));
        var run = refresher.RequestAsync();
        refresher.Dispose();
        await run;
    }
}
