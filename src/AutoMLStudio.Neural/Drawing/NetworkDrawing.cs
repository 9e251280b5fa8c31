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

    /// <summary>With more kinds of parts than this the drawing would be large all the same.</summary>
    private const int MostKinds = 2;

    private const double Frame = 9;

    /// <summary>Word that unfolds every sequence.</summary>
    public const string All = "all";

    /// <summary>The drawing of a network.</summary>
    public static DrawnNetwork Of(NetworkGraph graph, DrawingOptions? options = null)
    {
        options ??= new();
        var repeats = Repeats.Of(graph);
        var open = options.Unfolded ?? (graph.Nodes.Count > Large ? FirstOfEachKind(repeats) : new HashSet<string> { All });
        var figures = Figures.Of(graph, repeats, r => !open.Contains(All) && !open.Contains(r.Id));
        if (options.Direction != FlowDirection.Auto) return Draw(graph, repeats, figures, options.Direction, options.Weights);
        var (down, right) = (Draw(graph, repeats, figures, FlowDirection.Down, options.Weights),
            Draw(graph, repeats, figures, FlowDirection.Right, options.Weights));
        double Scale(DrawnNetwork drawing) => Math.Min(options.Aspect / drawing.Width, 1 / drawing.Height);
        return Scale(right) > Scale(down) ? right : down;
    }

    /// <summary>Of large parts that look alike from inside, one is drawn in full where nothing else is said: a cell of each kind.</summary>
    private static HashSet<string> FirstOfEachKind(IReadOnlyList<Repeat> repeats) =>
        [.. repeats.Where(r => r.Count == 1).DistinctBy(r => r.Kind).Take(MostKinds).Select(r => r.Id)];

    private sealed record Card(IReadOnlyList<Figure> Figures)
    {
        public double Height => Figures.Sum(HeightOf);
    }

    private static double HeightOf(Figure figure) => figure.IsFolded ? FoldHeight : figure.IsLight ? LightHeight : BoxHeight;

    private static DrawnNetwork Draw(
        NetworkGraph graph, IReadOnlyList<Repeat> repeats, IReadOnlyList<Figure> figures, FlowDirection direction,
        IReadOnlyDictionary<string, double>? weights)
    {
        var isDown = direction == FlowDirection.Down;
        var width = Math.Clamp(Math.Ceiling(figures.Max(f => f.Label.Length) * Character + Beside), 124, 250);
        var cards = Cards(figures);
        var cardOf = cards.SelectMany((c, i) => c.Figures.Select(f => (f.Id, i))).ToDictionary(c => c.Id, c => c.i, StringComparer.Ordinal);
        var edges = cards.SelectMany(c => c.Figures[0].Inputs.Select(from => (From: from, To: c.Figures[0].Id))).ToList();
        var layout = LayeredLayout.Of(
            [.. cards.Select(c => new LayoutItem(isDown ? width : c.Height, isDown ? c.Height : width, WeightOf(graph, c)))],
            [.. edges.Select(e => new LayoutLink(cardOf[e.From], cardOf[e.To]))], isDown ? new(22, 28) : new(18, 40), [.. Starts(figures, cardOf)]);
        var places = layout.Places.Select(p => isDown ? (X: p.Across, Y: p.Along) : (X: p.Along, Y: p.Across)).ToList();
        var drawn = cards.Select((c, i) =>
            new DrawnCard(Round(places[i].X), Round(places[i].Y), width, c.Height, [.. c.Figures.Select(f => f.Id)])).ToList();
        var nodes = figures.Select(f => Node(f, cards[cardOf[f.Id]], drawn[cardOf[f.Id]])).ToList();
        return new(direction, Round(isDown ? layout.Breadth : layout.Depth), Round(isDown ? layout.Depth : layout.Breadth), drawn, nodes,
            [.. edges.Select((e, i) => new DrawnEdge(
                e.From, e.To, [.. layout.Routes[i].Select(p => Point(p, isDown))], WeightOf(e.From, e.To, weights)))],
            [.. repeats.Select(r => FrameOf(r, nodes))],
            new(graph.Nodes.Count, graph.ParameterCount, graph.MultiplyAdds, graph.ActivationCount));
    }

    /// <summary>What a part drawn in full takes from outside stands before all that takes it, so that the part begins in one rank.</summary>
    private static IEnumerable<LayoutLink> Starts(IReadOnlyList<Figure> figures, Dictionary<string, int> cardOf)
    {
        foreach (var part in figures.Where(f => f.Repeat?.Count == 1 && !f.IsFolded).GroupBy(f => f.Repeat!))
        {
            var own = part.Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
            var entries = part.Where(f => f.Inputs.Any(i => !own.Contains(i))).Select(f => cardOf[f.Id]).Distinct().ToList();
            var sources = part.SelectMany(f => f.Inputs).Where(i => !own.Contains(i)).Select(i => cardOf[i]).Distinct().ToList();
            foreach (var source in sources)
                foreach (var entry in entries.Where(e => e > source)) yield return new(source, entry);
        }
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

    /// <summary>The weight of the box at either end that has one: of a candidate operation both the way to it and the way from it.</summary>
    private static double? WeightOf(string from, string to, IReadOnlyDictionary<string, double>? weights) =>
        weights is null ? null : weights.TryGetValue(from, out var given) ? given : weights.TryGetValue(to, out var taken) ? taken : null;

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
