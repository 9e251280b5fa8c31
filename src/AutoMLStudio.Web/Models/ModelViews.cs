using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Drawing;

namespace AutoMLStudio.Web.Models;

/// <summary>The trained model of a trial.</summary>
public sealed record ModelView
{
    /// <summary>The study.</summary>
    public required long StudyId { get; init; }

    /// <summary>Its name.</summary>
    public required string Study { get; init; }

    /// <summary>The trial.</summary>
    public required int Trial { get; init; }

    /// <summary>The study's best trial.</summary>
    public int? BestTrial { get; init; }

    /// <summary>Metric that decides which trial is best.</summary>
    public required string Metric { get; init; }

    /// <summary>What the trial reached, in the metric's own sign.</summary>
    public double? Value { get; init; }

    /// <summary>Epochs that it was trained for.</summary>
    public double Epochs { get; init; }

    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Bytes of the ONNX file.</summary>
    public required long Size { get; init; }

    /// <summary>SHA-256 of the ONNX file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Trained numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiplications with an addition for one example.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Largest difference that the check of the file found, relative for outputs above 1; null when the file does not say.</summary>
    public double? CheckDifference { get; init; }

    /// <summary>Name of the file's input.</summary>
    public required string InputName { get; init; }

    /// <summary>Name of the file's output.</summary>
    public required string OutputName { get; init; }

    /// <summary>Shape of one example: [channels, height, width], [columns], of text [length], of series [channels, length].</summary>
    public required IReadOnlyList<int> InputShape { get; init; }

    /// <summary>Names of the classes; empty for a regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Names of a table's columns in the order of the input; empty for images.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The fields that a person fills in for a row; empty for images.</summary>
    public required IReadOnlyList<TableField> Fields { get; init; }

    /// <summary>True when an example is a picture.</summary>
    public bool IsImage => InputShape.Count == 3;

    /// <summary>True when an example is a text or a series: a person does not fill in one of those by hand.</summary>
    public bool IsSequence => InputShape.Count == 2 || (!IsImage && Columns.Count == 0 && Fields.Count == 0);

    /// <summary>True when a class is predicted, false for a number.</summary>
    public bool IsClassification => Classes.Count > 0;

    /// <summary>Name that the ONNX file is downloaded under.</summary>
    public string FileName => $"study-{StudyId}-trial-{Trial}.onnx";
}

/// <summary>The drawn network of a trial.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Network">The drawing.</param>
public sealed record TrialNetwork(int Trial, DrawnNetwork Network);

/// <summary>Examples that no training has seen.</summary>
/// <param name="Part"><c>test</c> or <c>validation</c>.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Samples">Some of them.</param>
public sealed record SamplePage(string Part, int Total, IReadOnlyList<SampleView> Samples);

/// <summary>An example.</summary>
/// <param name="Index">Its place in the dataset.</param>
/// <param name="Truth">Its class, or its value.</param>
/// <param name="Pixels">A picture: brightness from 0 to 255, channel after channel, in base64; null for a row.</param>
/// <param name="Cells">A row: cells by name of the field; null for a picture.</param>
public sealed record SampleView(int Index, string Truth, byte[]? Pixels, IReadOnlyDictionary<string, string>? Cells);

/// <summary>What a model says of an example.</summary>
/// <param name="Label">The most probable class; null for a regression.</param>
/// <param name="Value">The value; null for a classification.</param>
/// <param name="Probabilities">Probability of each class, in their order; null for a regression.</param>
public sealed record Prediction(string? Label, float? Value, float[]? Probabilities);

/// <summary>What a model says of examples.</summary>
/// <param name="Trial">The trial whose model it is.</param>
/// <param name="Classes">Names of the classes; empty for a regression.</param>
/// <param name="Results">One an example.</param>
/// <param name="Seen">The picture as the model saw it: brightness from 0 to 255, channel after channel, in base64; null for rows.</param>
public sealed record Predictions(int Trial, IReadOnlyList<string> Classes, IReadOnlyList<Prediction> Results, byte[]? Seen = null);
