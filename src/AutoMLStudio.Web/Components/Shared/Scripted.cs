using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Shared;

/// <summary>
/// A component that an ES module fills in the browser: the module's <c>create</c> is called once there is something to fill, and <c>dispose</c> of what
/// it made when the component goes, also when that is before the browser has answered.
/// </summary>
public abstract class Scripted : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? _module;
    private bool _begun;
    private bool _disposed;

    /// <summary>What the module made in the browser; null until it has.</summary>
    protected IJSObjectReference? Drawn { get; private set; }

    /// <summary>Address of the module.</summary>
    protected abstract string ModulePath { get; }

    /// <summary>What the module's <c>create</c> is given.</summary>
    protected abstract object?[] Arguments { get; }

    /// <summary>True when there is something to fill.</summary>
    protected virtual bool IsReady => true;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _disposed = true;
        await ReleaseAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_begun || !IsReady) return;
        _begun = true;
        var module = _module = await Script.InvokeAsync<IJSObjectReference>("import", ModulePath);
        if (!_disposed) Drawn = await module.InvokeAsync<IJSObjectReference>("create", Arguments);
        // Gone while the browser was at it: nobody else would tell it.
        if (_disposed) await ReleaseAsync();
    }

    private async Task ReleaseAsync()
    {
        var (drawn, module) = (Drawn, _module);
        (Drawn, _module) = (null, null);
        try
        {
            if (drawn is not null)
            {
                await drawn.InvokeVoidAsync("dispose");
                await drawn.DisposeAsync();
            }
            if (module is not null) await module.DisposeAsync();
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and what was in it; calls under way are then cancelled.
        }
    }
}
