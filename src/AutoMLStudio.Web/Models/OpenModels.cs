using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.Caching.Memory;

namespace AutoMLStudio.Web.Models;

/// <summary>A trial's model, ready to run, and where it comes from.</summary>
internal sealed record OpenModel(OnnxModel Model, ArtifactRow Artifact, StudyDefinition Definition, Trial Trial);

/// <summary>The models that somebody is using: read once, and kept in memory for five minutes after the last use.</summary>
public sealed class OpenModels(StudyModels models, TrialNetworks networks, BlobStore blobs, IMemoryCache cache)
{
    private static readonly MemoryCacheEntryOptions Kept = new() { SlidingExpiration = TimeSpan.FromMinutes(5) };

    /// <summary>The model of a trial, or of the best one when <paramref name="number"/> is null.</summary>
    /// <exception cref="StudyRequestException">There is no such study or trial, or it leaves no model.</exception>
    /// <exception cref="StudyModelException">The trial's checkpoint is gone, or the exported file failed its check.</exception>
    internal async Task<OpenModel> GetAsync(long studyId, int? number, CancellationToken cancellationToken)
    {
        var (definition, trial) = await models.FindAsync(studyId, number, cancellationToken);
        await networks.EvaluatorAsync(studyId, definition, cancellationToken);
        var artifact = await models.GetAsync(studyId, trial.Number, cancellationToken);
        if (cache.TryGetValue(("model", artifact.Sha256), out OnnxModel? model)) return new(model!, artifact, definition, trial);
        await using var file = blobs.OpenRead(artifact.Sha256);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken);
        // Not disposed of when it is forgotten, since a request may still run it: its finalizer lets go of it.
        model = cache.Set(("model", artifact.Sha256), new OnnxModel(bytes.ToArray()), Kept);
        return new(model, artifact, definition, trial);
    }

    /// <summary>The examples that no training of a model's study has seen.</summary>
    /// <exception cref="StudyModelException">The dataset is gone, or is another than the model was trained on.</exception>
    internal async Task<ModelExamples> ExamplesAsync(OpenModel open, CancellationToken cancellationToken)
    {
        var evaluator = await networks.EvaluatorAsync(open.Artifact.StudyId, open.Definition, cancellationToken);
        var examples = await TrialNetworks.GuardedAsync(() => evaluator.ExamplesAsync(cancellationToken));
        if (open.Model.Metadata.GetValueOrDefault("dataset_fingerprint") is { } trained && trained != examples.Dataset.Fingerprint)
            throw new StudyModelException(
                $"The dataset '{examples.Dataset.Name}' has changed since the model was trained: it is not evaluated on other data.");
        return examples;
    }

    /// <summary>The fields of a model that takes rows: with choices and ranges where the dataset is still there.</summary>
    internal async Task<IReadOnlyList<TableField>> FieldsAsync(OpenModel open, CancellationToken cancellationToken)
    {
        if (open.Model.ColumnNames.Count == 0) return [];
        if (cache.TryGetValue(("fields", open.Artifact.Sha256), out IReadOnlyList<TableField>? kept)) return kept!;
        try
        {
            var examples = await ExamplesAsync(open, cancellationToken);
            return cache.Set(("fields", open.Artifact.Sha256), await Task.Run(() => TableField.Of(examples.Dataset), cancellationToken), Kept);
        }
        catch (StudyModelException)
        {
            return TableField.Plain(open.Model.ColumnNames);
        }
    }
}
