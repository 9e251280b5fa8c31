using System.Globalization;
using System.Text.RegularExpressions;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Components.Layout;
using MudBlazor;
using MudBlazor.Utilities;

namespace AutoMLStudio.Web.Tests.House;

/// <summary>The dark colours of the style sheet, which hold before the server knows the theme, are those of the theme.</summary>
public sealed partial class ThemeTests
{
    [Fact]
    public void The_dark_colours_of_the_style_sheet_are_the_themes()
    {
        var css = File.ReadAllText(Path.Combine(Repository.Root, "wwwroot", "app.css"));
        var colours = Colour().Matches(css);
        colours.Count.ShouldBeGreaterThan(15);
        foreach (Match colour in colours)
        {
            var name = colour.Groups["name"].Value;
            var property = name == "primary-text" ? nameof(Palette.PrimaryContrastText)
                : string.Concat(name.Split('-').Select(CultureInfo.InvariantCulture.TextInfo.ToTitleCase));
            var themes = (MudColor)typeof(PaletteDark).GetProperty(property)!.GetValue(StudioTheme.Theme.PaletteDark)!;
            themes.ToString(MudColorOutputFormats.Hex).ShouldBe(colour.Groups["value"].Value, name);
        }
    }

    [GeneratedRegex(@"--mud-palette-(?<name>[a-z-]+): (?<value>#[0-9a-f]{6});", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
