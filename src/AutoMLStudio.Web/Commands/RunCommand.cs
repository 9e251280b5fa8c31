using System.CommandLine;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Imports;

namespace AutoMLStudio.Web.Commands;

/// <summary><c>studio run study.yaml</c>: runs a study file to its end without a browser, or continues where an earlier run left off.</summary>
internal static class RunCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "Study file, YAML or JSON; '-' reads standard input." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line: a trial each, the study last." };
        var output = new Option<string>("--out")
        {
            Description = "Folder for the result: study.json, trials.csv and, when networks were trained, best.onnx.",
        };
        var anew = new Option<bool>("--new") { Description = "Start another study even if one of that name is unfinished." };
        var import = new Option<string>("--import")
        {
            Description = "Finished trials to begin with, CSV or JSON: trials.csv of a study, Optuna's trials_dataframe(), or a column a parameter and one "
                + "of values. Those that the study has already are passed over.",
        };
        var command = new Command("run", "Run a study file.") { file, json, output, anew, import };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = await ReadAsync(parsed.GetValue(file)!, StudyText.MaximumLength, "a study file in YAML or JSON", cancellationToken);
            var study = StudyText.Parse(text);
            // What is wrong with the file is told before the database is opened, unless only the database knows the dataset.
            var early = DatasetFiles.MayBeKept(study) ? null : StudyReader.Read(study, StudioCatalog.All);
            var trials = parsed.GetValue(import) is { } table
                ? await ReadAsync(table, TrialTableFile.MaximumBytes, "a file of trials", cancellationToken) : null;
            if (trials is not null && early is not null) Check(trials, early);
            await using var studio = await CommandStudio.OpenAsync(cancellationToken);
            var definition = early ?? StudyReader.Read(
                study, StudioCatalog.All, await studio.Services.GetRequiredService<DatasetFiles>().FindAsync(study, cancellationToken));
            var id = await studio.Services.GetRequiredService<UnfinishedStudies>().FindOrCreateAsync(
                definition, parsed.GetValue(anew), cancellationToken);
            if (trials is not null)
                await studio.Services.GetRequiredService<StudyImports>().ImportAsync(
                    id, parsed.GetValue(import)!, trials, skip: false, cancellationToken);
            return await RunAsync(studio.Services, id, definition, parsed.GetValue(json), parsed.GetValue(output), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, long id, StudyDefinition definition, bool json, string? output, CancellationToken cancellationToken)
    {
        IStudyPrinter printer = json ? new JsonPrinter(definition) : new ProgressPrinter(definition);
        var control = new StudyControl();
        // Ctrl+C pauses: running trials keep their checkpoints and the same command goes on from there. The termination
        // time-out ends a study that will not.
        await using var pausing = cancellationToken.Register(() => control.Ask(StudyWish.Pause));
        History? history;
        using (printer)
            history = await services.GetRequiredService<StudyExecution>().RunAsync(id, control, printer.Print, CancellationToken.None);
        if (history is null)
        {
            await Console.Error.WriteLineAsync($"Study {id} '{definition.Name}' is being run by another process.");
            return StudioCommandLine.Failure;
        }
        var model = output is null ? null : await StudyResult.WriteAsync(services, id, definition, history, output, CancellationToken.None);
        printer.Finish(history, model);
        return history.State switch
        {
            StudyState.Paused => StudioCommandLine.Interrupted,
            StudyState.Failed => StudioCommandLine.Failure,
            _ => history.Best is null && history.Trials.Count > 0 ? StudioCommandLine.Failure : 0,
        };
    }

    /// <summary>What is wrong with the trials is told before a study is made for them.</summary>
    private static void Check(string trials, StudyDefinition definition)
    {
        var reading = TrialTableReader.Read(TrialTableFile.Parse(trials), definition);
        if (reading.Faults.Count > 0) throw new StudyFileException([.. reading.Faults.Select(StudyImports.Fault)]);
    }

    private static async Task<string> ReadAsync(string file, int most, string expected, CancellationToken cancellationToken)
    {
        if (file == "-") return await Console.In.ReadToEndAsync(cancellationToken);
        if (Directory.Exists(file)) throw new StudyFileException([new("", $"'{file}' is a folder: {expected} is expected.")]);
        if (!File.Exists(file)) throw new StudyFileException([new("", $"There is no file '{file}'.")]);
        if (new FileInfo(file).Length > most)
            throw new StudyFileException([new("", $"'{file}' is too long: at most {most:N0} bytes are accepted.")]);
        try
        {
            return await File.ReadAllTextAsync(file, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true), cancellationToken);
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw new StudyFileException([new("", $"'{file}' is not in UTF-8.")]);
        }
    }
}
