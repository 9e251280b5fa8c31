using AutoMLStudio.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Charts;

/// <summary>
/// A chart drawn by an ES module in the browser. The circuit only tells it "the study is at sequence N"; the module fetches what changed over HTTP
/// and draws itself, so no data passes through the circuit.
/// </summary>
public abstract class Chart : Scripted
{
    private long _told;

    /// <summary>The study.</summary>
    [Parameter, EditorRequired] public long StudyId { get; set; }

    /// <summary>Sequence number of the study's last event: when it grows, the chart looks again.</summary>
    [Parameter] public long Sequence { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) _told = Sequence;
        await base.OnAfterRenderAsync(firstRender);
        if (Drawn is null || _told == Sequence) return;
        _told = Sequence;
        await Drawn.InvokeVoidAsync("update", Sequence);
    }
}
