using System.Collections.Concurrent;
using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Datasets.Profiles;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Web.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Datasets;

/// <summary>The datasets in the database, with their files in the blob store, and those that the studio makes itself.</summary>
public sealed class DatasetLibrary(IDbContextFactory<StudyContext> contexts, BlobStore blobs) : IDatasets
{
    // Keeping a file with its row, changing a name and removing a file exclude each other, in every process. The letters DATA.
    private const long FilesLock = 0x44415441;

    private readonly ConcurrentDictionary<string, Lazy<Task<ProfiledDataset>>> _builtIn = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, DatasetProfile> _profiles = new();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var uses = await UsesAsync(context, cancellationToken);
        var known = _profiles.Keys.ToList();
        // A profile never changes: it is read once.
        foreach (var row in await context.Datasets.AsNoTracking().Where(d => !known.Contains(d.Id)).ToListAsync(cancellationToken)) ProfileOf(row);
        var rows = await context.Datasets.OrderByDescending(d => d.Id)
            .Select(d => new { d.Id, d.Name, d.Format, d.FileName, d.Size, d.CreatedAt }).ToListAsync(cancellationToken);
        var list = new List<DatasetSummary>();
        foreach (var row in rows)
            if (_profiles.TryGetValue(row.Id, out var profile))
                list.Add(Summary(row.Name, profile, uses[row.Name]) with
                {
                    IsBuiltIn = false,
                    Format = row.Format,
                    Size = row.Size,
                    FileName = row.FileName,
                    CreatedAt = row.CreatedAt,
                });
        foreach (var builtIn in DatasetCatalog.BuiltIn)
            list.Add(Summary(builtIn.Name, (await BuiltInAsync(builtIn.Name)).Profile, uses[builtIn.Name]));
        return list;
    }

    /// <inheritdoc/>
    public async Task<DatasetDetail?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Datasets.AsNoTracking().SingleOrDefaultAsync(d => d.Name == name, cancellationToken);
        var isBuiltIn = DatasetCatalog.BuiltIn.Any(b => b.Name == name);
        if (row is null && !isBuiltIn) return null;
        var uses = (await UsesAsync(context, cancellationToken))[name];
        if (row is not null)
        {
            var summary = Summary(name, ProfileOf(row), uses) with
            {
                IsBuiltIn = false,
                Format = row.Format,
                Size = row.Size,
                FileName = row.FileName,
                CreatedAt = row.CreatedAt,
            };
            return new(summary, ProfileOf(row));
        }
        var profile = (await BuiltInAsync(name)).Profile;
        return new(Summary(name, profile, uses), profile);
    }

    /// <summary>The sheet of sample pictures of a dataset, a PNG file; null when it has none.</summary>
    public async Task<Stream?> SamplesAsync(string name, CancellationToken cancellationToken)
    {
        if (DatasetCatalog.BuiltIn.Any(b => b.Name == name))
            return (await BuiltInAsync(name)).Samples is { } png ? new MemoryStream(png, writable: false) : null;
        var sheet = (await FindAsync(name, cancellationToken))?.Profile.Images?.Samples.Sha256;
        return sheet is not null && blobs.Contains(sheet) ? blobs.OpenRead(sheet) : null;
    }

    /// <summary>The row of an uploaded dataset; null when there is none.</summary>
    public async Task<DatasetRow?> RowAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Datasets.AsNoTracking().SingleOrDefaultAsync(d => d.Name == name, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RenameAsync(string name, string newName, CancellationToken cancellationToken = default)
    {
        DatasetName.Checked(newName);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(context, cancellationToken);
        var row = await UnusedAsync(context, name, "renamed", cancellationToken);
        if (!newName.Equals(name, StringComparison.OrdinalIgnoreCase) && await IsTakenAsync(context, newName, cancellationToken))
            throw Taken(newName);
        row.Name = newName;
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        DatasetRow row;
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
        {
            await LockAsync(context, cancellationToken);
            row = await UnusedAsync(context, name, "deleted", cancellationToken);
            context.Datasets.Remove(row);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        var profile = ProfileOf(row);
        _profiles.TryRemove(row.Id, out _);
        await DropUnusedAsync([row.Sha256, .. profile.Images is { } images ? new[] { images.Samples.Sha256 } : []]);
    }

    /// <summary>Keeps a received file under a name, with its profile.</summary>
    /// <param name="row">The new row.</param>
    /// <param name="file">Its file.</param>
    /// <param name="profiled">Its profile and sheet.</param>
    /// <param name="cancellationToken">Ends it; nothing is kept then.</param>
    /// <exception cref="StudyFileException">The name is taken.</exception>
    internal async Task AddAsync(DatasetRow row, ReceivedBlob file, ProfiledDataset profiled, CancellationToken cancellationToken)
    {
        string[] hashes = [row.Sha256, .. profiled.Profile.Images is { } images ? new[] { images.Samples.Sha256 } : []];
        row.Profile = JsonSerializer.Serialize(profiled.Profile, StudyJson.Options);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await LockAsync(context, cancellationToken);
            if (await IsTakenAsync(context, row.Name, cancellationToken)) throw Taken(row.Name);
            file.Keep();
            if (profiled.Samples is { } samples) await blobs.PutAsync(samples, cancellationToken);
            context.Datasets.Add(row);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            await DropUnusedAsync(hashes);
            throw;
        }
    }

    /// <summary>True when a dataset of this name is there, in capitals or not.</summary>
    internal async Task<bool> IsTakenAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await IsTakenAsync(context, name, cancellationToken);
    }

    private static async Task<bool> IsTakenAsync(StudyContext context, string name, CancellationToken cancellationToken) =>
        (await context.Datasets.Select(d => d.Name).ToListAsync(cancellationToken)).Contains(name, StringComparer.OrdinalIgnoreCase);

    private static StudyFileException Taken(string name) =>
        DatasetName.Fault($"There is a dataset '{name}' already (capitals make no difference): another name is expected.");

    private static async Task LockAsync(StudyContext context, CancellationToken cancellationToken) =>
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({FilesLock})", cancellationToken);

    // Not to be cancelled: what was begun by a request that has gone away is brought to its end.
    private async Task DropUnusedAsync(IReadOnlyList<string> hashes)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await LockAsync(context, CancellationToken.None);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in await context.Datasets.AsNoTracking().ToListAsync())
        {
            used.Add(row.Sha256);
            if (ProfileOf(row).Images is { } images) used.Add(images.Samples.Sha256);
        }
        foreach (var hash in await context.Artifacts.Where(a => hashes.Contains(a.Sha256)).Select(a => a.Sha256).ToListAsync()) used.Add(hash);
        foreach (var hash in hashes.Where(h => !used.Contains(h))) blobs.Delete(hash);
        await transaction.CommitAsync();
    }

    private static async Task<DatasetRow> UnusedAsync(StudyContext context, string name, string verb, CancellationToken cancellationToken)
    {
        if (DatasetCatalog.BuiltIn.Any(b => b.Name == name))
            throw new StudyRequestException($"'{name}' is a dataset of the studio's own: it cannot be {verb}.");
        var row = await context.Datasets.SingleOrDefaultAsync(d => d.Name == name, cancellationToken)
            ?? throw new StudyRequestException($"There is no dataset '{name}'.", isMissing: true);
        var uses = (await UsesAsync(context, cancellationToken))[name].ToList();
        if (uses.Count == 0) return row;
        var which = string.Join(", ", uses.Take(3).Select(u => $"'{u.Name}' ({u.Id})")) + (uses.Count > 3 ? $" and {uses.Count - 3} more" : "");
        throw new StudyRequestException($"The dataset '{name}' cannot be {verb}: the studies {which} refer to it. Delete them first.");
    }

    private sealed record Use(long Id, string Name, string Dataset);

    private static async Task<ILookup<string, DatasetUse>> UsesAsync(StudyContext context, CancellationToken cancellationToken)
    {
        var uses = await context.Database.SqlQuery<Use>(
            $"""
            SELECT id AS "Id", name AS "Name", definition->>'dataset' AS "Dataset"
            FROM studio.studies WHERE definition->>'dataset' IS NOT NULL ORDER BY id DESC
            """).ToListAsync(cancellationToken);
        return uses.ToLookup(u => u.Dataset, u => new DatasetUse(u.Id, u.Name), StringComparer.Ordinal);
    }

    private Task<ProfiledDataset> BuiltInAsync(string name) =>
        _builtIn.GetOrAdd(name, n => new(() => DatasetProfiler.OfBuiltInAsync(n, CancellationToken.None))).Value;

    private DatasetProfile ProfileOf(DatasetRow row) =>
        _profiles.GetOrAdd(row.Id, _ => JsonSerializer.Deserialize<DatasetProfile>(row.Profile, StudyJson.Options)!);

    private static DatasetSummary Summary(string name, DatasetProfile profile, IEnumerable<DatasetUse> uses) => new(
        name, true, profile.Kind, profile.Format, profile.Rows, profile.ColumnCount, profile.Classes.Count, null, null, null, profile.Suggestion,
        [.. uses]);
}
