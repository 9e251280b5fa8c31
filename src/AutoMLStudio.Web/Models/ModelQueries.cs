using System.Globalization;
using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Web.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace AutoMLStudio.Web.Models;

/// <summary>Tells of trained models. The second implementation is the test twin of the page tests.</summary>
public interface IModelQueries
{
    /// <summary>The model of a trial, or of the best one when <paramref name="number"/> is null; exported and checked first where it was not yet.</summary>
    /// <exception cref="StudyRequestException">There is no such study or trial, or it leaves no model.</exception>
    /// <exception cref="StudyModelException">The trial's checkpoint is gone, or the exported file failed its check.</exception>
    Task<ModelView> FindAsync(long studyId, int? number, CancellationToken cancellationToken = default);

    /// <summary>How it does on data that no training has seen; computed once and kept.</summary>
    /// <exception cref="StudyModelException">The dataset is gone.</exception>
    Task<ModelEvaluation> EvaluateAsync(long studyId, int number, CancellationToken cancellationToken = default);

    /// <summary>How long one example takes on this machine; <paramref name="again"/> measures anew.</summary>
    Task<Latency> LatencyAsync(long studyId, int number, bool again = false, CancellationToken cancellationToken = default);
}

/// <summary>Tells of trained models from the database, their files and their datasets.</summary>
public sealed class ModelQueries(
    OpenModels models, IDbContextFactory<StudyContext> contexts, BlobStore blobs, IMemoryCache cache, TimeProvider time) : IModelQueries
{
    /// <summary>Kind of the artifacts that evaluations are kept as.</summary>
    public const string Kind = "evaluation.json";

    private static readonly TimeSpan LatencyKept = TimeSpan.FromHours(12);

    // One at a time: two would spoil each other's times.
    private static readonly SemaphoreSlim Measuring = new(1);
    private static readonly SemaphoreSlim Evaluating = new(1);

    /// <inheritdoc/>
    public async Task<ModelView> FindAsync(long studyId, int? number, CancellationToken cancellationToken = default)
    {
        var open = await models.GetAsync(studyId, number, cancellationToken);
        var (model, artifact, definition, trial) = open;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var best = await context.Studies.Where(s => s.Id == studyId).Select(s => s.BestTrial).SingleOrDefaultAsync(cancellationToken);
        var metrics = trial.Reports[^1].Metrics;
        var difference = model.Metadata.GetValueOrDefault("check_difference");
        return new()
        {
            StudyId = studyId,
            Study = definition.Name,
            Trial = trial.Number,
            BestTrial = best,
            Metric = definition.Objectives[0].Metric,
            Value = trial.Loss is { } loss ? definition.Objectives[0].FromLoss(loss) : null,
            Epochs = metrics.GetValueOrDefault("epochs", trial.Step),
            Dataset = model.Metadata.GetValueOrDefault("dataset", definition.Dataset ?? ""),
            Size = artifact.Size,
            Sha256 = artifact.Sha256,
            Parameters = (long)metrics.GetValueOrDefault("parameters"),
            MultiplyAdds = (long)metrics.GetValueOrDefault("multiply_adds"),
            CheckDifference = difference is null ? null : double.Parse(difference, CultureInfo.InvariantCulture),
            InputName = OnnxExport.InputName,
            OutputName = model.OutputName,
            InputShape = model.Input.Sizes,
            Classes = model.ClassNames,
            Columns = model.ColumnNames,
            Fields = await models.FieldsAsync(open, cancellationToken),
        };
    }

    /// <inheritdoc/>
    public async Task<ModelEvaluation> EvaluateAsync(long studyId, int number, CancellationToken cancellationToken = default)
    {
        var open = await models.GetAsync(studyId, number, cancellationToken);
        if (await KeptAsync(open.Artifact, cancellationToken) is { } ready) return ready;
        await Evaluating.WaitAsync(cancellationToken);
        try
        {
            // Another one may have evaluated it meanwhile.
            if (await KeptAsync(open.Artifact, cancellationToken) is { } kept) return kept;
            var examples = await models.ExamplesAsync(open, cancellationToken);
            var evaluation = await Task.Run(() => ModelEvaluation.Of(open.Model, examples, cancellationToken), cancellationToken);
            await KeepAsync(open.Artifact, evaluation, cancellationToken);
            return evaluation;
        }
        finally
        {
            Evaluating.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<Latency> LatencyAsync(long studyId, int number, bool again = false, CancellationToken cancellationToken = default)
    {
        var open = await models.GetAsync(studyId, number, cancellationToken);
        var key = ("latency", open.Artifact.Sha256);
        if (!again && cache.TryGetValue(key, out Latency? known)) return known!;
        await Measuring.WaitAsync(cancellationToken);
        try
        {
            if (!again && cache.TryGetValue(key, out known)) return known!;
            var measured = await Task.Run(() => Latency.Measure(open.Model, time, cancellationToken), cancellationToken);
            return cache.Set(key, measured, LatencyKept);
        }
        finally
        {
            Measuring.Release();
        }
    }

    private async Task<ModelEvaluation?> KeptAsync(ArtifactRow model, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Artifacts.AsNoTracking()
            .Where(a => a.StudyId == model.StudyId && a.TrialNumber == model.TrialNumber && a.Kind == Kind).ToListAsync(cancellationToken);
        if (rows.Find(a => a.Metadata == MetadataOf(model) && blobs.Contains(a.Sha256)) is not { } row) return null;
        await using var content = blobs.OpenRead(row.Sha256);
        return await JsonSerializer.DeserializeAsync<ModelEvaluation>(content, StudyJson.Options, cancellationToken);
    }

    private async Task KeepAsync(ArtifactRow model, ModelEvaluation evaluation, CancellationToken cancellationToken)
    {
        var blob = await blobs.PutAsync(JsonSerializer.SerializeToUtf8Bytes(evaluation, StudyJson.Options), cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Artifacts.Add(new()
        {
            StudyId = model.StudyId, TrialNumber = model.TrialNumber, Kind = Kind, Sha256 = blob.Sha256, Size = blob.Size,
            CreatedAt = time.GetUtcNow(), Metadata = MetadataOf(model),
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Says which file was evaluated: one that was made anew after a resumed training is another.</summary>
    private static string MetadataOf(ArtifactRow model) => JsonSerializer.Serialize(new { model = model.Sha256 });
}
