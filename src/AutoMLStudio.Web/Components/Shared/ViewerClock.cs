namespace AutoMLStudio.Web.Components.Shared;

/// <summary>
/// The time where the person of a circuit is: the browser's zone, told once when the circuit starts, and a tick every half minute that ages on the page
/// follow. Before the browser has told, and where this machine does not know its zone, times are in UTC, and say so.
/// </summary>
internal sealed class ViewerClock(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);
    private ITimer? _timer;
    private EventHandler? _changed;

    /// <summary>Raised when the zone becomes known and when time has gone by; not on the circuit's dispatcher.</summary>
    public event EventHandler? Changed
    {
        add
        {
            _changed += value;
            // Started by the first listener, so that it ticks in the circuit's own language.
            _timer ??= time.CreateTimer(_ => _changed?.Invoke(this, EventArgs.Empty), null, Beat, Beat);
        }
        remove => _changed -= value;
    }

    /// <summary>The zone that times are shown in.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Now, in that zone.</summary>
    public DateTimeOffset Now => Local(time.GetUtcNow());

    /// <summary>A moment in that zone.</summary>
    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>Takes the zone that the browser names, for example <c>Asia/Seoul</c>.</summary>
    public void Use(string? name)
    {
        if (name is null || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return;
        Zone = zone;
        _changed?.Invoke(this, EventArgs.Empty);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}
