using System.CommandLine;

namespace AutoMLStudio.Web.Commands;

/// <summary><c>studio migrate</c>: brings the database up to date and ends.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command("migrate", "Bring the database's tables up to date.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using var studio = await CommandStudio.OpenAsync(cancellationToken);
            Console.WriteLine("The database is up to date.");
            return 0;
        });
        return command;
    }
}
