using System.Reflection;
using AutoMLStudio.Core;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural;
using AutoMLStudio.Storage;
using AutoMLStudio.Surrogates;
using AutoMLStudio.Web.Hosting;
using NetArchTest.Rules;

namespace AutoMLStudio.Web.Tests.House;

/// <summary>The arrows between the projects, and what no project may touch.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Core = typeof(Catalog).Assembly;
    private static readonly Assembly Surrogates = typeof(SurrogateCatalog).Assembly;
    private static readonly Assembly Datasets = typeof(DatasetCatalog).Assembly;
    private static readonly Assembly Neural = typeof(NeuralCatalog).Assembly;
    private static readonly Assembly Storage = typeof(StudyContext).Assembly;
    private static readonly Assembly Web = typeof(StudioHost).Assembly;

    /// <summary>A project and the projects of the studio that it may reference.</summary>
    public static TheoryData<string, string[]> Arrows { get; } = new()
    {
        { "AutoMLStudio.Core", [] },
        { "AutoMLStudio.Surrogates", ["AutoMLStudio.Core"] },
        { "AutoMLStudio.Datasets", ["AutoMLStudio.Core"] },
        { "AutoMLStudio.Neural", ["AutoMLStudio.Core", "AutoMLStudio.Datasets"] },
        { "AutoMLStudio.Storage", ["AutoMLStudio.Core"] },
        { "AutoMLStudio.Migrations", ["AutoMLStudio.Storage"] },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_project_references_only_what_the_design_allows(string project, string[] allowed)
    {
        var studio = Assembly.Load(project).GetReferencedAssemblies().Select(a => a.Name!)
            .Where(n => n.StartsWith("AutoMLStudio.", StringComparison.Ordinal));
        studio.Except(allowed).ShouldBeEmpty();
    }

    [Fact]
    public void Core_needs_the_base_class_library_and_nothing_else()
    {
        var others = Core.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(n => !n.StartsWith("System.", StringComparison.Ordinal) && n is not "Microsoft.Win32.Primitives");
        others.ShouldBeEmpty();
    }

    [Fact]
    public void Tensors_stay_in_the_projects_that_compute()
    {
        foreach (var assembly in new[] { Core, Datasets, Storage, Web })
            Types.InAssembly(assembly).ShouldNot().HaveDependencyOn("TorchSharp").GetResult().FailingTypeNames.ShouldBeNull();
    }

    [Fact]
    public void Chance_has_a_name_in_every_project()
    {
        foreach (var assembly in new[] { Core, Surrogates, Datasets, Neural, Storage })
            Types.InAssembly(assembly).ShouldNot().HaveDependencyOn("System.Random").GetResult().FailingTypeNames.ShouldBeNull();
    }

    [Fact]
    public void Interfaces_of_the_core_are_small()
    {
        var large = Core.GetExportedTypes().Where(t => t.IsInterface && t.GetMembers().Count(m => m is not MethodInfo { IsSpecialName: true }) > 5);
        large.Select(t => t.Name).ShouldBeEmpty();
    }
}
