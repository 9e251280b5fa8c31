using AutoMLStudio.Core;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Datasets;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies.Imports;

/// <summary>Reads files of trials against a study's definition and adds them to its log.</summary>
public sealed class StudyImports(
    IDbContextFactory<StudyContext> contexts, StudyDefinitions definitions, StudyHistories histories, StudySeeding seeding, DatasetFiles datasets,
    Catalog catalog)
{
    private const int LongestSource = 100;

    /// <summary>What a file holds for a study, without keeping anything.</summary>
    /// <exception cref="StudyFileException">The file is no table of trials for the study; every fault is in it.</exception>
    /// <exception cref="StudyRequestException">There is no such study.</exception>
    public async Task<TrialImport> PreviewAsync(long studyId, string file, string text, CancellationToken cancellationToken)
    {
        var definition = await DefinitionAsync(studyId, cancellationToken);
        var reading = Read(text, definition);
        var ready = await histories.ReadAsync(studyId, definition, log => Unknown(reading.Trials, log.History), cancellationToken);
        return TrialImport.Of(file, reading, ready, definition);
    }

    /// <summary>What a file holds for a study that is still being defined.</summary>
    /// <exception cref="StudyFileException">The study or the file is malformed; every fault is in it.</exception>
    public async Task<TrialImport> PreviewAsync(string study, string file, string text, CancellationToken cancellationToken)
    {
        var json = StudyText.Parse(study);
        var definition = StudyReader.Read(json, catalog, await datasets.FindAsync(json, cancellationToken));
        var reading = Read(text, definition);
        return TrialImport.Of(file, reading, reading.Trials, definition);
    }

    /// <summary>
    /// Adds the trials of a file to a study that is not running. Those that it has already are passed over, so that it may be said twice.
    /// </summary>
    /// <param name="studyId">The study.</param>
    /// <param name="file">Name of the file: what the trials are marked with.</param>
    /// <param name="text">Its content.</param>
    /// <param name="skip">Whether rows with faults are left out; otherwise one fault refuses the file.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StudyFileException">The file, or a row of it, is not accepted; nothing was added.</exception>
    /// <exception cref="StudyRequestException">There is no such study, or it is running.</exception>
    public async Task<TrialImport> ImportAsync(long studyId, string file, string text, bool skip, CancellationToken cancellationToken)
    {
        var definition = await DefinitionAsync(studyId, cancellationToken);
        var reading = Read(text, definition);
        if (reading.Faults.Count > 0 && !skip) throw new StudyFileException([.. reading.Faults.Select(Fault)]);
        IReadOnlyList<KeyValuePair<int, SeedTrial>> ready = [];
        var added = await seeding.AddAsync(
            studyId, definition, history => [.. (ready = Unknown(reading.Trials, history)).Select(t => t.Value)], Source(file), cancellationToken);
        return TrialImport.Of(file, reading, ready, definition) with { Added = added };
    }

    private static TrialTableReading Read(string text, StudyDefinition definition) => TrialTableReader.Read(TrialTableFile.Parse(text), definition);

    /// <summary>Those that the study does not have yet: the same configuration with the same end and the same losses is the same trial.</summary>
    private static IReadOnlyList<KeyValuePair<int, SeedTrial>> Unknown(IReadOnlyList<KeyValuePair<int, SeedTrial>> trials, History history)
    {
        var known = history.Trials.Where(t => t.IsFinished).ToLookup(t => t.Configuration);
        return [.. trials.Where(t => !known[t.Value.Configuration].Any(k => IsSame(k, t.Value, history)))];
    }

    private static bool IsSame(Trial known, SeedTrial trial, History history)
    {
        if (known.State != trial.State) return false;
        var losses = trial.State != TrialState.Failed && trial.Reports is [.., var last] ? history.LossesOf(last) : null;
        return losses is null ? known.Losses is null : known.Losses?.SequenceEqual(losses) ?? false;
    }

    /// <summary>A fault of a cell as one of the file.</summary>
    internal static Fault Fault(TrialTableFault fault) =>
        new(fault.Column is null ? $"row {fault.Row}" : $"row {fault.Row}, {fault.Column}", fault.Message);

    /// <summary>The name without a folder and without what would disturb a line of text.</summary>
    private static string Source(string file)
    {
        var name = new string([.. Path.GetFileName(file).Where(c => !char.IsControl(c)).Take(LongestSource)]);
        return name.Length == 0 ? "a file" : name;
    }

    private async Task<StudyDefinition> DefinitionAsync(long studyId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == studyId, cancellationToken)
            ?? throw new StudyRequestException($"There is no study {studyId}.", isMissing: true);
        return definitions.Of(row);
    }
}
