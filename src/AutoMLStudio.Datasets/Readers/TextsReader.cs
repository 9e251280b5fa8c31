using System.Text;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>Texts as numbers of tokens: a plain text to predict on, or the texts of a table to classify.</summary>
internal static class TextsReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A plain text in pieces side by side; each asks for the token that follows, at every place.</summary>
    /// <exception cref="DatasetException">It is no UTF-8 text or too short.</exception>
    public static async Task<Dataset> ReadAsync(string path, DatasetOptions options, CancellationToken cancellationToken)
    {
        var file = options.Called(path);
        var text = await TextOfAsync(path, file, cancellationToken);
        var tokens = Tokens.Of([text], options.Text!.Value, options.Vocabulary, padded: false);
        var numbers = tokens.Encode(text).Select(n => (float)n).ToArray();
        var length = options.Length;
        var count = (numbers.Length - 1) / length;
        if (count < 2 || tokens.Names.Count < 2)
            throw new DatasetException($"{file}: there are {numbers.Length:N0} tokens, {tokens.Names.Count:N0} different ones; at least "
                + $"{2 * length + 1:N0} are expected for examples of {length}, and two different ones.");
        Limits.CheckNumbers(file, count, length);
        float[] following = [.. Enumerable.Range(1, count).Select(i => numbers[i * length])];
        return new(file, DatasetKind.Text, [length], numbers[..(count * length)], following, [], vocabulary: tokens.Names);
    }

    /// <summary>A table of texts and their classes. Longer texts are cut, shorter ones end with padding.</summary>
    /// <exception cref="DatasetException">The file has a fault, or no column beside the target holds texts.</exception>
    public static async Task<Dataset> ReadTableAsync(
        string path, SourceFormat format, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var file = options.Called(path);
        var columns = await TableReader.ReadColumnsAsync(path, format, options, head => new TextColumn(head), progress, cancellationToken);
        var target = TableEncoder.FindTarget(file, [.. columns.Select(c => c.Values)], options.Target);
        var (targets, classes) = TargetEncoder.Encode(target, DatasetTask.Classification);
        var texts = columns.Where(c => c.Values != target).MaxBy(c => c.Texts.Sum(t => (long)t.Length))
            ?? throw new DatasetException($"{file}: there is no column beside the target; a column of texts is expected.");
        var tokens = Tokens.Of(texts.Texts, options.Text!.Value, options.Vocabulary, padded: true);
        Limits.CheckNumbers(file, targets.Length, options.Length);
        var features = new float[targets.Length * options.Length];
        for (var row = 0; row < targets.Length; row++)
        {
            var at = row * options.Length;
            foreach (var number in tokens.Encode(texts.Texts[row]).Take(options.Length)) features[at++] = number;
        }
        return new(file, DatasetKind.Text, [options.Length], features, targets, classes, vocabulary: tokens.Names);
    }

    private static async Task<string> TextOfAsync(string path, string file, CancellationToken cancellationToken)
    {
        await using var stream = SourceFile.Open(path);
        if (stream.Length > Limits.Numbers)
            throw new DatasetException($"{file}: the text has {stream.Length:N0} bytes; at most {Limits.Numbers:N0} are expected.");
        using var reader = new StreamReader(stream, Strict);
        try
        {
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DatasetException($"{file}: byte {exception.Index:N0} is not UTF-8 text; save the file as UTF-8.", exception);
        }
    }

    /// <summary>A column as what it might be a target of, and as the texts that it holds.</summary>
    private sealed class TextColumn(ColumnHead head) : ITableColumn
    {
        public TableColumn Values { get; } = new(head);

        public List<string> Texts { get; } = [];

        public void Add(string cell, long line)
        {
            Values.Add(cell, line);
            Texts.Add(cell);
        }

        public void Add(double value, long line)
        {
            Values.Add(value, line);
            Texts.Add("");
        }
    }
}
