using System.Xml.Linq;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Known;
using AutoMLStudio.Neural.Drawing;
using AutoMLStudio.Neural.Tests.Architectures;

namespace AutoMLStudio.Neural.Tests.Drawing;

public class CellDrawingTests
{
    private static readonly NetworkTask Images = new(new TensorShape(1, 16, 16), Samples.Ten, Samples.Plain(1));

    public static TheoryData<string> Spaces => [.. SpaceSamples.All.Keys];

    [Fact]
    public void Of_many_cells_one_of_each_kind_is_drawn_in_full_and_the_others_are_boxes()
    {
        var drawing = NetworkDrawing.Of(Darts(5));
        drawing.Repeats.Select(r => (r.Name, r.Count, r.Folded)).ShouldBe(
            [("cell1", 1, false), ("cell2", 1, false), ("cell3", 1, true), ("cell4", 1, true), ("cell5", 1, true)], ignoreOrder: true);
        var box = drawing.Nodes.Single(n => n.Id == "repeat:cell4");
        (box.Label, box.Detail).ShouldBe(("cell4, 128 channels", "5 max pool 3×3 · 3 identity"));
        // What the last two cells gave.
        box.Inputs.ShouldBe(["cell2.out", "repeat:cell3"], ignoreOrder: true);
        drawing.Nodes.Where(n => n.Repeat == "repeat:cell2").ShouldAllBe(n => n.Y > drawing.Nodes.Single(m => m.Id == "cell1.out").Y);
    }

    [Fact]
    public void Twenty_cells_are_drawn_in_their_order_however_their_names_sort()
    {
        var drawing = NetworkDrawing.Of(Darts(20), new(FlowDirection.Down, Unfolded: new HashSet<string>()));
        var cells = drawing.Nodes.Where(n => n.Op == "repeat").OrderBy(n => n.Y).Select(n => n.Id);
        cells.ShouldBe(Enumerable.Range(1, 20).Select(i => $"repeat:cell{i}"));
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Networks_of_every_space_are_drawn_whole_and_without_overlap(string name)
    {
        var (space, kinds) = SpaceSamples.All[name];
        for (var i = 0; i < 8; i++)
        {
            var graph = space.Build(space.Sample(Rng.For(21, i)), SpaceSamples.Task(kinds[i % kinds.Length], (ulong)i));
            var direction = i % 2 == 0 ? FlowDirection.Down : FlowDirection.Right;
            foreach (var unfolded in (HashSet<string>?[])[null, [], [NetworkDrawing.All]])
            {
                var drawing = NetworkDrawing.Of(graph, new(direction, 1, unfolded));
                drawing.Nodes.Sum(n => n.Op == "repeat" ? n.Attributes["operations"]!.GetValue<int>() : 1).ShouldBe(graph.Nodes.Count + 2);
                foreach (var (a, place) in drawing.Cards.Select((c, place) => (c, place)))
                    foreach (var b in drawing.Cards.Take(place))
                        (a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void A_weight_goes_to_both_edges_of_its_candidate()
    {
        var drawing = NetworkDrawing.Of(Darts(1), new(Weights: new Dictionary<string, double> { ["cell1.n1a"] = 0.7 }));
        drawing.Edges.Where(e => e.Weight is not null).Select(e => (e.From, e.To, e.Weight)).ShouldBe(
            [("cell1.in0", "cell1.n1a", 0.7), ("cell1.n1a", "cell1.n1", 0.7)], ignoreOrder: true);
    }

    [Fact]
    public void The_SVG_names_every_box_and_widens_edges_by_weight()
    {
        var drawing = NetworkDrawing.Of(Darts(1), new(Weights: new Dictionary<string, double> { ["cell1.n1a"] = 1 }));
        var svg = XDocument.Parse(SvgDrawing.Write(drawing)).Root!;
        svg.Name.LocalName.ShouldBe("svg");
        var texts = svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        foreach (var node in drawing.Nodes) texts.ShouldContain(node.Label);
        var widths = svg.Descendants().Where(e => e.Name.LocalName == "path").Select(e => e.Attribute("stroke-width")!.Value).ToList();
        widths.Count.ShouldBe(drawing.Edges.Count);
        widths.Count(w => w == "4").ShouldBe(2);
    }

    private static NetworkGraph Darts(int cells) => CellNetwork.Build(CellGenotype.FromText(KnownArchitectures.DartsV2)!, new(8, cells), Images);
}
