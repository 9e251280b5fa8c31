using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace AutoMLStudio.Neural.Drawing;

/// <summary>A drawn network as an SVG file on its own, light on dark or dark on light as the reader's system has it.</summary>
public static class SvgDrawing
{
    private const double Margin = 24;

    private const string Style = """
        svg{--ink:#1b1f27;--muted:#5b6472;--ground:#fafbfc;--card:#fff;--line:#c9ced6;font-family:system-ui,sans-serif;font-size:12.5px}
        @media (prefers-color-scheme:dark){svg{--ink:#e6e9ef;--muted:#a3adbb;--ground:#161a21;--card:#1e232c;--line:#3a4250}}
        text{fill:var(--ink)}.light{fill:var(--muted);font-size:11.5px}.detail{fill:var(--muted);font-size:11px}
        .card{fill:var(--card);stroke:var(--line)}.frame{fill:none;stroke:#1d5fc4;stroke-opacity:.4;stroke-dasharray:4 3}
        .title{fill:#1d5fc4;font-size:11px;font-weight:600}
        .edge{fill:none;stroke:var(--muted);stroke-linecap:round}
        .convolution{fill:#1d5fc4}.dense{fill:#6b46b8}.normalization{fill:#5b6472}.activation{fill:#b4500d}.pooling{fill:#12725f}.merging{fill:#a3295f}
        .regularization{fill:#7a6a1d}.recurrent{fill:#1f7a8c}.reshaping{fill:#4a6b8a}.repeat{fill:#1d5fc4}.input,.output{fill:#5b6472}
        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The file's text.</summary>
    public static string Write(DrawnNetwork network)
    {
        var (width, height) = (network.Width + 2 * Margin, network.Height + 2 * Margin);
        var root = new XElement(Svg + "svg", new XAttribute("width", Number(width)), new XAttribute("height", Number(height)),
            new XAttribute("viewBox", $"{-Margin} {-Margin} {Number(width)} {Number(height)}"), new XElement(Svg + "style", Style),
            Rectangle("", -Margin, -Margin, width, height, 0, new XAttribute("style", "fill:var(--ground)")));
        root.Add(network.Repeats.Where(r => r.Box is not null).Select(r => Rectangle("frame", r.Box![0], r.Box[1], r.Box[2], r.Box[3], 10)));
        root.Add(network.Repeats.Where(r => r.Box is not null).Select(r =>
            Text("title", r.Box![0] + 8, r.Box[1] - 8, r.Count > 1 ? $"{r.Count} × {r.Name}" : r.Name, r.Box[2])));
        root.Add(network.Edges.Select(e => Edge(e, network.Direction == FlowDirection.Down)));
        root.Add(network.Cards.Select(c => Rectangle("card", c.X, c.Y, c.Width, c.Height, 7)));
        root.Add(network.Nodes.SelectMany(Node));
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static IEnumerable<XElement> Node(DrawnNode node)
    {
        var middle = node.Y + node.Height / 2;
        var isLight = node.Height < 30;
        var size = isLight ? 6 : 14;
        var parameters = node.Parameters.ToString("N0", CultureInfo.InvariantCulture);
        var title = new XElement(Svg + "title", $"{node.Label}: {string.Join(" + ", node.InputShapes)} → {node.Shape}, {parameters} parameters");
        yield return Rectangle(node.Family, node.X + 10, middle - size / 2, size, size, 3, title);
        yield return Text(isLight ? "light" : "", node.X + 34, node.Detail is null ? middle : middle - 7, node.Label, node.Width - 40);
        if (node.Detail is not null) yield return Text("detail", node.X + 34, middle + 10, node.Detail, node.Width - 40);
    }

    /// <summary>Points joined by curves that leave and arrive along the flow; as wide and as opaque as the edge has weight.</summary>
    private static XElement Edge(DrawnEdge edge, bool down)
    {
        var path = new StringBuilder($"M{Number(edge.Points[0][0])} {Number(edge.Points[0][1])}");
        foreach (var (a, b) in edge.Points.Zip(edge.Points.Skip(1)))
        {
            var (mx, my) = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
            double[] curve = down ? [a[0], my, b[0], my, b[0], b[1]] : [mx, a[1], mx, b[1], b[0], b[1]];
            path.Append('C').AppendJoin(' ', curve.Select(Number));
        }
        var weight = edge.Weight ?? 0.25;
        return new(Svg + "path", new XAttribute("class", "edge"), new XAttribute("d", path.ToString()),
            new XAttribute("stroke-width", Number(0.8 + 3.2 * weight)),
            new XAttribute("stroke-opacity", Number(edge.Weight is null ? 0.7 : 0.15 + 0.85 * weight)));
    }

    private static XElement Rectangle(string kind, double x, double y, double width, double height, double corner, params object[] more) =>
        new(Svg + "rect", new XAttribute("class", kind), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)),
            new XAttribute("width", Number(width)), new XAttribute("height", Number(height)), new XAttribute("rx", Number(corner)), more);

    private static XElement Text(string kind, double x, double y, string text, double room)
    {
        var most = (int)(room / 6.2);
        return new(Svg + "text", new XAttribute("class", kind), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)),
            new XAttribute("dy", ".34em"), text.Length > most ? $"{text[..Math.Max(0, most - 1)]}…" : text);
    }

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
