using System.CommandLine;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Commands;

/// <summary>
/// <c>studio demo</c>: serves the studio, runs a study that can be watched, one of a network's hyper-parameters, one of its architecture and one that
/// finds a cell by weight sharing, and writes the best networks as ONNX files.
/// </summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var exit = new Option<bool>("--exit") { Description = "End when the studies have ended, instead of serving on." };
        var output = new Option<string>("--out")
        {
            Description = "Folder for the ONNX files. Default: the current folder.", DefaultValueFactory = _ => ".",
        };
        var urls = ServeCommand.Urls();
        var command = new Command("demo", "Serve the studio and run its demonstration studies.") { exit, output, urls };
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(parsed.GetValue(urls), parsed.GetValue(output)!, parsed.GetValue(exit), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? urls, string output, bool exit, CancellationToken cancellationToken)
    {
        await using var studio = await ServeCommand.StartAsync(urls, cancellationToken);
        var services = studio.App.Services;
        Console.WriteLine($"AutoML Studio: {studio.Address}");
        var started = new List<long>();
        foreach (var text in new[] { DemoStudies.Forrester, DemoStudies.Glyphs, DemoStudies.Architectures, DemoStudies.Cells })
            started.Add(await StartAsync(services, text, cancellationToken));
        foreach (var id in started) Console.WriteLine($"  watch {studio.Address}/studies/{id}");
        using (var progress = new StudyProgress())
            await Task.WhenAll(started.Select(id => FollowAsync(services, id, progress, cancellationToken)));
        var isGood = true;
        foreach (var id in started) isGood &= await ReportAsync(services, id, output, cancellationToken);
        if (exit) return isGood ? 0 : StudioCommandLine.Failure;
        Console.WriteLine($"The studio goes on at {studio.Address}; Ctrl+C ends it.");
        await studio.App.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    // A demo that was broken off goes on; one that has ended is run anew.
    private static async Task<long> StartAsync(IServiceProvider services, string text, CancellationToken cancellationToken)
    {
        var definition = StudyReader.Read(StudyText.Parse(text), StudioCatalog.All);
        var id = await services.GetRequiredService<UnfinishedStudies>().FindOrCreateAsync(definition, anew: false, cancellationToken);
        services.GetRequiredService<IStudyQueue>().Enqueue(id);
        return id;
    }

    private static async Task FollowAsync(IServiceProvider services, long id, StudyProgress progress, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (definition, histories) = (await DefinitionAsync(services, id, cancellationToken), services.GetRequiredService<StudyHistories>());
        var report = progress.Add(definition);
        async Task LookAsync()
        {
            var isEnded = await histories.ReadAsync(id, definition, log =>
            {
                report(log.History);
                return log.History.State is StudyState.Completed or StudyState.Stopped or StudyState.Failed or StudyState.Paused;
            }, cancellationToken);
            if (isEnded) ended.TrySetResult();
        }
        using var subscription = services.GetRequiredService<StudyFeed>().Subscribe(id, _ => LookAsync());
        await LookAsync();
        await ended.Task.WaitAsync(cancellationToken);
    }

    private static async Task<bool> ReportAsync(IServiceProvider services, long id, string output, CancellationToken cancellationToken)
    {
        var summary = (await services.GetRequiredService<IStudyQueries>().FindAsync(id, cancellationToken))!.Summary;
        Console.WriteLine(
            $"{summary.Name}: {summary.State.ToString().ToLowerInvariant()}, {summary.Finished} trials in {StudyProgress.Time(summary.Running)}, "
            + $"best {summary.Metric} {summary.BestValue:G6}");
        if (!summary.HasModel) return summary.State == StudyState.Completed;
        var path = await ExportCommand.WriteAsync(services, id, null, Path.Combine(output, $"{summary.Name}.onnx"), cancellationToken);
        Console.WriteLine($"ONNX file, checked: {path}");
        return summary.State == StudyState.Completed;
    }

    private static async Task<StudyDefinition> DefinitionAsync(IServiceProvider services, long id, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<StudyContext>>().CreateDbContextAsync(cancellationToken);
        return services.GetRequiredService<StudyDefinitions>().Of(await context.Studies.SingleAsync(s => s.Id == id, cancellationToken));
    }
}
