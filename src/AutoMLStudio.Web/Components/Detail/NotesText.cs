using Ganss.Xss;
using Markdig;
using Microsoft.AspNetCore.Components;

namespace AutoMLStudio.Web.Components.Detail;

/// <summary>
/// What a person wrote in Markdown as HTML that a page may hold: HTML within it is shown as text, and what is left goes through a list of what is allowed,
/// so that notes can neither run anything nor reach for anything outside the studio.
/// </summary>
internal static class NotesText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseTaskLists().UseEmphasisExtras().UseAutoLinks().Build();

    private static readonly HtmlSanitizer Sanitizer = MakeSanitizer();

    /// <summary>The HTML.</summary>
    public static MarkupString Html(string markdown) => new(Sanitizer.Sanitize(Markdig.Markdown.ToHtml(markdown, Pipeline)));

    private static HtmlSanitizer MakeSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            // No image: it would be fetched from wherever its address says.
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "ul", "ol", "li", "strong", "em", "del", "ins", "mark", "sub", "sup", "code", "pre",
                "blockquote", "hr", "br", "table", "thead", "tbody", "tr", "th", "td", "input",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "type", "checked", "disabled", "rel" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
        });
        sanitizer.PostProcessNode += (_, node) =>
        {
            if (node.Node is AngleSharp.Dom.IElement { LocalName: "a" } link) link.SetAttribute("rel", "noopener noreferrer nofollow");
        };
        return sanitizer;
    }
}
