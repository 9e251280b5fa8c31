using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Searches;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using Direction = AutoMLStudio.Core.Studies.Direction;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>A page under test with twins of what it reads and asks, a clock that the test moves, and a browser that does nothing.</summary>
public abstract class PageTest : BunitContext
{
    private protected PageTest(Catalog? catalog = null)
    {
        Catalog = catalog ?? StudioCatalog.All;
        Twin = new(Catalog);
        Feed = new(Time, NullLogger<StudyFeed>.Instance);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddLocalization(options => options.ResourcesPath = "Resources");
        Services.AddScoped<ViewerClock>();
        Services.AddSingleton(Catalog);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(Feed);
        Services.AddSingleton<IStudyQueries>(Twin);
        Services.AddSingleton<IStudyCommands>(Twin);
        Services.AddSingleton<IStepMeasurement>(Steps);
        Services.AddSingleton<ITrialQueries>(TrialTwin);
        Services.AddSingleton<ITrialCommands>(TrialTwin);
        Services.AddSingleton<IDatasets>(Datasets);
        Services.AddSingleton<ISearchQueries>(Searches);
    }

    protected Catalog Catalog { get; }

    private protected StepTwin Steps { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    protected StudyFeed Feed { get; }

    private protected StudiesTwin Twin { get; }

    private protected TrialsTwin TrialTwin { get; } = new();

    private protected SearchesTwin Searches { get; } = new();

    /// <summary>No dataset, unless the test puts one there.</summary>
    protected DatasetsTwin Datasets { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected ISnackbar Snackbar => Services.GetRequiredService<ISnackbar>();

    /// <summary>A change reaches the page: published, and the feed's interval gone by.</summary>
    protected void Tell(long study, long sequence)
    {
        Feed.Publish(new(study, sequence));
        Time.Advance(StudyFeed.Interval);
    }

    protected StudySummary Study(long id = 1, string name = "a study", StudyState state = StudyState.Running) => new()
    {
        Id = id,
        Name = name,
        State = state,
        Sampler = "random",
        Scheduler = "full",
        Evaluator = "function",
        Metric = "value",
        Direction = Direction.Minimize,
        Trials = 12,
        Finished = 10,
        Failed = 1,
        TrialBudget = 40,
        Progress = 0.25,
        BestValue = 0.125,
        BestTrial = 3,
        Running = TimeSpan.FromSeconds(75),
        CreatedAt = Time.GetUtcNow().AddMinutes(-5),
        Sequence = 30,
    };
}
