namespace AutoMLStudio.Datasets;

/// <summary>
/// A dataset cannot be had: the message names the file, the place in it, the value found and what is expected, and is fit to be shown to a person.
/// </summary>
public sealed class DatasetException : Exception
{
    /// <summary>A fault with this message.</summary>
    public DatasetException(string message) : base(message) { }

    /// <summary>A fault with this message and what led to it.</summary>
    public DatasetException(string message, Exception innerException) : base(message, innerException) { }
}
