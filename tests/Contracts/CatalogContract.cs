using System.Text.RegularExpressions;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Contracts;

/// <summary>What every entry of the catalogue must have, so that the form, the command line and the documentation can be made of it.</summary>
public sealed partial class CatalogContract
{
    public static IEnumerable<TheoryDataRow<MethodKind, string>> All =>
        Methods.Catalog.Methods.Select(m => new TheoryDataRow<MethodKind, string>(m.Kind, m.Key));

    [Theory]
    [MemberData(nameof(All))]
    public void A_method_is_described_for_a_person(MethodKind kind, string key)
    {
        var method = Methods.Catalog.Find(kind, key)!;
        KeyPattern().IsMatch(method.Key).ShouldBeTrue();
        method.Title.ShouldNotBeEmpty();
        method.Family.ShouldNotBeEmpty();
        method.Summary.ShouldEndWith(".");
        Regex.Count(method.Summary, @"\.( |$)", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBeInRange(2, 3, method.Summary);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_option_has_a_title_a_description_and_a_default_in_its_range(MethodKind kind, string key)
    {
        foreach (var option in OptionsSchema.Of(Methods.Catalog.Find(kind, key)!.OptionsType))
        {
            option.Description.ShouldEndWith(".", Case.Sensitive, $"{key}.{option.Key}");
            option.Title.ShouldNotContain("_", Case.Sensitive, $"{key}.{option.Key}");
            if (option.Kind is not (OptionKind.Number or OptionKind.Integer)) continue;
            (option.Minimum is not null && option.Maximum is not null).ShouldBeTrue($"{key}.{option.Key} has no range");
            if (option.Default is not { } standard) continue;
            double.Parse(standard.ToJsonString()).ShouldBeInRange(option.Minimum!.Value, option.Maximum!.Value, $"{key}.{option.Key}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_method_can_be_made_from_its_defaults(MethodKind kind, string key)
    {
        var method = Methods.Catalog.Find(kind, key)!;
        var options = Activator.CreateInstance(method.OptionsType)!;
        var context = Runs.Study("flat").Context();
        if (options is IEvaluatorOptions evaluator)
        {
            if (evaluator.Faults("glyphs").Any()) return;
            context = context with
            {
                Space = evaluator.DefaultSpace ?? context.Space,
                Dataset = "glyphs",
                Objectives = [evaluator.DefaultObjective!],
            };
        }
        if (method.OnlyEvaluator == "network") context = context with { Space = Searchable(method, options, context) };
        var instance = method.Make(options, context);
        method.InstanceType.IsInstanceOfType(instance).ShouldBeTrue();
        (kind switch
        {
            MethodKind.Sampler => typeof(ISampler),
            MethodKind.Scheduler => typeof(IScheduler),
            MethodKind.Evaluator => typeof(IEvaluator),
            MethodKind.StoppingRule => typeof(IStoppingRule),
            _ => typeof(ArchitectureSpace),
        }).IsInstanceOfType(instance).ShouldBeTrue();
    }

    /// <summary>An architecture of the first space of the catalogue that a search by shared weights takes.</summary>
    private static SearchSpace Searchable(Method method, object options, MethodContext context)
    {
        foreach (var space in Methods.Catalog.Of(MethodKind.ArchitectureSpace))
        {
            var own = (ArchitectureSpace)space.Make(Activator.CreateInstance(space.OptionsType)!, context);
            var searched = new SearchSpace([new ArchitectureParameter("net", own)]);
            try
            {
                method.Make(options, context with { Space = searched });
                return searched;
            }
            catch (ArgumentException)
            {
                // Another space, then.
            }
        }
        throw new InvalidOperationException($"'{method.Key}' takes no space of the catalogue.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_paper_stands_in_the_references(MethodKind kind, string key)
    {
        if (Methods.Catalog.Find(kind, key)!.Paper is not { } paper) return;
        File.ReadAllText(Path.Combine(Repository.Root, "REFERENCES.md")).ShouldContain($"**[{paper}]**");
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyPattern();
}
