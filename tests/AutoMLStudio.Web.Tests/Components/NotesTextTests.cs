using AutoMLStudio.Web.Components.Detail;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class NotesTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("![track](https://example.org/pixel.gif)")]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("[click](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[click](JaVaScRiPt&#58;alert(1))")]
    [InlineData("<a href=\"https://example.org\" onclick=\"alert(1)\">x</a>")]
    [InlineData("<iframe src=//example.org></iframe><style>*{display:none}</style>")]
    public void Hostile_notes_neither_run_nor_reach_out(string hostile)
    {
        var html = NotesText.Html(hostile).Value;
        foreach (var word in new[] { "<script", "<img", "<iframe", "<style", "href=\"javascript", "href=\"data:" })
            html.ShouldNotContain(word, Case.Insensitive);
        // What is left of a handler stands as text, its angle brackets and quotes written out.
        html.Split('<').Skip(1).Select(t => t.Split('>')[0]).ShouldAllBe(t => !t.Contains(" on", StringComparison.Ordinal));
    }

    [Fact]
    public void What_Markdown_is_for_is_kept()
    {
        var html = NotesText.Html("# Plan\n\n- [x] **done**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSee <https://example.org>.").Value;
        foreach (var part in new[] { "<h1>Plan</h1>", "<strong>done</strong>", "<td>1</td>", "href=\"https://example.org\"", "noopener" })
            html.ShouldContain(part);
    }
}
