using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Surrogates;
using AutoMLStudio.Web.Api;
using AutoMLStudio.Web.Components;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Hubs;
using AutoMLStudio.Web.Jobs;
using AutoMLStudio.Web.Security;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using AutoMLStudio.Web.Surrogates;
using Hangfire;
using Microsoft.AspNetCore.Authorization;
using MudBlazor.Services;
using Scalar.AspNetCore;

namespace AutoMLStudio.Web.Hosting;

/// <summary>What a process of the studio does.</summary>
public enum StudioRole
{
    /// <summary>Pages, API and hub; runs studies.</summary>
    Serve,
    /// <summary>Evaluates trials of a queue for other processes.</summary>
    Worker,
    /// <summary>One command; serves nobody.</summary>
    Command,
}

/// <summary>Puts the studio together.</summary>
public static class StudioHost
{
    /// <summary>A builder with the configuration read: appsettings.json beside the program, environment, command line.</summary>
    public static WebApplicationBuilder CreateBuilder(params string[] arguments)
    {
        // Models of samplers are small: one thread each. A trial that trains sets its own share.
        TorchRuntime.Configure(Environment.ProcessorCount);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = arguments,
            ApplicationName = typeof(StudioHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddOptions<StudioOptions>().BindConfiguration(StudioOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // Standard output belongs to what a command answers.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddSimpleConsole(console => console.SingleLine = true);
        return builder;
    }

    /// <summary>The section <c>Studio</c> of the builder's configuration.</summary>
    public static StudioOptions OptionsOf(WebApplicationBuilder builder) =>
        builder.Configuration.GetSection(StudioOptions.Section).Get<StudioOptions>() ?? new();

    /// <summary>The application in a role, on an open database.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, string connectionString, StudioRole role)
    {
        var options = OptionsOf(builder);
        AddCore(builder.Services, connectionString, options);
        if (role != StudioRole.Command)
        {
            builder.Services.AddJobServers(options);
            builder.Services.AddHostedService<StudyFeedRelay>();
        }
        if (role == StudioRole.Serve) AddWeb(builder);
        var app = builder.Build();
        HangfireSetup.AssertStorage(app.Services.GetRequiredService<JobStorage>());
        app.Services.GetRequiredService<Storage.Studies.StudyNotifications>().Start();
        if (role == StudioRole.Serve) Map(app);
        return app;
    }

    private static void AddCore(IServiceCollection services, string connectionString, StudioOptions options)
    {
        services.AddStudioStorage(connectionString, Path.Combine(options.FullFolder, "blobs"));
        services.AddMemoryCache();
        services.AddSingleton(StudioCatalog.All);
        services.AddSingleton(provider => new StudyLocks(provider.GetRequiredService<Npgsql.NpgsqlDataSource>(), connectionString));
        services.AddSingleton<StudyWishes>();
        services.AddSingleton<StudyFeed>();
        services.AddSingleton<StudyFolders>();
        services.AddSingleton<StudyDefinitions>();
        services.AddSingleton<StudyHistories>();
        services.AddSingleton<StudyLists>();
        services.AddSingleton<Sparklines>();
        services.AddSingleton<Studies.Columns.StudyTables>();
        services.AddSingleton<SurrogateFits>();
        services.AddSingleton<SurrogateQueries>();
        services.AddSingleton<Searches.SearchQueries>();
        services.AddSingleton<Searches.ISearchQueries>(provider => provider.GetRequiredService<Searches.SearchQueries>());
        services.AddSingleton<StudyModels>();
        services.AddSingleton<StudyImportances>();
        services.AddSingleton<StoppingMeasures>();
        services.AddSingleton<TrialRuns>();
        services.AddSingleton<Models.TrialNetworks>();
        services.AddSingleton<Models.OpenModels>();
        services.AddSingleton<Models.ModelPredictions>();
        services.AddSingleton<Models.IModelQueries, Models.ModelQueries>();
        services.AddSingleton<StudyExecution>();
        services.AddSingleton<Studies.Imports.StudySeeding>();
        services.AddSingleton<Studies.Imports.StudyImports>();
        services.AddSingleton<Commands.UnfinishedStudies>();
        services.AddSingleton<DatasetFiles>();
        services.AddSingleton<DatasetLibrary>();
        services.AddSingleton<IDatasets>(provider => provider.GetRequiredService<DatasetLibrary>());
        services.AddSingleton<DatasetUploads>();
        services.AddSingleton<StudyQueries>();
        services.AddSingleton<IStudyQueries>(provider => provider.GetRequiredService<StudyQueries>());
        services.AddSingleton<IStudyCommands, StudyCommands>();
        services.AddSingleton<IStepMeasurement, StepMeasurement>();
        services.AddSingleton<ITrialQueries, TrialQueries>();
        services.AddSingleton<ITrialCommands, TrialCommands>();
        services.AddJobs(connectionString);
    }

    private static void AddWeb(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        // Outside Development an application that is not published serves no static files unless it is told to.
        builder.WebHost.UseStaticWebAssets();
        services.AddHostedService<StudyRecovery>();
        services.AddHostedService<StudyHubRelay>();
        services.AddStudioSecurity();
        // A study's text or notes come in one message, escaped; one that is longer would end the circuit, and what was typed with it.
        services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 4 * StudyText.MaximumLength);
        services.AddMudServices();
        services.AddSingleton<Operations.SystemQueries>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<Components.Shared.ViewerClock>();
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddSignalR().AddJsonProtocol(json => StudyJson.Configure(json.PayloadSerializerOptions));
        services.ConfigureHttpJsonOptions(json => StudyJson.Configure(json.SerializerOptions));
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemHandler>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddResponseCompression();
        services.AddOpenApi();
        services.AddHealthChecks();
    }

    private static void Map(WebApplication app)
    {
        app.UseHostFiltering();
        app.Use(RequestGuards.AddHeaders);
        app.UseResponseCompression();
        app.UseRequestLocalization(Language.Configure);
        app.UseExceptionHandler();
        // People get a page; programs are answered first. In a branch of its own, the page would not be routed to.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseWhen(http => StatusPages.IsForPrograms(http.Request), branch => branch.UseStatusCodePages(StatusPages.WriteAsync));
        app.Use(RequestGuards.RefuseOtherSites);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().RequireAuthorization(Policies.Public);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(Policies.Use);
        app.MapStudyApi();
        app.MapDatasetApi();
        app.MapSystemApi();
        app.MapHub<StudyHub>(StudyHub.Path).RequireAuthorization(Policies.Use);
        app.MapOpenApi().RequireAuthorization(Policies.Use);
        // A group, because this maps endpoints beside the one that it returns.
        var reference = app.MapGroup("").RequireAuthorization(Policies.Use);
        reference.MapScalarApiReference("/scalar", scalar => scalar.WithTitle("AutoML Studio API").DisableDefaultFonts());
        // The reference opens its scripts to everybody; here nothing is open that does not say so in Policies.
        ((IEndpointConventionBuilder)reference).Finally(endpoint =>
        {
            foreach (var open in endpoint.Metadata.OfType<IAllowAnonymous>().ToList()) endpoint.Metadata.Remove(open);
        });
        app.MapHealthChecks("/health").RequireAuthorization(Policies.Public);
        var dashboard = new DashboardOptions { Authorization = [], DisplayStorageConnectionString = false, DashboardTitle = "AutoML Studio jobs" };
        app.MapHangfireDashboard("/jobs", dashboard).RequireAuthorization(Policies.Administer);
    }
}
