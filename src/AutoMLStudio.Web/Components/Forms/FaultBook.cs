using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>The faults of the study under definition, by the field they name.</summary>
public sealed class FaultBook(IReadOnlyList<Fault> faults)
{
    /// <summary>No fault.</summary>
    public static FaultBook Empty { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Fault> All => faults;

    /// <summary>The messages on a field itself.</summary>
    public IEnumerable<string> Of(string path) => faults.Where(f => f.Field == path).Select(f => f.Message);

    /// <summary>Identity of a field's element on the page.</summary>
    public static string Anchor(string path) => "field-" + new string([.. path.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
}
