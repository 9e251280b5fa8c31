using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Charts;

/// <summary>
/// A chart drawn by an ES module in the browser. The circuit only tells it "the study is at sequence N"; the module fetches what changed over HTTP
/// and draws itself, so no data passes through the circuit.
/// </summary>
public abstract class Chart : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? _module;
    private long _told;

    /// <summary>The study.</summary>
    [Parameter, EditorRequired] public long StudyId { get; set; }

    /// <summary>Sequence number of the study's last event.</summary>
    [Parameter, EditorRequired] public long Sequence { get; set; }

    [Inject] private IJSRuntime Script { get; set; } = null!;

    /// <summary>The chart in the browser; null until it is drawn first.</summary>
    protected IJSObjectReference? Drawn { get; private set; }

    /// <summary>Address of the module.</summary>
    protected abstract string ModulePath { get; }

    /// <summary>What the module's <c>create</c> is given.</summary>
    protected abstract object?[] Arguments { get; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _told = Sequence;
            _module = await Script.InvokeAsync<IJSObjectReference>("import", ModulePath);
            Drawn = await _module.InvokeAsync<IJSObjectReference>("create", Arguments);
        }
        if (Drawn is null || _told == Sequence) return;
        _told = Sequence;
        await Drawn.InvokeVoidAsync("update", Sequence);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            if (Drawn is not null)
            {
                await Drawn.InvokeVoidAsync("dispose");
                await Drawn.DisposeAsync();
            }
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the chart with it.
        }
    }
}
