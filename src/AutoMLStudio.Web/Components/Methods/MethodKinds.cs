using AutoMLStudio.Core;

namespace AutoMLStudio.Web.Components.Methods;

/// <summary>The kinds of methods in words.</summary>
internal static class MethodKinds
{
    /// <summary>Kind, its name in an address, in the plural, in the singular, and what it is about.</summary>
    public static IReadOnlyList<(MethodKind Kind, string Key, string Plural, string Singular, string About)> All { get; } =
    [
        (MethodKind.Sampler, "samplers", Texts.Of("Samplers"), Texts.Of("Sampler"), Texts.Of("what to try next")),
        (MethodKind.Scheduler, "schedulers", Texts.Of("Schedulers"), Texts.Of("Scheduler"), Texts.Of("how much to spend on it")),
        (MethodKind.Evaluator, "evaluators", Texts.Of("Evaluators"), Texts.Of("Evaluator"), Texts.Of("what a trial is")),
        (MethodKind.StoppingRule, "stopping", Texts.Of("Stopping rules"), Texts.Of("Stopping rule"), Texts.Of("when it is enough")),
        (MethodKind.ArchitectureSpace, "spaces", Texts.Of("Architecture spaces"), Texts.Of("Architecture space"), Texts.Of("which networks there are")),
    ];
}
