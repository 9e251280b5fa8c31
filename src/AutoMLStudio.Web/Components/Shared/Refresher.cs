namespace AutoMLStudio.Web.Components.Shared;

/// <summary>
/// Brings a page up to date. Asked while it is at work, it works once more afterwards, however often it was asked: slow reads drop updates instead of
/// queuing them. Used on the circuit's own dispatcher only.
/// </summary>
internal sealed class Refresher(Func<CancellationToken, Task> work) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private bool _running;
    private bool _again;

    /// <summary>Completes when the page is up to date, or at once when that is under way already.</summary>
    public async Task RequestAsync()
    {
        _again = true;
        if (_running) return;
        _running = true;
        try
        {
            while (_again && !_end.IsCancellationRequested)
            {
                _again = false;
                await work(_end.Token);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _running = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }
}
