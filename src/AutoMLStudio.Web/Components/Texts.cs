using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Components;

/// <summary>
/// Names the resource files of what pages say: <c>Resources/Components/Texts.ko.resx</c> and further languages. The key of a text is its English
/// wording, so English needs no file, and what is not translated yet stays readable.
/// </summary>
public sealed class Texts
{
    /// <summary>The languages of the studio; the first is what a browser gets that asks for none of them.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "ko"];

    /// <summary>The language of the request or circuit at hand: one of <see cref="Languages"/>.</summary>
    /// <remarks>By name: without ICU a culture knows no other property of its language.</remarks>
    public static string Language => Languages.FirstOrDefault(l => l == CultureInfo.CurrentUICulture.Name.Split('-')[0]) ?? Languages[0];

    /// <summary>The texts for code that no container makes; pages are given the same as <c>T</c>.</summary>
    internal static IStringLocalizer Localizer { get; } = new ResourceManagerStringLocalizerFactory(
        Options.Create(new LocalizationOptions { ResourcesPath = "Resources" }), NullLoggerFactory.Instance).Create(typeof(Texts));

    /// <summary>
    /// Marks a text that is said elsewhere, in a table of words for example: it is given back as it is, and counted as said when translations are
    /// checked.
    /// </summary>
    public static string Of(string english) => english;
}
