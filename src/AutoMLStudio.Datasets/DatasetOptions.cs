using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Datasets;

/// <summary>What a text is cut into.</summary>
public enum TextTokens
{
    /// <summary>Single characters.</summary>
    Characters,
    /// <summary>Words in lower case, numbers, and single marks between them.</summary>
    Words,
}

/// <summary>
/// How a dataset is made or read. Every property has a default that suits most data; those that a kind of source does not have are not looked at.
/// </summary>
public sealed record DatasetOptions
{
    /// <summary>Built-in data: number of examples to make. Default: 2,000 for glyphs, 1,000 for moons.</summary>
    [Range(20, 1_000_000)]
    [Display(Name = "Examples")]
    public int? Count { get; init; }

    /// <summary>Built-in data: names the examples drawn. Default 1.</summary>
    [Display(Name = "Seed")]
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Images: height and width in pixels. Default: 16 for glyphs; for a zip the pictures' own size (the median one where they differ), at most 64.
    /// </summary>
    [Range(8, 512)]
    [Display(Name = "Image size")]
    public int? ImageSize { get; init; }

    /// <summary>Images: at most this many examples of each class, the first ones, in each of the training and test parts. Default: all.</summary>
    [Range(2, 10_000_000)]
    [Display(Name = "Most examples a class")]
    public int? MaxPerClass { get; init; }

    /// <summary>
    /// Tables: name of the column to predict, or its number counted from 1. Default: the one named target, label, class or y, or else the last.
    /// </summary>
    [Display(Name = "Target column")]
    public string? Target { get; init; }

    /// <summary>
    /// Tables: what to predict. Default: regression when the target is numeric with fractions or more than 20 values, or else classification.
    /// </summary>
    [Display(Name = "Task")]
    public DatasetTask? Task { get; init; }

    /// <summary>CSV: whether the first row holds names. Default: it does unless one of its cells is a number.</summary>
    [Display(Name = "Header row")]
    public bool? Header { get; init; }

    /// <summary>CSV: comma, semicolon, tab or bar. Default: the one that cuts the first lines most evenly.</summary>
    [Display(Name = "Separator")]
    public char? Separator { get; init; }

    /// <summary>
    /// Text: what it is cut into. A plain text then asks for the next token; a table for the class of the text in its column of the longest texts.
    /// Default: the file is no text.
    /// </summary>
    [Display(Name = "Text as")]
    public TextTokens? Text { get; init; }

    /// <summary>Text: tokens of an example. Default 64.</summary>
    [Range(2, 4096)]
    [Display(Name = "Length")]
    public int Length { get; init; } = 64;

    /// <summary>Text: most different tokens; the rarer ones share one. Default 10,000.</summary>
    [Range(2, 100_000)]
    [Display(Name = "Vocabulary")]
    public int Vocabulary { get; init; } = 10_000;

    /// <summary>
    /// Tables: number of series that a row holds one after another, its columns in their order being their points in time. Default: a row is no
    /// series.
    /// </summary>
    [Range(1, 1000)]
    [Display(Name = "Series")]
    public int? Series { get; init; }

    /// <summary>IDX: path of the labels. Default: the images' path with <c>labels-idx1</c> for <c>images-idx3</c>.</summary>
    [Display(Name = "Labels file")]
    public string? Labels { get; init; }

    /// <summary>Files: what messages and the dataset are called. Default: the name of the file, which is not always the one a person knows.</summary>
    [Display(Name = "Name")]
    public string? Name { get; init; }

    /// <summary>What messages call the file at <paramref name="path"/>.</summary>
    internal string Called(string path) => Name ?? Path.GetFileName(path);
}
