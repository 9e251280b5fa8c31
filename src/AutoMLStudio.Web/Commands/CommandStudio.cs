using AutoMLStudio.Web.Hosting;

namespace AutoMLStudio.Web.Commands;

/// <summary>The studio for one command: its database open, its services ready, nobody served.</summary>
internal sealed class CommandStudio : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StudioDatabase _database;

    private CommandStudio(WebApplication app, StudioDatabase database) => (_app, _database) = (app, database);

    /// <summary>The services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Opens the database, telling on standard error what takes time.</summary>
    public static async Task<CommandStudio> OpenAsync(CancellationToken cancellationToken)
    {
        var builder = StudioHost.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("AutoMLStudio", LogLevel.Warning);
        var database = await StudioDatabase.OpenAsync(
            builder.Configuration, StudioHost.OptionsOf(builder), StandardError.Progress, cancellationToken);
        return new(StudioHost.Build(builder, database.ConnectionString, StudioRole.Command), database);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>What is told beside a command's answer.</summary>
internal static class StandardError
{
    /// <summary>Writes each word at once, in order.</summary>
    public static IProgress<string> Progress { get; } = new Lines();

    private sealed class Lines : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
