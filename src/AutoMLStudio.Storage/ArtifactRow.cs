namespace AutoMLStudio.Storage;

/// <summary>A file that a study made. Its content lies in the blob store under its hash.</summary>
public sealed class ArtifactRow
{
    /// <summary>Identity, given by the database.</summary>
    public long Id { get; set; }

    /// <summary>The study.</summary>
    public long StudyId { get; set; }

    /// <summary>The trial; null when it belongs to the study as a whole.</summary>
    public int? TrialNumber { get; set; }

    /// <summary>What it is, for example <c>model.onnx</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; set; }

    /// <summary>Bytes.</summary>
    public long Size { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>What else is known of it, as a JSON object.</summary>
    public string Metadata { get; set; } = "{}";
}
