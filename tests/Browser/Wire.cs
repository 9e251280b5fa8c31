using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AutoMLStudio.Browser.Tests;

/// <summary>A wire between the browser and a studio that a test can cut, mend, and lead elsewhere.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly Task _accepting;
    private volatile bool _isCut;
    private volatile int _port;

    /// <summary>A wire to the studio at this address.</summary>
    public Wire(string address)
    {
        LeadTo(address);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The browser's end.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Ends every connection and refuses new ones.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var (client, _) in _open) client.Close();
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend() => _isCut = false;

    /// <summary>Leads new connections to another studio.</summary>
    public void LeadTo(string address) => _port = new Uri(address).Port;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        // Before the listener stops: a connection that came just then lets it be asked for another.
        await _accepting;
        _listener.Stop();
        Cut();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient browser)
    {
        using var studio = new TcpClient();
        try
        {
            if (_isCut) return;
            await studio.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
            _open[browser] = 0;
            await Task.WhenAny(CopyAsync(browser, studio), CopyAsync(studio, browser));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut.
        }
        finally
        {
            _open.TryRemove(browser, out _);
            browser.Dispose();
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), _end.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut.
        }
    }
}
