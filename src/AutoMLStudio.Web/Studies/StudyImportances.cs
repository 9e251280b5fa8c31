using System.Text.Json;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Surrogates.Importance;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// How much each parameter of a study matters, from its completed trials. An answer is kept for the number of trials it is
/// of.
/// </summary>
public sealed class StudyImportances(IDbContextFactory<StudyContext> contexts, StudyDefinitions definitions, IMemoryCache cache)
{
    /// <summary>More completed trials than this tell nothing more: so many are taken, evenly over the study.</summary>
    private const int MaximumTrials = 10_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>The importances for the objective at a place by a method; null for no such study, or while too few trials have completed.</summary>
    public async Task<ImportanceView?> FindAsync(long id, ImportanceMethod method, int objective, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Studies.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } row) return null;
        var completed = context.Trials.AsNoTracking().Where(t => t.StudyId == id && t.State == TrialState.Completed && t.Loss != null);
        var count = await completed.CountAsync(cancellationToken);
        var key = ("importance", id, method, objective, count);
        if (cache.TryGetValue(key, out ImportanceView? known)) return known;
        var stride = 1 + (count - 1) / MaximumTrials;
        var rows = await completed.OrderBy(t => t.Number).Where(t => t.Number % stride == 0).Select(t => new { t.Configuration, t.Loss, t.Metrics })
            .ToListAsync(cancellationToken);
        var definition = definitions.Of(row);
        var evaluations = rows.Select(t => (
            JsonSerializer.Deserialize<Configuration>(t.Configuration, StudyJson.Options)!,
            objective == 0 ? t.Loss!.Value : Loss(definition.Objectives[objective], t.Metrics!))).ToList();
        var shares = await Task.Run(() => ParameterImportance.Of(definition.Space, evaluations, method, definition.Seed), cancellationToken);
        var view = shares is null ? null
            : new ImportanceView(row.LastSequence, Title(method), count, [.. shares.Select(s => new ParameterShare(s.Key, s.Value))]);
        return cache.Set(key, view, Kept);
    }

    // A completed trial has reported every objective.
    private static double Loss(Objective objective, string metrics) =>
        objective.ToLoss(JsonSerializer.Deserialize<Dictionary<string, double>>(metrics, StudyJson.Options)![objective.Metric]);

    private static string Title(ImportanceMethod method) => method == ImportanceMethod.Fanova ? "fANOVA" : "PED-ANOVA";
}

/// <summary>How much each parameter of a study matters.</summary>
/// <param name="Sequence">Sequence number of the study's last event when it was computed.</param>
/// <param name="Method">How it was measured, in words.</param>
/// <param name="Trials">Completed trials that it is of.</param>
/// <param name="Parameters">The largest share first.</param>
public sealed record ImportanceView(long Sequence, string Method, int Trials, IReadOnlyList<ParameterShare> Parameters);

/// <summary>A parameter's share.</summary>
/// <param name="Name">Parameter.</param>
/// <param name="Importance">From 0 to 1; all shares add up to 1.</param>
public sealed record ParameterShare(string Name, double Importance);
