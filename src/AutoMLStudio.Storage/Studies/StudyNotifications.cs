using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AutoMLStudio.Core.Studies;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace AutoMLStudio.Storage.Studies;

/// <summary>
/// Tells processes that share the database of new events and of people's requests, by NOTIFY. A notification may be lost; therefore every reader is
/// also offered what the rows say once a second.
/// </summary>
/// <remarks>
/// NOTIFY takes a lock on the whole database cluster at commit, so it is kept out of the events' transactions and sent at most four times a second.
/// </remarks>
public sealed class StudyNotifications(NpgsqlDataSource source, TimeProvider time, ILogger<StudyNotifications> logger) : IAsyncDisposable
{
    private const string Events = "studio_events";
    private const string Requests = "studio_requests";
    private const string TrialRequests = "studio_trial_requests";
    private static readonly TimeSpan SendInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<SignalWatcher, byte> _watchers = new();
    private readonly ConcurrentDictionary<long, long> _outbox = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _started;

    /// <summary>Completes when notifications of other processes are heard for the first time.</summary>
    internal Task Listening => _listening.Task;

    /// <summary>How often every reader is offered what the rows say.</summary>
    internal TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Begins to listen and to send; further calls do nothing.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_started) return;
            _started = true;
            _running = Task.WhenAll(ListenAsync(_stop.Token), SendAsync(_stop.Token));
        }
    }

    /// <summary>Signals of one study, or of every study when <paramref name="studyId"/> is null, beginning with how each stands.</summary>
    public async IAsyncEnumerable<StudySignal> WatchAsync(long? studyId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = new SignalWatcher(studyId);
        _watchers[watcher] = 0;
        try
        {
            // After registering, so that nothing falls between the two.
            await Reconnecting.RunAsync(async () =>
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return await PollAsync(connection, [watcher], cancellationToken);
            }, time, cancellationToken);
            await foreach (var signal in watcher.ReadAsync(cancellationToken)) yield return signal;
        }
        finally
        {
            _watchers.TryRemove(watcher, out _);
        }
    }

    /// <summary>Says that a study has come to a sequence number: to this process at once, to others within a quarter of a second.</summary>
    public void Announce(long studyId, long sequence)
    {
        Offer(studyId, sequence, null);
        _outbox.AddOrUpdate(studyId, sequence, (_, older) => Math.Max(older, sequence));
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Writes down what a person asks of a study and tells its job. False when there is no such study.</summary>
    public Task<bool> RequestAsync(long studyId, StudyWish request, CancellationToken cancellationToken) =>
        Reconnecting.RunAsync(async () =>
        {
            await using var command = source.CreateCommand($"""
                WITH study AS (UPDATE studio.studies SET request = @request WHERE id = @study RETURNING id)
                SELECT pg_notify('{Requests}', id || ':' || @request) FROM study
                """);
            command.Parameters.Add(new("study", NpgsqlDbType.Bigint) { Value = studyId });
            command.Parameters.Add(new("request", NpgsqlDbType.Text) { Value = request.ToString() });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken);
        }, time, cancellationToken);

    /// <summary>
    /// Tells the job of a study to look at what its rows ask of single trials. A word that is lost is made up for by whoever looks now and then.
    /// </summary>
    public Task NudgeAsync(long studyId, CancellationToken cancellationToken) =>
        Reconnecting.RunAsync(async () =>
        {
            await using var command = source.CreateCommand($"SELECT pg_notify('{TrialRequests}', @study::text)");
            command.Parameters.Add(new("study", NpgsqlDbType.Bigint) { Value = studyId });
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }, time, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var wait = SendInterval;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                connection.Notification += (_, message) => Receive(message);
                await using (var listen = new NpgsqlCommand($"LISTEN {Events}; LISTEN {Requests}; LISTEN {TrialRequests}", connection))
                    await listen.ExecuteNonQueryAsync(cancellationToken);
                wait = SendInterval;
                _listening.TrySetResult();
                try
                {
                    await FollowAsync(connection, cancellationToken);
                }
                finally
                {
                    await UnlistenAsync(connection);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning("Lost the connection that listens for events; connecting again in {Wait}: {Reason}", wait, exception.Message);
                await Task.Delay(wait, time, cancellationToken);
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, TimeSpan.FromSeconds(8).Ticks));
            }
        }
    }

    private async Task FollowAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            // On this connection, so that it is never older than a notification heard before; it also keeps the connection
            // alive and finds out when it is not.
            await PollAsync(connection, _watchers.Keys, cancellationToken);
            var polled = time.GetTimestamp();
            while (PollInterval - time.GetElapsedTime(polled) is { Ticks: > TimeSpan.TicksPerMillisecond } left)
                await connection.WaitAsync(left, cancellationToken);
        }
    }

    // The connection returns to a pool that does not reset it; a broken one is thrown away there.
    private static async Task UnlistenAsync(NpgsqlConnection connection)
    {
        if (connection.State != System.Data.ConnectionState.Open) return;
        await using var unlisten = new NpgsqlCommand("UNLISTEN *", connection);
        await unlisten.ExecuteNonQueryAsync();
    }

    /// <summary>Offers what the rows say, and gives how many studies there are.</summary>
    private static async Task<int> PollAsync(NpgsqlConnection connection, ICollection<SignalWatcher> watchers, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT id, last_sequence, request FROM studio.studies", connection) { CommandTimeout = 10 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var studies = 0;
        for (; await reader.ReadAsync(cancellationToken); studies++)
        {
            var (id, sequence, request) = (reader.GetInt64(0), reader.GetInt64(1), Enum.Parse<StudyWish>(reader.GetString(2)));
            foreach (var watcher in watchers) watcher.Offer(id, sequence, request);
        }
        return studies;
    }

    private void Receive(NpgsqlNotificationEventArgs message)
    {
        var parts = message.Payload.Split(':', 2);
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return;
        if (message.Channel == TrialRequests)
        {
            foreach (var watcher in _watchers.Keys) watcher.Offer(id, null, null, asked: true);
        }
        if (parts.Length != 2) return;
        if (message.Channel == Events && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            Offer(id, sequence, null);
        else if (message.Channel == Requests && Enum.TryParse<StudyWish>(parts[1], out var request)) Offer(id, null, request);
    }

    private void Offer(long id, long? sequence, StudyWish? request)
    {
        foreach (var watcher in _watchers.Keys) watcher.Offer(id, sequence, request);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(cancellationToken))
        {
            var payloads = _outbox.Keys.Select(id => _outbox.TryRemove(id, out var sequence) ? $"{id}:{sequence}" : null).Where(p => p is not null)
                .ToArray();
            try
            {
                await using var command = source.CreateCommand($"SELECT pg_notify('{Events}', p) FROM unnest(@payloads) AS p");
                command.Parameters.Add(new("payloads", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = payloads });
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (NpgsqlException exception)
            {
                logger.LogWarning("Could not tell other processes of new events; they find them by polling: {Reason}", exception.Message);
            }
            await Task.Delay(SendInterval, time, cancellationToken);
        }
    }
}
