using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Drawing;
using FsCheck.Xunit;

namespace AutoMLStudio.Neural.Tests.Drawing;

public class LayeredLayoutTests
{
    private static readonly LayoutSpacing Spacing = new(10, 30);

    [Fact]
    public void A_chain_is_a_straight_line()
    {
        var layout = Layout(4, (0, 1), (1, 2), (2, 3));
        layout.Places.Select(p => p.Across).ShouldAllBe(a => a == 0);
        layout.Places.Select(p => p.Along).ShouldBe([0, 50, 100, 150]);
        layout.Routes.ShouldAllBe(r => r.All(p => p.Across == 20));
        (layout.Breadth, layout.Depth).ShouldBe((40, 170));
    }

    [Fact]
    public void A_skip_connection_goes_round_the_trunk_which_stays_straight()
    {
        var layout = Layout(4, (0, 1), (1, 2), (0, 2), (2, 3));
        layout.Places.ShouldAllBe(p => Math.Abs(p.Across - layout.Places[0].Across) < 1e-3);
        // Beside the item in between: half its breadth, the gap, and half the breadth of a bend away.
        var bend = layout.Routes[2].Where(p => p.Along > 20 && p.Along < 100).ToList();
        bend.ShouldNotBeEmpty();
        bend.ShouldAllBe(p => Math.Abs(Math.Abs(p.Across - layout.Routes[0][0].Across) - 35) < 1e-3);
    }

    [Fact]
    public void Two_links_that_need_not_cross_do_not()
    {
        // 0 and 1 lead to 3 and 2: drawn in the order of the list they would cross.
        var graph = RankedGraph.Of(Items(4), [new(0, 3), new(1, 2)]);
        Crossings.Count(graph).ShouldBe(1);
        Crossings.Reduce(graph);
        Crossings.Count(graph).ShouldBe(0);
    }

    [Fact]
    public void What_only_gives_stands_just_before_who_takes_it()
    {
        // 3 takes from the chain 0, 1, 2 and from 4's twin that nothing leads to.
        var layout = Layout(5, (0, 1), (1, 2), (2, 4), (3, 4));
        layout.Places[3].Along.ShouldBe(layout.Places[2].Along);
    }

    [Fact]
    public void Pooling_gives_the_nearest_sequence_that_never_falls() =>
        // 3 and 1 pool to their weighted mean (3·1 + 1·3) / 4 = 1.5, which is above 1 and below 4.
        Coordinates.Increasing([1, 3, 1, 4], [1, 1, 3, 1]).ShouldBe([1, 1.5, 1.5, 4]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    public void A_link_that_does_not_lead_on_is_refused(int from, int to) =>
        Should.Throw<ArgumentException>(() => LayeredLayout.Of(Items(2), [new(from, to)], Spacing)).Message.ShouldContain("later one");

    [Fact]
    public void Nothing_gives_an_empty_drawing() => LayeredLayout.Of([], [], Spacing).Depth.ShouldBe(0);

    [Property(MaxTest = 150)]
    public void Items_never_overlap_links_go_forward_and_bend_round_items(ulong seed)
    {
        var (items, links) = Random(seed);
        var layout = LayeredLayout.Of(items, links, Spacing);
        for (var i = 0; i < items.Count; i++)
        {
            layout.Places[i].Across.ShouldBeGreaterThanOrEqualTo(-1e-6);
            (layout.Places[i].Across + items[i].Breadth).ShouldBeLessThanOrEqualTo(layout.Breadth + 1e-6);
            for (var j = 0; j < i; j++) Overlap(Box(layout, items, i), Box(layout, items, j)).ShouldBeFalse($"{i} and {j} overlap");
        }
        for (var l = 0; l < links.Count; l++)
        {
            var route = layout.Routes[l];
            route.Zip(route.Skip(1)).ShouldAllBe(p => p.First.Along <= p.Second.Along);
            (layout.Places[links[l].From].Along + items[links[l].From].Depth).ShouldBeLessThan(layout.Places[links[l].To].Along);
            // Where a link passes a rank it goes straight along the flow, so it is enough to look at those parts.
            foreach (var (a, b) in route.Zip(route.Skip(1)).Where(p => p.First.Across == p.Second.Across))
                for (var i = 0; i < items.Count; i++)
                    if (i != links[l].From && i != links[l].To)
                        Overlap(Box(layout, items, i), (a.Across, a.Along, 0, b.Along - a.Along)).ShouldBeFalse($"link {l} crosses item {i}");
        }
    }

    [Property(MaxTest = 50)]
    public void Equal_graphs_have_equal_drawings(ulong seed)
    {
        var ((items, links), (again, same)) = (Random(seed), Random(seed));
        var (a, b) = (LayeredLayout.Of(items, links, Spacing), LayeredLayout.Of(again, same, Spacing));
        a.Places.ShouldBe(b.Places);
        a.Routes.SelectMany(r => r).ShouldBe(b.Routes.SelectMany(r => r));
    }

    [Property(MaxTest = 100)]
    public void Sweeps_never_make_more_crossings(ulong seed)
    {
        var (items, links) = Random(seed);
        var graph = RankedGraph.Of(items, links);
        var before = Crossings.Count(graph);
        Crossings.Reduce(graph);
        Crossings.Count(graph).ShouldBeLessThanOrEqualTo(before);
    }

    private static LayoutItem[] Items(int count) => [.. Enumerable.Repeat(new LayoutItem(40, 20), count)];

    private static LayeredLayout Layout(int count, params (int From, int To)[] links) =>
        LayeredLayout.Of(Items(count), [.. links.Select(l => new LayoutLink(l.From, l.To))], Spacing);

    private static (IReadOnlyList<LayoutItem> Items, IReadOnlyList<LayoutLink> Links) Random(ulong seed)
    {
        var rng = Rng.For(seed, 3);
        var count = 1 + rng.Next(24);
        var items = Enumerable.Range(0, count).Select(_ => new LayoutItem(20 + rng.Next(80), 10 + rng.Next(60), rng.Next(3))).ToList();
        var links = Enumerable.Range(0, count * 2).Select(_ => (From: rng.Next(count), To: rng.Next(count))).Where(l => l.From < l.To).Distinct()
            .Select(l => new LayoutLink(l.From, l.To)).ToList();
        return (items, links);
    }

    private static (double Across, double Along, double Breadth, double Depth) Box(LayeredLayout layout, IReadOnlyList<LayoutItem> items, int i) =>
        (layout.Places[i].Across, layout.Places[i].Along, items[i].Breadth, items[i].Depth);

    private static bool Overlap((double X, double Y, double W, double H) a, (double X, double Y, double W, double H) b) =>
        a.X + a.W > b.X + 1e-6 && b.X + b.W > a.X + 1e-6 && a.Y + a.H > b.Y + 1e-6 && b.Y + b.H > a.Y + 1e-6;
}
