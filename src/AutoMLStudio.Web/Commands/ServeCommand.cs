using System.CommandLine;
using System.Net.Sockets;
using AutoMLStudio.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AutoMLStudio.Web.Commands;

/// <summary><c>studio serve</c>: pages, API and hub, until stopped.</summary>
internal static class ServeCommand
{
    public static Option<string> Urls()
    {
        var urls = new Option<string>("--urls") { Description = "Addresses to listen on, separated by ';'. Default: Urls of appsettings.json." };
        // The server takes what it cannot read as an address for the name of a host and then listens to the whole network.
        urls.Validators.Add(result =>
        {
            var odd = (result.GetValueOrDefault<string>() ?? "").Split(';')
                .FirstOrDefault(u => !Uri.TryCreate(u, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"));
            if (odd is not null)
                result.AddError($"--urls: '{odd}' is not accepted: addresses such as http://127.0.0.1:5080 are expected, separated by ';'.");
        });
        return urls;
    }

    public static Command Make()
    {
        var urls = Urls();
        var command = new Command("serve", "Serve the studio in the browser and run its studies.") { urls };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var running = await StartAsync(parsed.GetValue(urls), cancellationToken);
            Console.WriteLine($"AutoML Studio: {running.Address}");
            await running.App.WaitForShutdownAsync(cancellationToken);
            return 0;
        });
        return command;
    }

    /// <summary>Starts the server and gives its address.</summary>
    public static async Task<RunningStudio> StartAsync(string? urls, CancellationToken cancellationToken)
    {
        var builder = StudioHost.CreateBuilder();
        if (urls is not null) builder.WebHost.UseUrls(urls);
        var database = await StudioDatabase.OpenAsync(
            builder.Configuration, StudioHost.OptionsOf(builder), StandardError.Progress, cancellationToken);
        var app = StudioHost.Build(builder, database.ConnectionString, StudioRole.Serve);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
        {
            // What has started already is stopped in order, or it would stumble over what is disposed of.
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            await database.DisposeAsync();
            throw new StudioStartException($"The studio cannot listen: {exception.Message} Choose another address with --urls.", exception);
        }
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app, database, address);
    }
}

/// <summary>A served studio.</summary>
/// <param name="App">The application.</param>
/// <param name="Database">Its database.</param>
/// <param name="Address">Where it listens.</param>
public sealed record RunningStudio(WebApplication App, StudioDatabase Database, string Address) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await Database.DisposeAsync();
    }
}
