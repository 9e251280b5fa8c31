using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;

namespace AutoMLStudio.Web.Datasets;

/// <summary>
/// Names of uploaded datasets: 1 to 100 letters and digits of ASCII, <c>-</c> and <c>_</c>, so that they stand in study files and addresses.
/// </summary>
internal static class DatasetName
{
    private const int Longest = 100;

    /// <summary>True for a name that an uploaded dataset may have.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= Longest && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && !IsBuiltIn(name);

    /// <summary>True for a name of the studio's own datasets.</summary>
    public static bool IsBuiltIn(string name) => DatasetCatalog.BuiltIn.Any(b => b.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name, when it is accepted.</summary>
    /// <exception cref="StudyFileException">It is not.</exception>
    public static string Checked(string name) => IsValid(name) ? name : throw Fault(
        IsBuiltIn(name) ? $"'{name}' is a dataset of the studio's own: another name is expected."
        : $"'{(name.Length > Longest ? name[..Longest] + "…" : name)}' is not accepted: 1 to {Longest} letters, digits, '-' and '_' are expected.");

    /// <summary>The fault of a name.</summary>
    public static StudyFileException Fault(string message) => new([new("name", message)]);

    /// <summary>A name from that of a file: <c>Wine quality (red).csv</c> gives <c>wine-quality-red</c>.</summary>
    public static string FromFile(string fileName)
    {
        var stem = fileName.Split('/', '\\')[^1];
        foreach (var ending in new[] { ".gz", ".tar", ".csv", ".tsv", ".txt", ".parquet", ".zip", ".bin" })
            if (stem.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) stem = stem[..^ending.Length];
        var words = string.Concat(stem.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? char.ToLowerInvariant(c) : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join('-', words);
        if (name.Length > Longest - 4) name = name[..(Longest - 4)].TrimEnd('-');
        return name.Length == 0 ? "dataset" : IsBuiltIn(name) ? name + "-data" : name;
    }
}
