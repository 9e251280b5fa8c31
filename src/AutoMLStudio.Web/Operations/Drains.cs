using Hangfire;

namespace AutoMLStudio.Web.Operations;

/// <summary>
/// Which servers of jobs are drained: they finish what they do and take nothing new, until the drain is undone or they are started anew. Kept beside the
/// jobs, so that any studio can drain a worker on any machine.
/// </summary>
public sealed class Drains(JobStorage storage)
{
    private const string Confirmed = "confirmed";

    /// <summary>What is asked of a server, and whether it has answered.</summary>
    public DrainState Of(string serverId)
    {
        using var connection = storage.GetConnection();
        var asked = connection.GetAllEntriesFromHash(Key(serverId));
        return asked is not { Count: > 0 } ? DrainState.Open : asked.ContainsKey(Confirmed) ? DrainState.Closed : DrainState.Asked;
    }

    /// <summary>Drains a server, or undoes it; it notices within a second or two.</summary>
    /// <exception cref="KeyNotFoundException">There is no such server.</exception>
    public void Set(string serverId, bool drained)
    {
        if (storage.GetMonitoringApi().Servers().All(s => s.Name != serverId)) throw new KeyNotFoundException($"There is no server {serverId}.");
        using var connection = storage.GetConnection();
        using var transaction = connection.CreateWriteTransaction();
        if (drained) transaction.SetRangeInHash(Key(serverId), [new("asked", "true")]);
        else transaction.RemoveHash(Key(serverId));
        transaction.Commit();
    }

    /// <summary>Says, for the server itself, that it has stopped taking.</summary>
    internal void Confirm(string serverId)
    {
        using var connection = storage.GetConnection();
        connection.SetRangeInHash(Key(serverId), [new(Confirmed, "true")]);
    }

    /// <summary>Forgets a server that has ended.</summary>
    internal void Forget(string serverId)
    {
        using var connection = storage.GetConnection();
        using var transaction = connection.CreateWriteTransaction();
        transaction.RemoveHash(Key(serverId));
        transaction.Commit();
    }

    private static string Key(string serverId) => $"studio:drained:{serverId}";
}

/// <summary>Whether a server of jobs takes new ones.</summary>
public enum DrainState
{
    /// <summary>It does.</summary>
    Open,
    /// <summary>It was asked to stop taking and has not answered yet.</summary>
    Asked,
    /// <summary>It takes no more; what it had taken it does to the end.</summary>
    Closed,
}
