namespace AutoMLStudio.Core.Studies;

/// <summary>Something wrong with a study file.</summary>
/// <param name="Field">Path of the field, for example <c>space.learning_rate.low</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong, the value received and what would be accepted, in one sentence.</param>
public sealed record Fault(string Field, string Message)
{
    /// <summary>True when the field itself is not known here.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>As a line for the person.</summary>
    public override string ToString() => Field.Length == 0 ? Message : $"{Field}: {Message}";
}

/// <summary>A study file with faults: all of them.</summary>
public sealed class StudyFileException(IReadOnlyList<Fault> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>The faults.</summary>
    public IReadOnlyList<Fault> Faults { get; } = faults;
}
