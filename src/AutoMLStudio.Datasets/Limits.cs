namespace AutoMLStudio.Datasets;

/// <summary>What a dataset may hold at most, so that a hostile or mistaken file cannot exhaust the machine.</summary>
internal static class Limits
{
    /// <summary>Numbers in a dataset: 800 MB of them.</summary>
    public const long Numbers = 200_000_000;

    /// <summary>Classes of a target.</summary>
    public const int Classes = 1000;

    /// <summary>Columns of a table, before and after categories are encoded.</summary>
    public const int Columns = 10_000;

    /// <summary>Bytes of a file.</summary>
    public const long FileBytes = 2L << 30;

    /// <summary>The fault of a dataset that would hold too much.</summary>
    public static void CheckNumbers(string name, long examples, long features)
    {
        if (examples * features > Numbers)
            throw new DatasetException(
                $"{name}: {examples:N0} examples of {features:N0} numbers are {examples * features:N0} numbers; at most {Numbers:N0} are expected.");
    }
}
