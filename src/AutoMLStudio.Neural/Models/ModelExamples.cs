using AutoMLStudio.Datasets;

namespace AutoMLStudio.Neural.Models;

/// <summary>Examples that no training has seen.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Indices">Which of its examples, ascending; at least one.</param>
/// <param name="Part"><c>test</c>, or <c>validation</c> where nothing was set aside for testing.</param>
public sealed record ModelExamples(Dataset Dataset, IReadOnlyList<int> Indices, string Part)
{
    /// <summary>Their numbers one after another, raw.</summary>
    public float[] Features()
    {
        var features = new float[(long)Indices.Count * Dataset.FeatureCount];
        for (var i = 0; i < Indices.Count; i++) Dataset.Example(Indices[i]).CopyTo(features.AsSpan(i * Dataset.FeatureCount));
        return features;
    }

    /// <summary>What is to be predicted for them: class indices, or values on their raw scale.</summary>
    public float[] Targets() => [.. Indices.Select(i => Dataset.Targets.Span[i])];
}
