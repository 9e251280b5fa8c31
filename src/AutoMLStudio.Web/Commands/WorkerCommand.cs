using System.CommandLine;
using AutoMLStudio.Web.Hosting;

namespace AutoMLStudio.Web.Commands;

/// <summary><c>studio worker</c>: evaluates the trials of studies that name one of its queues.</summary>
internal static class WorkerCommand
{
    public static Command Make()
    {
        var queues = new Option<string>("--queues")
        {
            Description = "Queues to serve, separated by ','; a study names its queue with 'queue: NAME'.", DefaultValueFactory = _ => "default",
        };
        var studies = new Option<int>("--studies")
        {
            Description = "Studies to run here at the same time (0: trials alone).", DefaultValueFactory = _ => 0,
        };
        studies.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 64) result.AddError("--studies: an integer from 0 to 64 is expected.");
        });
        var command = new Command("worker", "Evaluate trials for the studios on the same PostgreSQL.") { queues, studies };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var names = parsed.GetValue(queues)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (names.Length == 0 || names.Any(n => n.Length > 20 || n.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_')))
            {
                await Console.Error.WriteLineAsync(
                    $"--queues: '{parsed.GetValue(queues)}' is not accepted: names of 1 to 20 lower-case letters, digits and '_' are "
                    + "expected, separated by ','.");
                return StudioCommandLine.BadRequest;
            }
            await RunAsync(names, parsed.GetValue(studies), cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(string[] queues, int studies, CancellationToken cancellationToken)
    {
        var builder = StudioHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            queues.Select((q, i) => new KeyValuePair<string, string?>($"{StudioOptions.Section}:Queues:{i}", q))
                .Append(new($"{StudioOptions.Section}:Studies", studies.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        // A worker answers nobody: its server listens on a free port of this machine for want of a way to have none.
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var database = await StudioDatabase.OpenAsync(
            builder.Configuration, StudioHost.OptionsOf(builder), StandardError.Progress, cancellationToken);
        await using var app = StudioHost.Build(builder, database.ConnectionString, StudioRole.Worker);
        await app.StartAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"Worker on {string.Join(", ", queues)}; Ctrl+C ends it.");
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
