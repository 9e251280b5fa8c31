using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Surrogates;

/// <summary>What is looked at: a study's model over one or two parameters at a moment.</summary>
/// <param name="Moment">The study at that moment.</param>
/// <param name="Request">The cut.</param>
public sealed record SurrogateLook(SurrogateMoment Moment, CutRequest Request);

/// <summary>A study as it stood after an event.</summary>
/// <param name="StudyId">The study.</param>
/// <param name="Definition">Its definition.</param>
/// <param name="Sequence">Sequence number of the last event that made a difference to a model.</param>
/// <param name="History">What was known, and perhaps what running trials have reported since.</param>
/// <param name="IsPast">True when what comes later does not change the answer.</param>
public sealed record SurrogateMoment(long StudyId, StudyDefinition Definition, long Sequence, History History, bool IsPast)
{
    /// <summary>The budget as an axis of the model; null where it is none.</summary>
    public BudgetAxis? Budget => ViewOf(Definition)?.Budget;

    /// <summary>The study's space, with the budget behind it where the model has it for an axis.</summary>
    public SearchSpace Space => Budget?.Extend(Definition.Space) ?? Definition.Space;

    /// <summary>
    /// The sampler of a study as one that shows its model; null for one without, and where a space of architectures without dimensions has no axis that
    /// a model could be drawn along.
    /// </summary>
    public static IModelView? ViewOf(StudyDefinition definition) =>
        typeof(IModelView).IsAssignableFrom(definition.Sampler.Method.InstanceType)
            && !definition.Space.Parameters.Any(p => p is ArchitectureParameter)
            ? definition.Sampler.Make<IModelView>(definition.Context()) : null;
}
