using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Core.Spaces;

/// <summary>A network architecture as plain data.</summary>
/// <param name="Space">Key of the space it belongs to, for example <c>chain</c>.</param>
/// <param name="Genotype">Canonical JSON text in that space's own form; equal architectures have equal texts.</param>
public sealed record Architecture(string Space, string Genotype);

/// <summary>
/// A finite-dimensional architecture space as ordinary parameters, so that every sampler searches it as it is.
/// </summary>
/// <param name="Parameters">The parameters, with conditions between them; their names are relative to the space.</param>
/// <param name="Decode">From a configuration of exactly these parameters to the architecture.</param>
/// <param name="Encode">The inverse of <paramref name="Decode"/>.</param>
public sealed record FlatArchitecture(
    IReadOnlyList<Parameter> Parameters, Func<Configuration, Architecture> Decode, Func<Architecture, Configuration> Encode);

/// <summary>
/// A set of architectures that can be sampled, mutated, crossed over, tested for membership and, when finite-dimensional, flattened.
/// </summary>
public abstract class ArchitectureSpace
{
    /// <summary>Key in the catalogue, for example <c>chain</c>.</summary>
    public abstract string Key { get; }

    /// <summary>One architecture at random.</summary>
    public abstract Architecture Sample(Rng rng);

    /// <summary>
    /// A neighbour of <paramref name="parent"/> that differs from it in one decision, unless the space holds only one architecture.
    /// </summary>
    public abstract Architecture Mutate(Architecture parent, Rng rng);

    /// <summary>A child that takes each decision from one of its parents.</summary>
    public abstract Architecture CrossOver(Architecture first, Architecture second, Rng rng);

    /// <summary>Null when <paramref name="architecture"/> belongs to the space, otherwise the reason in one sentence.</summary>
    public abstract string? WhyNotIn(Architecture architecture);

    /// <summary>The space as ordinary parameters; null when it has no finite set of dimensions.</summary>
    public abstract FlatArchitecture? Flatten();

    /// <summary>The options that this space was made from, as they stand in a study file beside <c>type</c> and <c>space</c>.</summary>
    public abstract JsonObject ToJson();
}
