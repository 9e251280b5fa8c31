using AutoMLStudio.Web.Components.Models;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class ScriptedTests : PageTest
{
    private readonly SlowBrowser _browser = new();

    [Theory]
    [InlineData("import")]
    [InlineData("create")]
    public async Task What_a_module_makes_after_its_component_is_gone_is_disposed_all_the_same(string slow)
    {
        _browser.Slow = slow;
        Services.AddSingleton<IJSRuntime>(_browser);
        Render<NetworkDiagram>(p => p.Add(n => n.StudyId, 3));
        await _browser.Asked.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);

        await DisposeComponentsAsync();
        _browser.Answer.SetResult();

        await _browser.Released.Task.WaitAsync(TimeSpan.FromSeconds(10), Xunit.TestContext.Current.CancellationToken);
        _browser.Living.ShouldBe(0);
    }

    /// <summary>A browser that takes its time for one call; it is the module and what it makes as well.</summary>
    private sealed class SlowBrowser : IJSRuntime, IJSObjectReference
    {
        public string Slow { get; set; } = "";

        public int Living { get; private set; }

        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource Answer { get; } = new();

        public TaskCompletionSource Released { get; } = new();

        public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) => InvokeAsync<T>(identifier, CancellationToken.None, args);

        public async ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            if (identifier == Slow)
            {
                Asked.TrySetResult();
                await Answer.Task;
            }
            if (identifier == "create") Living++;
            if (identifier == "dispose") Living--;
            return identifier is "import" or "create" ? (T)(object)this : default!;
        }

        public ValueTask DisposeAsync()
        {
            if (Answer.Task.IsCompleted && Living == 0) Released.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
