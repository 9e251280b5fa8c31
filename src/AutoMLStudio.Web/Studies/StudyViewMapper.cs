using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Searches;

namespace AutoMLStudio.Web.Studies;

/// <summary>From rows to what pages and the API show.</summary>
internal static class StudyViewMapper
{
    public static StudySummary Summary(StudyRow row, StudyDefinition definition) => new()
    {
        Id = row.Id,
        Name = row.Name,
        State = row.State,
        Sampler = definition.Sampler.Method.Key,
        Scheduler = definition.Scheduler.Method.Key,
        Evaluator = definition.Evaluator.Method.Key,
        Dataset = definition.Dataset,
        Metric = definition.Objectives[0].Metric,
        Direction = definition.Objectives[0].Direction,
        Objectives = definition.Objectives,
        Outcomes = definition.Outcomes,
        Trials = row.TrialCount,
        Finished = row.FinishedCount,
        Failed = row.FailedCount,
        TrialBudget = BudgetOf(definition).Trials,
        Progress = Progress(row, BudgetOf(definition)),
        Remaining = Remaining(row, BudgetOf(definition)),
        BestValue = row.BestValue,
        BestTrial = row.BestTrial,
        Running = TimeSpan.FromSeconds(row.RunningSeconds),
        CreatedAt = row.CreatedAt,
        EndedAt = row.EndedAt,
        Reason = row.Reason,
        Sequence = row.LastSequence,
        Tags = row.Tags,
        Archived = row.Archived,
        HasModel = row.BestTrial is not null && typeof(IModelExporter).IsAssignableFrom(definition.Evaluator.Method.InstanceType),
    };

    public static ParameterView Parameter(Parameter parameter) => parameter switch
    {
        FloatParameter p => new(p.Name, "float", p.Low, p.High, p.Log, null),
        IntParameter p => new(p.Name, "int", p.Low, p.High, p.Log, null),
        ChoiceParameter p => new(p.Name, p.Ordered ? "ordinal" : "categorical", null, null, false, [.. p.Choices.Select(c => c.ToString())]),
        _ => new(parameter.Name, "architecture", null, null, false, null),
    };

    // A search by shared weights and the trainings after it are often fewer than the limit of trials.
    private static StudyBudget BudgetOf(StudyDefinition definition) => SharedSearch.Of(definition) is { Trials: var all }
        && !(definition.Budget.Trials < all) ? definition.Budget with { Trials = all } : definition.Budget;

    private static double Progress(StudyRow row, StudyBudget budget)
    {
        if (row.State == StudyState.Completed) return 1;
        var shares = new[]
        {
            budget.Trials is { } trials ? (double)row.FinishedCount / trials : 0,
            budget.Time is { } time ? row.RunningSeconds / time.TotalSeconds : 0,
        };
        return Math.Clamp(shares.Max(), 0, 1);
    }

    private static TimeSpan? Remaining(StudyRow row, StudyBudget budget)
    {
        var progress = Progress(row, budget);
        return row.State == StudyState.Running && progress is > 0.02 and < 1
            ? TimeSpan.FromSeconds(row.RunningSeconds * (1 - progress) / progress)
            : null;
    }
}
