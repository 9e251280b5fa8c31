namespace AutoMLStudio.Storage;

/// <summary>A dataset that a person uploaded. Its content lies in the blob store under its hash.</summary>
public sealed class DatasetRow
{
    /// <summary>Identity, given by the database.</summary>
    public long Id { get; set; }

    /// <summary>Name by which studies refer to it, 1 to 100 characters, unique.</summary>
    public required string Name { get; set; }

    /// <summary>What the file is: csv, parquet, idx, images or cifar.</summary>
    public required string Format { get; set; }

    /// <summary>Name of the uploaded file, for display alone.</summary>
    public required string FileName { get; set; }

    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; set; }

    /// <summary>Bytes.</summary>
    public long Size { get; set; }

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>What was found in it (shape, columns, classes, distributions) as a JSON object.</summary>
    public string Profile { get; set; } = "{}";
}
