namespace AutoMLStudio.Web.Components;

/// <summary>
/// Names the resource files of what pages say: <c>Resources/Components/Texts.ko.resx</c> and further languages. The key of a text is its English
/// wording, so English needs no file, and what is not translated yet stays readable.
/// </summary>
public sealed class Texts
{
    /// <summary>The languages of the studio; the first is what a browser gets that asks for none of them.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "ko"];

    /// <summary>
    /// Marks a text that is said elsewhere, in a table of words for example: it is given back as it is, and counted as said when translations are
    /// checked.
    /// </summary>
    public static string Of(string english) => english;
}
