using AutoMLStudio.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Tests.Support;

/// <summary>
/// The whole studio on a free port and a database of its own, as <c>studio serve</c> starts it. One a test program, shared by
/// <c>[Collection(StudioCollection.Name)]</c>: Hangfire keeps its log provider in a static field, so that a second host in the process would log
/// through the first.
/// </summary>
public sealed class StudioFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-app-").FullName;
    private TestDatabase? _database;
    private WebApplication? _app;

    /// <summary>Where it listens, for example <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>Its database.</summary>
    public TestDatabase Database => _database!;

    /// <summary>A client of its API.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _database = await postgres.NewDatabaseAsync();
        var builder = StudioHost.CreateBuilder($"--Studio:Folder={_folder}");
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = StudioHost.Build(builder, _database.ConnectionString, StudioRole.Serve);
        await _app.StartAsync();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient { BaseAddress = new Uri(Address) };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        if (_database is not null) await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The tests that share the studio; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class StudioCollection : ICollectionFixture<StudioFixture>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "studio";
}
