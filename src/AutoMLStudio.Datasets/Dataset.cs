using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace AutoMLStudio.Datasets;

/// <summary>What one example is.</summary>
public enum DatasetKind
{
    /// <summary>A picture of [channels, height, width].</summary>
    Images,
    /// <summary>A row of numbers, categories already encoded.</summary>
    Table,
    /// <summary>A piece of text as numbers of tokens, [length].</summary>
    Text,
    /// <summary>One or several series of numbers side by side, [channels, length].</summary>
    Series,
}

/// <summary>What is to be predicted.</summary>
public enum DatasetTask
{
    /// <summary>One of at least two classes.</summary>
    Classification,
    /// <summary>A real number.</summary>
    Regression,
    /// <summary>The token that follows, at every place of a text.</summary>
    NextToken,
}

/// <summary>A supervised dataset in memory: immutable, as flat arrays, so that this project knows no tensor.</summary>
public sealed class Dataset
{
    private readonly Lazy<string> _fingerprint;

    /// <summary>A dataset over these arrays, which must not be written to afterwards.</summary>
    /// <param name="name">What a person calls it.</param>
    /// <param name="kind">What one example is.</param>
    /// <param name="shape">
    /// Shape of one example: [channels, height, width] for images, [columns] for a table, [length] for text, [channels, length] for series.
    /// </param>
    /// <param name="features">All examples one after another, each in row-major order of <paramref name="shape"/>.</param>
    /// <param name="targets">One an example: index of its class, its value, or the token that follows its last one.</param>
    /// <param name="classNames">At least two for classification; empty makes it a regression, or with text the prediction of the next token.</param>
    /// <param name="columnNames">One a column for a table; empty for images.</param>
    /// <param name="fixedTest">Ascending indices of the examples that the source sets aside for testing; null when it does not.</param>
    /// <param name="vocabulary">The tokens of a text in the order of their numbers; at least two for text, none for all else.</param>
    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    public Dataset(
        string name,
        DatasetKind kind,
        IReadOnlyList<int> shape,
        float[] features,
        float[] targets,
        IReadOnlyList<string> classNames,
        IReadOnlyList<string>? columnNames = null,
        IReadOnlyList<int>? fixedTest = null,
        IReadOnlyList<string>? vocabulary = null)
    {
        Name = name;
        Kind = kind;
        Shape = [.. shape];
        FeatureCount = shape.Aggregate(1, (a, b) => checked(a * b));
        Features = features;
        Targets = targets;
        ClassNames = [.. classNames];
        ColumnNames = [.. columnNames ?? []];
        FixedTest = fixedTest is null ? null : [.. fixedTest];
        Vocabulary = [.. vocabulary ?? []];
        if (DatasetChecks.Fault(this) is { } fault) throw new ArgumentException(fault);
        _fingerprint = new Lazy<string>(Hash);
    }

    /// <summary>What a person calls it: the built-in name or the file's name.</summary>
    public string Name { get; }

    /// <summary>What one example is.</summary>
    public DatasetKind Kind { get; }

    /// <summary>What is to be predicted.</summary>
    public DatasetTask Task => ClassNames.Count > 0 ? DatasetTask.Classification
        : Kind == DatasetKind.Text ? DatasetTask.NextToken : DatasetTask.Regression;

    /// <summary>Number of examples.</summary>
    public int Count => Targets.Length;

    /// <summary>
    /// Shape of one example: [channels, height, width] for images, [columns] for a table, [length] for text, [channels, length] for series.
    /// </summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Numbers in one example: the product of <see cref="Shape"/>.</summary>
    public int FeatureCount { get; }

    /// <summary>
    /// <see cref="Count"/> × <see cref="FeatureCount"/> numbers on their raw scale: brightness from 0 to 1 for images, the encoded columns for a
    /// table, numbers of tokens for text.
    /// </summary>
    public ReadOnlyMemory<float> Features { get; }

    /// <summary>
    /// One number an example: the index into <see cref="ClassNames"/>, the value to predict on its raw scale, or the token that follows the last one.
    /// </summary>
    public ReadOnlyMemory<float> Targets { get; }

    /// <summary>Names of the classes in the order of their indices; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Names of a table's encoded columns (<c>colour=red</c> for a category); empty for images.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The tokens of a text in the order of their numbers; empty for all else.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>Ascending indices of the examples that the source sets aside for testing; null when it does not.</summary>
    public IReadOnlyList<int>? FixedTest { get; }

    /// <summary>
    /// SHA-256 of the content, names of files and of the dataset aside: 64 hexadecimal digits. Equal data have equal fingerprints on every machine.
    /// </summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The numbers of one example.</summary>
    public ReadOnlySpan<float> Example(int index) => Features.Span.Slice(index * FeatureCount, FeatureCount);

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] names = [.. ClassNames.Select(Quote), "columns", .. ColumnNames.Select(Quote), "test"];
        string[] tokens = Vocabulary.Count > 0 ? ["tokens", .. Vocabulary.Select(Quote)] : [];
        var head = string.Join('\n', [$"{Kind} {Task}", string.Join(' ', Shape), .. names, .. (FixedTest ?? []).Select(i => $"{i}"), .. tokens]);
        hash.AppendData(Encoding.UTF8.GetBytes(head));
        Append(hash, Features.Span);
        Append(hash, Targets.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Quote(string name) => $"{name.Length}:{name}";

    /// <summary>Little-endian bytes, whatever the machine.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (var value in values)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            hash.AppendData(bytes);
        }
    }
}
