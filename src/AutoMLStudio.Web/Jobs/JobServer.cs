using AutoMLStudio.Web.Operations;
using Hangfire;
using Hangfire.Server;
using Hangfire.States;

namespace AutoMLStudio.Web.Jobs;

/// <summary>
/// A server of jobs in this process: takes jobs from its queues, several at a time, unless it is drained. Hangfire's own hosted server can only be
/// stopped, which cancels what it does; this one is told apart between taking and doing.
/// </summary>
/// <param name="queues">The queues it takes from.</param>
/// <param name="workers">Jobs it does at the same time.</param>
/// <param name="storage">Where jobs are.</param>
/// <param name="activator">Makes the objects that do them.</param>
/// <param name="drains">Says when it is drained.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what goes wrong.</param>
internal sealed class JobServer(
    string[] queues, int workers, JobStorage storage, JobActivator activator, Drains drains, TimeProvider time, ILogger<JobServer> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var gate = new JobGate();
        var performer = new BackgroundJobPerformer(Hangfire.Common.JobFilterProviders.Providers, activator, TaskScheduler.Default);
        using var server = new BackgroundProcessingServer(
            storage,
            Enumerable.Range(0, workers).Select(IBackgroundProcess (_) => new GatedWorker(gate, new(queues, performer, new BackgroundJobStateChanger()))),
            new Dictionary<string, object>(StringComparer.Ordinal) { ["Queues"] = queues, ["WorkerCount"] = workers },
            new() { ShutdownTimeout = TimeSpan.FromSeconds(15) });
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) Follow(gate);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            server.SendStop();
            await server.WaitForShutdownAsync(CancellationToken.None);
            if (gate.IsClosed) drains.Forget(gate.ServerId!);
        }
    }

    private void Follow(JobGate gate)
    {
        if (gate.ServerId is not { } id) return;
        try
        {
            var asked = drains.Of(id);
            if (asked == DrainState.Open)
            {
                gate.Open();
                return;
            }
            gate.Close();
            if (asked == DrainState.Asked) drains.Confirm(id);
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "Whether this server is drained could not be asked; it goes on as it was.");
        }
    }
}

/// <summary>Hangfire's worker, which fetches nothing while the gate is closed. What it has fetched it does to the end.</summary>
internal sealed class GatedWorker(JobGate gate, Worker worker) : IBackgroundProcess
{
    /// <inheritdoc/>
    public void Execute(BackgroundProcessContext context)
    {
        gate.ServerId = context.ServerId;
        using var fetching = CancellationTokenSource.CreateLinkedTokenSource(gate.WaitUntilOpen(context.StoppingToken), context.StoppingToken);
        var properties = context.Properties.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        try
        {
            // The first token ends the fetching, the others the doing: only the first hears of a drain.
            worker.Execute(new(
                context.ServerId, context.Storage, properties, context.ExecutionId, fetching.Token, context.StoppedToken, context.ShutdownToken));
        }
        catch (OperationCanceledException) when (fetching.IsCancellationRequested && !context.StoppingToken.IsCancellationRequested)
        {
            // Drained while it waited for a job.
        }
    }
}

/// <summary>Lets workers fetch jobs, or holds them back.</summary>
internal sealed class JobGate : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private CancellationTokenSource _closing = new();
    private volatile string? _serverId;

    /// <summary>The server behind the gate, once it is known.</summary>
    public string? ServerId
    {
        get => _serverId;
        set => _serverId = value;
    }

    /// <summary>True while workers are held back.</summary>
    public bool IsClosed => !_open.IsSet;

    /// <summary>Holds workers back; those that wait for a job come away from it.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (IsClosed) return;
            _open.Reset();
            _closing.Cancel();
        }
    }

    /// <summary>Lets workers fetch again.</summary>
    public void Open()
    {
        lock (_lock)
        {
            if (!IsClosed) return;
            _closing = new();
            _open.Set();
        }
    }

    /// <summary>Waits, and gives a token that hears of the next closing.</summary>
    public CancellationToken WaitUntilOpen(CancellationToken cancellationToken)
    {
        _open.Wait(cancellationToken);
        lock (_lock) return _closing.Token;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open.Dispose();
        _closing.Dispose();
    }
}
