using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Spaces;

/// <summary>
/// A network architecture as a declared parameter. A space that flattens is replaced in <see cref="SearchSpace.Parameters"/> by its ordinary
/// parameters, named <c>name.part</c>; one that does not stays as it is and only samplers that know architectures can search it.
/// </summary>
/// <param name="Name">Name in the study file.</param>
/// <param name="Space">The set of architectures.</param>
public sealed record ArchitectureParameter(string Name, ArchitectureSpace Space) : Parameter(Name)
{
    /// <inheritdoc/>
    public override long? Cardinality => null;

    /// <inheritdoc/>
    public override bool IsNominal => true;

    /// <inheritdoc/>
    public override string Domain => $"an architecture of the space {Space.Key}";

    /// <inheritdoc/>
    public override bool Contains(ParameterValue value) => value.Kind == ValueKind.Architecture && Space.WhyNotIn(value.Architecture) is null;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: the space has no finite set of dimensions.</exception>
    public override ParameterValue FromUnit(double unit) => throw NoScale();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: the space has no finite set of dimensions.</exception>
    public override double ToUnit(ParameterValue value) => throw NoScale();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: the space has no finite set of dimensions.</exception>
    public override IReadOnlyList<ParameterValue> Grid(int points) => throw NoScale();

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = "architecture", ["space"] = Space.Key };
        foreach (var (key, value) in Space.ToJson()) json[key] = value?.DeepClone();
        return json;
    }

    private InvalidOperationException NoScale() =>
        new($"The architectures of '{Name}' ({Space.Key}) have no finite set of dimensions; choose a sampler that searches architectures directly.");
}
