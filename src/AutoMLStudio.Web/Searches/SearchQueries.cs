using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Searches;

/// <summary>Reads searches from the logs of studies: their reports hold everything.</summary>
public sealed class SearchQueries(IDbContextFactory<StudyContext> contexts, StudyDefinitions definitions, StudyHistories histories) : ISearchQueries
{
    /// <summary>Digits that weights are sent with: more would not be seen.</summary>
    private const int Digits = 5;

    /// <inheritdoc/>
    public async Task<SearchList?> ListAsync(long studyId, CancellationToken cancellationToken = default)
    {
        if (await DefinitionAsync(studyId, cancellationToken) is not { } definition) return null;
        return await histories.ReadAsync(studyId, definition, log =>
        {
            var trained = Trained(definition, log.History);
            var searches = log.History.Trials.Where(t => t.IsSearch).Select(t => new SearchSummary(
                t.Number, t.Configuration.SearchNumber ?? 0, t.State, t.Step, t.Budget, [.. Found(t).Select(f => View(f, trained))]));
            return new SearchList(log.History.Sequence, [.. searches]);
        }, cancellationToken);
    }

    /// <summary>One search, the epochs after the first <paramref name="after"/>; null when there is no such study.</summary>
    /// <exception cref="StudyRequestException">There is no such trial, or it is no search.</exception>
    public async Task<SearchView?> FindAsync(long studyId, int number, int after, CancellationToken cancellationToken)
    {
        if (await DefinitionAsync(studyId, cancellationToken) is not { } definition) return null;
        return await histories.ReadAsync(studyId, definition, log =>
        {
            var trial = log.History.Trials.FirstOrDefault(t => t.Number == number)
                ?? throw new StudyRequestException($"Study {studyId} has no trial {number}.", isMissing: true);
            if (!trial.IsSearch)
                throw new StudyRequestException($"Trial {number} of study {studyId} is no search: it trains one network.", isMissing: true);
            return View(trial, after, log.History.Sequence);
        }, cancellationToken);
    }

    private static SearchView View(Trial trial, int after, long sequence)
    {
        var reports = trial.Reports.Where(r => r.Search is not null).ToList();
        var latest = reports.Count > 0 ? reports[^1].Search : null;
        var slots = latest?.Slots ?? [];
        var chosen = new ChosenCandidates(slots);
        return new()
        {
            Sequence = sequence,
            Trial = trial.Number,
            Number = trial.Configuration.SearchNumber ?? 0,
            State = trial.State,
            Budget = trial.Budget,
            Space = latest is { Found: [var first, ..] } ? first.Architecture.Space : null,
            Slots = [.. slots.Select(s => new SlotView(s.Group, s.Name, s.From, s.To, s.Candidates))],
            Total = reports.Count,
            Epochs = [.. reports.Skip(after).Select(r => Epoch(r, chosen))],
        };
    }

    private static EpochView Epoch(Report report, ChosenCandidates chosen)
    {
        var best = report.Search!.Found is [var first, ..] ? first : null;
        var weights = report.Search.Slots.Select(s => (IReadOnlyList<double>)[.. s.Weights.Select(Rounded)]).ToList();
        return new(
            report.Step, report.Metrics.ToDictionary(m => m.Key, m => Finite(m.Value), StringComparer.Ordinal), weights, best?.Architecture.Genotype,
            Finite(best?.Score), chosen.Of(best?.Architecture, weights));
    }

    private static IReadOnlyList<FoundArchitecture> Found(Trial search) =>
        search.Reports.LastOrDefault(r => r.Search is not null)?.Search!.Found ?? [];

    private static FoundView View(FoundArchitecture found, IReadOnlyDictionary<Architecture, TrainedView> trained) =>
        new(found.Architecture.Genotype, Finite(found.Score), trained.GetValueOrDefault(found.Architecture));

    /// <summary>The candidates among a study's trials by their architecture; of several of one, that which has come furthest.</summary>
    private static Dictionary<Architecture, TrainedView> Trained(StudyDefinition definition, History history)
    {
        var name = definition.Space.Declared.OfType<ArchitectureParameter>().FirstOrDefault()?.Name;
        if (name is null) return [];
        return history.Trials.Where(t => !t.IsSearch).OrderBy(t => t.Step)
            .Select(t => (Architecture: definition.Space.ArchitectureOf(name, t.Configuration), Trial: t)).Where(t => t.Architecture is not null)
            .GroupBy(t => t.Architecture!).ToDictionary(g => g.Key, g => View(g.Last().Trial, definition.Objectives[0]));
    }

    private static TrainedView View(Trial trial, Objective objective) => new(
        trial.Number, trial.State, trial.Step, trial.Budget, trial.Loss is { } loss ? Finite(objective.FromLoss(loss)) : null,
        trial.Reports is [.., var last] ? last.Metrics.Where(m => double.IsFinite(m.Value)).ToDictionary(StringComparer.Ordinal)
            : new(StringComparer.Ordinal));

    private static double Rounded(double weight) => double.IsFinite(weight) ? Math.Round(weight, Digits) : 0;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private async Task<StudyDefinition?> DefinitionAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        return row is null ? null : definitions.Of(row);
    }
}
