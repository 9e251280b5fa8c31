using System.CommandLine;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;

namespace AutoMLStudio.Web.Commands;

/// <summary><c>studio export</c>: writes the ONNX file of a study's best trial.</summary>
internal static class ExportCommand
{
    public static Command Make()
    {
        var study = new Argument<string>("study") { Description = "Number or name of the study; of several of that name the newest." };
        var trial = new Option<int?>("--trial") { Description = "Number of the trial. Default: the best." };
        var output = new Option<string>("--out") { Description = "File to write. Default: study-N-trial-M.onnx in the current folder." };
        var command = new Command("export", "Write the checked ONNX file of a study's best trial.") { study, trial, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var studio = await CommandStudio.OpenAsync(cancellationToken);
            var id = await FindAsync(studio.Services.GetRequiredService<IStudyQueries>(), parsed.GetValue(study)!, cancellationToken);
            Console.WriteLine(await WriteAsync(studio.Services, id, parsed.GetValue(trial), parsed.GetValue(output), cancellationToken));
            return 0;
        });
        return command;
    }

    /// <summary>Writes the model and gives the path of the file.</summary>
    public static async Task<string> WriteAsync(IServiceProvider services, long id, int? trial, string? path, CancellationToken cancellationToken)
    {
        var artifact = await services.GetRequiredService<StudyModels>().GetAsync(id, trial, cancellationToken);
        path = Path.GetFullPath(path ?? $"study-{id}-trial-{artifact.TrialNumber}.onnx");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var model = services.GetRequiredService<BlobStore>().OpenRead(artifact.Sha256);
        await using var file = File.Create(path);
        await model.CopyToAsync(file, cancellationToken);
        return path;
    }

    private static async Task<long> FindAsync(IStudyQueries queries, string study, CancellationToken cancellationToken)
    {
        var all = await queries.ListAsync(cancellationToken);
        var found = all.FirstOrDefault(s => s.Name == study) ?? all.FirstOrDefault(s => long.TryParse(study, out var id) && s.Id == id);
        return found?.Id ?? throw new StudyRequestException($"There is no study '{study}'.", isMissing: true);
    }
}
