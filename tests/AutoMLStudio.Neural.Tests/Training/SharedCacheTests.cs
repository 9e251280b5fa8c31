using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural.Tests.Training;

public class SharedCacheTests
{
    [Fact]
    public async Task Work_that_many_ask_for_is_done_once_and_waited_for_by_all()
    {
        var cache = new SharedCache<string, int>(2);
        var gate = new TaskCompletionSource();
        var made = 0;
        async Task<int> Make()
        {
            await gate.Task;
            return ++made;
        }
        using var impatient = new CancellationTokenSource();
        var cancelled = cache.GetAsync("a", Make, impatient.Token);
        var waiting = Enumerable.Range(0, 8).Select(_ => cache.GetAsync("a", Make, TestContext.Current.CancellationToken)).ToList();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        gate.SetResult();
        (await Task.WhenAll(waiting)).ShouldAllBe(v => v == 1);
    }

    [Fact]
    public async Task What_failed_is_tried_again_and_what_is_old_goes_first()
    {
        var cache = new SharedCache<string, int>(2);
        var made = 0;
        var ct = TestContext.Current.CancellationToken;
        await Should.ThrowAsync<InvalidOperationException>(() => cache.GetAsync("a", () => throw new InvalidOperationException(), ct));
        (await cache.GetAsync("a", () => Task.FromResult(++made), ct)).ShouldBe(1);
        (await cache.GetAsync("b", () => Task.FromResult(++made), ct)).ShouldBe(2);
        (await cache.GetAsync("a", () => Task.FromResult(++made), ct)).ShouldBe(1);
        (await cache.GetAsync("c", () => Task.FromResult(++made), ct)).ShouldBe(3);
        (await cache.GetAsync("a", () => Task.FromResult(++made), ct)).ShouldBe(1, "it was asked for since");
        (await cache.GetAsync("b", () => Task.FromResult(++made), ct)).ShouldBe(4, "it went for c");
    }
}
