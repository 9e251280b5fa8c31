using AutoMLStudio.Datasets;

namespace AutoMLStudio.Neural.Training;

/// <summary>
/// What a trained network is and where it comes from: all that an export needs beside the weights, so that it needs neither dataset nor study.
/// </summary>
/// <param name="Graph">The network in JSON, its output in training form.</param>
/// <param name="Configuration">Canonical text of the trial's configuration.</param>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="ClassNames">Names of the classes; empty for regression.</param>
/// <param name="ColumnNames">Names of a table's columns; empty for images.</param>
/// <param name="TargetScale">Mean and deviation of the target; null unless it is a regression.</param>
/// <param name="Vocabulary">The tokens of a text; none for other data.</param>
internal sealed record TrainedModel(
    string Graph,
    string Configuration,
    string Dataset,
    string Fingerprint,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<string> ColumnNames,
    Normalization? TargetScale,
    IReadOnlyList<string>? Vocabulary = null);
