using Npgsql;

namespace AutoMLStudio.Storage.Studies;

/// <summary>
/// Does again what failed because its connection broke: the server was restarted, or ended the connection. For work that may be done twice.
/// </summary>
internal static class Reconnecting
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Tries for about ten seconds, with waits that double from 50 ms.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> action, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var wait = ShortestWait; ; wait *= 2)
        {
            try
            {
                return await action();
            }
            catch (NpgsqlException exception) when (IsBroken(exception) && wait < LongestWait)
            {
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    private static bool IsBroken(NpgsqlException exception) =>
        exception.IsTransient || exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            || exception.InnerException is IOException;
}
