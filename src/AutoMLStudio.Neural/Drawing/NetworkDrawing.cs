using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Drawing;

/// <summary>Draws networks: which boxes there are, which of them share a card, and where everything stands. Pure and deterministic.</summary>
public static class NetworkDrawing
{
    /// <summary>Height of an operation's box.</summary>
    private const double BoxHeight = 34;

    /// <summary>Height of what belongs to the operation above.</summary>
    private const double LightHeight = 24;

    /// <summary>Height of a folded sequence, which has two lines.</summary>
    private const double FoldHeight = 50;

    /// <summary>Room for the icon and at the edges.</summary>
    private const double Beside = 46;

    /// <summary>Mean width of a character of the labels, which are set in 12.5 pixels.</summary>
    private const double Character = 6.6;

    /// <summary>Networks of more operations have their repeated sequences folded.</summary>
    private const int Large = 40;

    private const double Frame = 9;

    /// <summary>Word that unfolds every sequence.</summary>
    public const string All = "all";

    /// <summary>The drawing of a network.</summary>
    public static DrawnNetwork Of(NetworkGraph graph, DrawingOptions? options = null)
    {
        options ??= new();
        var repeats = Repeats.Of(graph);
        var figures = Figures.Of(graph, repeats, r => options.Unfolded is { } open ? !open.Contains(All) && !open.Contains(r.Id)
            : graph.Nodes.Count > Large);
        if (options.Direction != FlowDirection.Auto) return Draw(graph, repeats, figures, options.Direction);
        var (down, right) = (Draw(graph, repeats, figures, FlowDirection.Down), Draw(graph, repeats, figures, FlowDirection.Right));
        double Scale(DrawnNetwork drawing) => Math.Min(options.Aspect / drawing.Width, 1 / drawing.Height);
        return Scale(right) > Scale(down) ? right : down;
    }

    private sealed record Card(IReadOnlyList<Figure> Figures)
    {
        public double Height => Figures.Sum(HeightOf);
    }

    private static double HeightOf(Figure figure) => figure.IsFolded ? FoldHeight : figure.IsLight ? LightHeight : BoxHeight;

    private static DrawnNetwork Draw(NetworkGraph graph, IReadOnlyList<Repeat> repeats, IReadOnlyList<Figure> figures, FlowDirection direction)
    {
        var isDown = direction == FlowDirection.Down;
        var width = Math.Clamp(Math.Ceiling(figures.Max(f => f.Label.Length) * Character + Beside), 124, 250);
        var cards = Cards(figures);
        var cardOf = cards.SelectMany((c, i) => c.Figures.Select(f => (f.Id, i))).ToDictionary(c => c.Id, c => c.i, StringComparer.Ordinal);
        var edges = cards.SelectMany(c => c.Figures[0].Inputs.Select(from => (From: from, To: c.Figures[0].Id))).ToList();
        var layout = LayeredLayout.Of(
            [.. cards.Select(c => new LayoutItem(isDown ? width : c.Height, isDown ? c.Height : width, WeightOf(graph, c)))],
            [.. edges.Select(e => new LayoutLink(cardOf[e.From], cardOf[e.To]))], isDown ? new(22, 28) : new(18, 40));
        var places = layout.Places.Select(p => isDown ? (X: p.Across, Y: p.Along) : (X: p.Along, Y: p.Across)).ToList();
        var drawn = cards.Select((c, i) =>
            new DrawnCard(Round(places[i].X), Round(places[i].Y), width, c.Height, [.. c.Figures.Select(f => f.Id)])).ToList();
        var nodes = figures.Select(f => Node(f, cards[cardOf[f.Id]], drawn[cardOf[f.Id]])).ToList();
        return new(direction, Round(isDown ? layout.Breadth : layout.Depth), Round(isDown ? layout.Depth : layout.Breadth), drawn, nodes,
            [.. edges.Select((e, i) => new DrawnEdge(e.From, e.To, [.. layout.Routes[i].Select(p => Point(p, isDown))]))],
            [.. repeats.Select(r => FrameOf(r, nodes))],
            new(graph.Nodes.Count, graph.ParameterCount, graph.MultiplyAdds, graph.ActivationCount));
    }

    /// <summary>What is light goes on the card of the one box that it takes from, when nothing else takes from there.</summary>
    private static List<Card> Cards(IReadOnlyList<Figure> figures)
    {
        var takers = figures.SelectMany(f => f.Inputs).CountBy(i => i, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var stacks = new List<List<Figure>>();
        var stackOf = new Dictionary<string, List<Figure>>(StringComparer.Ordinal);
        foreach (var figure in figures)
        {
            if (figure.IsLight && figure.Inputs is [var only] && takers[only] == 1 && stackOf[only][^1] is { IsFolded: false } last
                && last.Repeat == figure.Repeat)
            {
                (stackOf[figure.Id] = stackOf[only]).Add(figure);
                continue;
            }
            stacks.Add(stackOf[figure.Id] = [figure]);
        }
        return [.. stacks.Select(s => new Card(s))];
    }

    /// <summary>Of two ways of equal length the one that computes more is the trunk.</summary>
    private static double WeightOf(NetworkGraph graph, Card card) =>
        1 + card.Figures.Sum(f => f.Cost.MultiplyAdds) / (1.0 + graph.MultiplyAdds);

    private static DrawnNode Node(Figure figure, Card card, DrawnCard place)
    {
        var above = card.Figures.TakeWhile(f => f != figure).Sum(HeightOf);
        return new(figure.Id, figure.Op, figure.Label, figure.Detail, figure.Family, place.X, Round(place.Y + above), place.Width, HeightOf(figure),
            figure.Inputs, figure.Shape, figure.InputShapes, figure.Cost.Parameters, figure.Cost.MultiplyAdds, figure.Attributes, figure.Repeat?.Id);
    }

    private static DrawnRepeat FrameOf(Repeat repeat, List<DrawnNode> nodes)
    {
        var members = nodes.Where(n => n.Repeat == repeat.Id).ToList();
        if (members is [{ Op: "repeat" }]) return new(repeat.Id, repeat.Name, repeat.Count, Folded: true, null);
        var (left, top) = (members.Min(n => n.X) - Frame, members.Min(n => n.Y) - Frame);
        double[] box = [left, top, members.Max(n => n.X + n.Width) + Frame - left, members.Max(n => n.Y + n.Height) + Frame - top];
        return new(repeat.Id, repeat.Name, repeat.Count, Folded: false, box);
    }

    private static double[] Point(LayoutPoint point, bool isDown) =>
        isDown ? [Round(point.Across), Round(point.Along)] : [Round(point.Along), Round(point.Across)];

    private static double Round(double value) => Math.Round(value, 2);
}
