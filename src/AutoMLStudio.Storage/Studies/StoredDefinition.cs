using System.Text.Json;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Storage.Studies;

/// <summary>Reads from a canonical study file the little that storage needs, without a catalogue.</summary>
internal static class StoredDefinition
{
    /// <summary>The objectives of a study.</summary>
    /// <exception cref="InvalidDataException">The stored text is no canonical study file.</exception>
    public static IReadOnlyList<Objective> Objectives(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("objective", out var objective))
            throw new InvalidDataException("The stored study has no 'objective'.");
        return objective.ValueKind == JsonValueKind.Array ? [.. objective.EnumerateArray().Select(Read)] : [Read(objective)];
    }

    /// <summary>Its outcome constraints.</summary>
    /// <exception cref="InvalidDataException">The stored text is no canonical study file.</exception>
    public static IReadOnlyList<OutcomeConstraint> Outcomes(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("outcomes", out var outcomes) ? [.. outcomes.EnumerateArray().Select(Outcome)] : [];
    }

    private static OutcomeConstraint Outcome(JsonElement json)
    {
        if (json.TryGetProperty("metric", out var metric) && metric.GetString() is { } name)
        {
            if (json.TryGetProperty("at_most", out var most)) return new(name, OutcomeSide.AtMost, most.GetDouble());
            if (json.TryGetProperty("at_least", out var least)) return new(name, OutcomeSide.AtLeast, least.GetDouble());
        }
        throw new InvalidDataException($"An outcome of a stored study has a metric and a bound; this one is {json.GetRawText()}.");
    }

    private static Objective Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("metric", out var metric) && json.TryGetProperty("direction", out var direction)
        && metric.GetString() is { } name && Enum.TryParse<Direction>(direction.GetString(), ignoreCase: true, out var way)
            ? new(name, way)
            : throw new InvalidDataException($"An objective of a stored study has a metric and a direction; this one is {json.GetRawText()}.");
}
