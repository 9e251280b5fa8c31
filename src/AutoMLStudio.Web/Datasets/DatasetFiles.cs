using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Blobs;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Datasets;

/// <summary>
/// Where the datasets lie that studies name. A study says <c>dataset: NAME</c>; the name is looked up when the study is checked, and again wherever a
/// trial runs, in the one database and the blob folder that all hosts share.
/// </summary>
public sealed class DatasetFiles(IDbContextFactory<StudyContext> contexts, BlobStore blobs)
{
    /// <summary>The file of the uploaded dataset of this name; null for a built-in name, a path, or nothing.</summary>
    /// <exception cref="StudyFileException">There is such a dataset, but its file is not on this machine.</exception>
    public async Task<string?> FindAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is null || !DatasetName.IsValid(name)) return null;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var hash = await context.Datasets.Where(d => d.Name == name).Select(d => d.Sha256).SingleOrDefaultAsync(cancellationToken);
        if (hash is null) return null;
        return blobs.Contains(hash) ? blobs.PathOf(hash) : throw new StudyFileException([new(
            "dataset", $"The file of '{name}' is not in this machine's blob folder: all hosts of a studio are expected to share one.")]);
    }

    /// <summary>The file of the uploaded dataset that a study file names; null where it names none.</summary>
    /// <exception cref="StudyFileException">There is such a dataset, but its file is not on this machine.</exception>
    public Task<string?> FindAsync(JsonNode study, CancellationToken cancellationToken) => FindAsync(NameIn(study), cancellationToken);

    /// <summary>True when only the database knows whether a study file names an uploaded dataset.</summary>
    public static bool MayBeKept(JsonNode study) => NameIn(study) is { } name && DatasetName.IsValid(name);

    private static string? NameIn(JsonNode study) =>
        study is JsonObject fields && fields["dataset"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;
}
