using AutoMLStudio.Core;
using AutoMLStudio.Neural;
using AutoMLStudio.Surrogates;

namespace AutoMLStudio.Contracts;

/// <summary>The catalogue that the suites run over. A new method is in every suite as soon as it is in its project's list.</summary>
internal static class Methods
{
    public static readonly Catalog Catalog = new(CoreCatalog.Methods, SurrogateCatalog.Methods, NeuralCatalog.Methods);

    /// <summary>Options that make a method quick or seeded where its defaults do not; a method that is not here runs with its defaults.</summary>
    private static readonly Dictionary<string, string> Options = new()
    {
        ["gp"] = "\"initial_trials\": 5, \"candidates\": 128, \"local_searches\": 3, \"fantasies\": 16",
        ["bertrand"] = "\"initial_trials\": 5, \"candidates\": 64",
        ["fabolas"] = "\"burn_in\": 5, \"samples\": 1",
        ["multitask"] = "\"burn_in\": 5, \"samples\": 1, \"initial_trials\": 6",
        ["grid"] = "\"points\": 3, \"shuffle\": true",
        ["tpe"] = "\"startup_trials\": 5",
        ["motpe"] = "\"startup_trials\": 5",
        ["one_shot"] = "\"samples\": 12",
        ["median"] = "\"startup_trials\": 3",
    };

    public static IEnumerable<string> Samplers => Catalog.Of(MethodKind.Sampler).Where(m => m is { ChoosesBudgets: false, OnlyEvaluator: null }).Select(m => m.Key);

    /// <summary>Samplers that choose budgets: one configuration may come again with another.</summary>
    public static IEnumerable<string> BudgetSamplers => Catalog.Of(MethodKind.Sampler).Where(m => m is { ChoosesBudgets: true, OnlyEvaluator: null }).Select(m => m.Key);

    public static IEnumerable<string> Schedulers => Catalog.Of(MethodKind.Scheduler).Select(m => m.Key);

    /// <summary>The method as a study file chooses it.</summary>
    public static string Choice(string key) => $"{{\"type\": \"{key}\"{(Options.TryGetValue(key, out var options) ? ", " + options : "")}}}";
}
