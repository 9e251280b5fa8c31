using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Surrogates;

/// <summary>Reads the models of studies.</summary>
public sealed class SurrogateQueries(
    IDbContextFactory<StudyContext> contexts, StudyDefinitions definitions, StudyHistories histories, SurrogateFits fits)
{
    /// <summary>Values along an axis: of one, and of each of two.</summary>
    private const int CurveResolution = 121;
    private const int GridResolution = 41;

    /// <summary>The study as it stood after an event (null: now); null when there is no such study.</summary>
    public async Task<SurrogateMoment?> AtAsync(long id, long? sequence, CancellationToken cancellationToken)
    {
        if (await DefinitionAsync(id, cancellationToken) is not { } definition) return null;
        return await histories.ReadAsync(
            id, definition, log =>
            {
                var moment = Moment(log, sequence);
                var history = log.At(moment == Moment(log, null) ? null : moment);
                return new SurrogateMoment(id, definition, moment, Seen(definition, history), sequence <= log.History.Sequence);
            }, cancellationToken);
    }

    /// <summary>What a question of names and texts asks for.</summary>
    /// <exception cref="StudyFileException">A name or value is none of the study's; every fault is in it.</exception>
    public static SurrogateLook Look(SurrogateMoment moment, string? first, string? second, IEnumerable<KeyValuePair<string, string>> given)
    {
        var reader = new SurrogateQuestion(moment.StudyId, moment.Space);
        string[] parameters = second is null ? [reader.First(first)] : [reader.First(first), reader.Second(second, first)];
        var at = reader.Given(given);
        if (reader.Faults.Count > 0) throw new StudyFileException(reader.Faults);
        return new(moment, new(parameters, at, parameters.Length == 1 ? CurveResolution : GridResolution));
    }

    /// <summary>The model over the parameters.</summary>
    public async Task<SurrogateCut> CutAsync(SurrogateLook look, CancellationToken cancellationToken)
    {
        var (history, answer, model) = await FitAsync(look.Moment, cancellationToken);
        if (model is null) return answer;
        var axis = look.Moment.Budget;
        // What other tasks came to is no value of this one, however much it tells the model.
        var own = look.Moment.Definition.Sampler.Method.HasOtherTasks ? history.Own() : history;
        answer = answer with
        {
            Incumbent = Whole(model.Incumbent, axis),
            Proposal = model.Proposal is { } next ? Whole(next, axis) : null,
            Points = SurrogateMapper.Points(own, look.Request.Parameters, model.Good, axis),
        };
        if (model.Cut(look.Request) is not { } cut) return answer with { Status = SurrogateStatus.Inactive };
        return answer with
        {
            Axes = [.. cut.Grid.Axes.Select(a => new SurrogateAxis(a.Parameter, [.. a.Values.Select(v => v.ToJson())]))],
            Fields = SurrogateMapper.Fields(cut, history.Objectives[0]),
            At = cut.Grid.At.ToJson(),
        };
    }

    /// <summary>What the model says of itself.</summary>
    public async Task<SurrogateDiagnostics> DiagnosticsAsync(SurrogateMoment moment, CancellationToken cancellationToken)
    {
        var (history, answer, model) = await FitAsync(moment, cancellationToken);
        return model is null ? new(answer.Sequence, answer.Status, answer.Known)
            : SurrogateMapper.Diagnostics(answer.Sequence, answer.Known, model.Diagnose(), history.Objectives[0]);
    }

    /// <summary>Where the model believes the best value to lie.</summary>
    public async Task<SurrogateMinimum> MinimumAsync(SurrogateMoment moment, CancellationToken cancellationToken)
    {
        var (_, answer, model) = await FitAsync(moment, cancellationToken);
        return SurrogateMapper.Minimum(answer.Sequence, answer.Status, model, moment.Definition.Space.Parameters);
    }

    /// <summary>The moments after a sequence number; null when there is no such study.</summary>
    public async Task<SurrogateIterations?> IterationsAsync(long id, long after, CancellationToken cancellationToken)
    {
        if (await DefinitionAsync(id, cancellationToken) is not { } definition) return null;
        return await histories.ReadAsync(
            id, definition, log =>
            {
                var ends = log.Events.Skip((int)Math.Min(after, log.Events.Count)).OfType<TrialEnded>()
                    .Where(e => e.State is TrialState.Completed or TrialState.Stopped && log.History[e.Number].Loss is not null).ToList();
                return new SurrogateIterations(
                    log.History.Sequence, Moment(log, null), [.. ends.Select(e => e.Number)], [.. ends.Select(e => e.Sequence)]);
            }, cancellationToken);
    }

    private async Task<(History History, SurrogateCut Answer, IFittedModel? Model)> FitAsync(
        SurrogateMoment moment, CancellationToken cancellationToken)
    {
        var (definition, history) = (moment.Definition, moment.History);
        var readiness = SurrogateMoment.ViewOf(definition)?.Readiness(definition.Space, history);
        var status = readiness is not { } r ? SurrogateStatus.None : r.Known < r.Needed ? SurrogateStatus.Waiting : SurrogateStatus.Ready;
        var answer = new SurrogateCut
        {
            Sequence = moment.Sequence, Status = status, Known = readiness?.Known ?? 0, Needed = readiness?.Needed ?? 0,
        };
        return (history, answer, status == SurrogateStatus.Ready ? await fits.GetAsync(moment, cancellationToken) : null);
    }

    private static JsonObject Whole(Configuration configuration, BudgetAxis? axis) => (axis?.Extend(configuration) ?? configuration).ToJson();

    // As the scheduler hands it to the sampler: it names the budgets at which trials compare. It does so whenever it asks for a first trial.
    private static History Seen(StudyDefinition definition, History history)
    {
        IReadOnlyList<double> budgets = [];
        definition.Scheduler.Make<IScheduler>(definition.Context()).Next(new(definition.Objectives), asked =>
        {
            budgets = asked.Fidelities;
            return null;
        });
        return budgets.Count == 0 ? history : history.WithFidelities(budgets);
    }

    // Reports of running trials and changes of the study's state do not reach a model: moments between which nothing else happened are one.
    private static long Moment(StudyLog log, long? sequence)
    {
        var at = (int)Math.Clamp(sequence ?? log.History.Sequence, 0, log.History.Sequence);
        while (at > 0 && log.Events[at - 1] is not (TrialStarted or TrialResumed or TrialEnded)) at--;
        return at;
    }

    private async Task<StudyDefinition?> DefinitionAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        return row is null ? null : definitions.Of(row);
    }
}
