using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>The budget as an axis of a model that tells budgets apart: beside the parameters, as if it were one of them.</summary>
public sealed class BudgetAxis
{
    /// <summary>Its name in cuts, which no parameter of a space can have.</summary>
    public const string Key = "$budget";

    private readonly IReadOnlyList<double> _budgets;

    private BudgetAxis(Parameter parameter, IReadOnlyList<double> budgets) => (Parameter, _budgets) = (parameter, budgets);

    /// <summary>The axis: a number on a logarithmic scale, or an ordered choice among tasks.</summary>
    public Parameter Parameter { get; }

    /// <summary>The budget that matters, the largest.</summary>
    public double Whole => _budgets[^1];

    /// <summary>Budgets between which a model is continuous; null for fewer than two.</summary>
    /// <param name="budgets">Those that trials get, growing and above zero.</param>
    public static BudgetAxis? Sizes(IReadOnlyList<double> budgets) =>
        budgets.Count < 2 ? null : new(new FloatParameter(Key, budgets[0], budgets[^1], Log: true), budgets);

    /// <summary>Budgets that are tasks of their own; null for fewer than two.</summary>
    /// <param name="budgets">Those that trials get, growing and above zero.</param>
    public static BudgetAxis? Tasks(IReadOnlyList<double> budgets) =>
        budgets.Count < 2 ? null : new(new ChoiceParameter(Key, [.. budgets.Select(b => (ParameterValue)b)], Ordered: true), budgets);

    /// <summary>The space with this axis behind its parameters.</summary>
    public SearchSpace Extend(SearchSpace space) => new([.. space.Declared, Parameter], space.Constraints, space.Costs);

    /// <summary>The configuration with the budget it is to be tried with as a value; the whole where it names none.</summary>
    public Configuration Extend(Configuration configuration) => configuration.With(Key, configuration.Budget is { } budget ? Near(budget) : Whole);

    /// <summary>The budget of a trial, of one that was stopped what it had spent, as the model takes it: the nearest of its budgets.</summary>
    public double Of(Trial trial) => Near(trial.State == TrialState.Stopped ? trial.Step : trial.Budget);

    private double Near(double budget) => _budgets.MinBy(b => Math.Abs(Math.Log(b / budget)));
}
