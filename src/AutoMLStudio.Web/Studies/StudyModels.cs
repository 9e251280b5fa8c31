using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Web.Datasets;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies;

/// <summary>The ONNX files of trials: made and checked once, kept as artifacts.</summary>
public sealed class StudyModels(
    IDbContextFactory<StudyContext> contexts, StudyDefinitions definitions, StudyHistories histories, StudyFolders folders, BlobStore blobs,
    DatasetFiles datasets, TimeProvider time)
{
    /// <summary>Kind of these artifacts.</summary>
    public const string Kind = "model.onnx";

    private static readonly SemaphoreSlim Exporting = new(1);

    /// <summary>The checked ONNX file of a trial, or of the best one when <paramref name="number"/> is null.</summary>
    /// <exception cref="StudyRequestException">There is no such study or trial, or it leaves no model.</exception>
    /// <exception cref="StudyModelException">The trial's checkpoint is gone, or the exported file failed its check.</exception>
    public async Task<ArtifactRow> GetAsync(long studyId, int? number, CancellationToken cancellationToken)
    {
        var (definition, trial) = await FindAsync(studyId, number, cancellationToken);
        // One export at a time: it takes as much memory as the model and all cores.
        await Exporting.WaitAsync(cancellationToken);
        try
        {
            return await KeptAsync(studyId, trial.Number, cancellationToken) ?? await ExportAsync(studyId, definition, trial, cancellationToken);
        }
        finally
        {
            Exporting.Release();
        }
    }

    /// <summary>The event that says that a model was exported.</summary>
    public SnapshotTaken Exported(int number, ArtifactRow artifact) =>
        new("model_exported", number, JsonSerializer.SerializeToElement(new { sha256 = artifact.Sha256, size = artifact.Size }, StudyJson.Options));

    /// <summary>The event that says why there is no model.</summary>
    public SnapshotTaken Failed(int number, string reason) =>
        new("model_failed", number, JsonSerializer.SerializeToElement(new { reason }, StudyJson.Options));

    /// <summary>A study and its trial that has a model: the best of its own when <paramref name="number"/> is null.</summary>
    /// <exception cref="StudyRequestException">There is no such study or trial, or it leaves no model.</exception>
    public async Task<(StudyDefinition Definition, Trial Trial)> FindAsync(long studyId, int? number, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == studyId, cancellationToken)
            ?? throw new StudyRequestException($"There is no study {studyId}.", isMissing: true);
        var definition = definitions.Of(row);
        if (!typeof(IModelExporter).IsAssignableFrom(definition.Evaluator.Method.InstanceType))
            throw new StudyRequestException(
                $"Study {studyId} trains no network (its evaluator is {definition.Evaluator.Method.Key}): it has no ONNX file.", isMissing: true);
        var trial = await histories.ReadAsync(
            studyId, definition, log => number is { } n ? log.History.Trials.FirstOrDefault(t => t.Number == n) : log.History.Own().Best,
            cancellationToken);
        return trial switch
        {
            null => throw new StudyRequestException(
                number is null ? $"Study {studyId} has no completed trial yet." : $"Study {studyId} has no trial {number}.", isMissing: true),
            { Imported: { } source } => throw new StudyRequestException(
                $"Trial {trial.Number} was imported from {source}: it has left no model here.", isMissing: true),
            { Loss: null } or { IsFinished: false } => throw new StudyRequestException(
                $"Trial {trial.Number} of study {studyId} is {trial.State.ToString().ToLowerInvariant()}: only a finished one has a model."),
            _ => (definition, trial),
        };
    }

    private async Task<ArtifactRow?> KeptAsync(long studyId, int number, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var kept = await context.Artifacts.AsNoTracking()
            .Where(a => a.StudyId == studyId && a.TrialNumber == number && a.Kind == Kind).ToListAsync(cancellationToken);
        // A file that was lost, as from a backup of the database alone, is made anew.
        return kept.Find(a => blobs.Contains(a.Sha256));
    }

    private async Task<ArtifactRow> ExportAsync(long studyId, StudyDefinition definition, Trial trial, CancellationToken cancellationToken)
    {
        var context = definition.Context(folders.Of(studyId), datasetFile: await datasets.FindAsync(definition.Dataset, cancellationToken));
        var exporter = definition.Evaluator.Make<IModelExporter>(context);
        byte[] model;
        try
        {
            model = await Task.Run(() => exporter.ExportAsync(trial, cancellationToken), cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            throw new StudyModelException($"Trial {trial.Number} of study {studyId} has no ONNX file: {exception.Message}", exception);
        }
        var blob = await blobs.PutAsync(model, cancellationToken);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new ArtifactRow
        {
            StudyId = studyId, TrialNumber = trial.Number, Kind = Kind, Sha256 = blob.Sha256, Size = blob.Size, CreatedAt = time.GetUtcNow(),
        };
        database.Artifacts.Add(row);
        await database.SaveChangesAsync(cancellationToken);
        return row;
    }
}

/// <summary>A trial's model cannot be exported, or failed its check; the message says why.</summary>
public sealed class StudyModelException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
