using AutoMLStudio.Core;
using AutoMLStudio.Neural;
using AutoMLStudio.Surrogates;

namespace AutoMLStudio.Web.Studies;

/// <summary>The catalogue of the studio: each project's own list, joined.</summary>
public static class StudioCatalog
{
    /// <summary>Every method there is.</summary>
    public static Catalog All { get; } = new(CoreCatalog.Methods, SurrogateCatalog.Methods, NeuralCatalog.Methods);
}
