using System.CommandLine;
using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Studies;
using Spectre.Console;

namespace AutoMLStudio.Web.Commands;

/// <summary><c>studio datasets</c>: lists datasets, adds a file, removes one.</summary>
internal static class DatasetsCommand
{
    public static Command Make()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a dataset." };
        var command = new Command("datasets", "List the datasets that studies can name.") { json, Add(), Remove() };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var studio = await CommandStudio.OpenAsync(cancellationToken);
            Print(await studio.Services.GetRequiredService<IDatasets>().ListAsync(cancellationToken), parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static Command Add()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "A CSV or Parquet file, a zip of class folders, of IDX files or of CIFAR batches, or the IDX files of one dataset.",
            Arity = new ArgumentArity(1, DatasetUploads.MostFiles),
        };
        var name = new Option<string?>("--name") { Description = "Name of the dataset. Default: made from the name of the file." };
        var command = new Command("add", "Keep a copy of a dataset in the studio.") { files, name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var paths = parsed.GetValue(files)!;
            if (Array.Find(paths, p => !File.Exists(p)) is { } missing) throw new StudyRequestException($"There is no file '{missing}'.");
            await using var studio = await CommandStudio.OpenAsync(cancellationToken);
            var uploads = studio.Services.GetRequiredService<DatasetUploads>();
            try
            {
                Console.WriteLine(await uploads.AddAsync(OpenAsync(paths), parsed.GetValue(name), cancellationToken));
            }
            catch (InvalidDataException exception)
            {
                throw new StudyRequestException(exception.Message);
            }
            return 0;
        });
        return command;
    }

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "Name of the dataset." };
        var command = new Command("remove", "Delete a dataset that no study refers to.") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var studio = await CommandStudio.OpenAsync(cancellationToken);
            await studio.Services.GetRequiredService<IDatasets>().DeleteAsync(parsed.GetValue(name)!, cancellationToken);
            return 0;
        });
        return command;
    }

    private static async IAsyncEnumerable<UploadedFile> OpenAsync(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            await using var stream = File.OpenRead(path);
            yield return new(Path.GetFileName(path), stream);
        }
    }

    private static void Print(IReadOnlyList<DatasetSummary> datasets, bool json)
    {
        if (json)
        {
            foreach (var dataset in datasets) Console.WriteLine(JsonSerializer.Serialize(dataset, StudyJson.Options));
            return;
        }
        var table = new Table { Border = TableBorder.Simple }.AddColumns("name", "format", "rows", "columns", "classes", "size", "studies");
        foreach (var d in datasets)
        {
            string[] cells =
            [
                d.Name, d.Format, $"{d.Rows:N0}", d.Columns > 0 ? $"{d.Columns:N0}" : "", d.Classes > 0 ? $"{d.Classes:N0}" : "",
                d.Size is { } size ? Wording.Bytes(size) : "", $"{d.UsedBy.Count}",
            ];
            table.AddRow(cells.Select(Markup.Escape).ToArray());
        }
        AnsiConsole.Write(table);
    }
}
