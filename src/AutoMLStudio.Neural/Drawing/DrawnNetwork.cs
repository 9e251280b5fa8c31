using System.Text.Json.Nodes;
using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Drawing;

/// <summary>Which way a drawing runs.</summary>
public enum FlowDirection
{
    /// <summary>The way in which it appears larger.</summary>
    Auto,
    /// <summary>From top to bottom.</summary>
    Down,
    /// <summary>From left to right.</summary>
    Right,
}

/// <summary>How a network is to be drawn.</summary>
/// <param name="Direction">Which way it runs.</param>
/// <param name="Aspect">Width of the place that it is drawn in, divided by the height; above 0.</param>
/// <param name="Unfolded">
/// Ids of the repeated sequences and parts that are drawn in full, or <c>all</c>; null to fold those of large networks but for one part of each kind.
/// </param>
/// <param name="Weights">
/// Weights from 0 to 1 of nodes by their ids: how much a network under search makes of each of its candidates. Null for a network that is settled.
/// </param>
public sealed record DrawingOptions(
    FlowDirection Direction = FlowDirection.Auto, double Aspect = 1, IReadOnlySet<string>? Unfolded = null,
    IReadOnlyDictionary<string, double>? Weights = null);

/// <summary>A network with a place for everything, in pixels from the upper left corner.</summary>
/// <param name="Direction">Which way it runs: down or right.</param>
/// <param name="Width">Width of all.</param>
/// <param name="Height">Height of all.</param>
/// <param name="Cards">What is drawn as one card: an operation and what belongs to it.</param>
/// <param name="Nodes">The boxes, each after those that it takes from.</param>
/// <param name="Edges">The connections between cards.</param>
/// <param name="Repeats">The sequences that can be folded.</param>
/// <param name="Totals">What the network takes in all.</param>
public sealed record DrawnNetwork(
    FlowDirection Direction, double Width, double Height, IReadOnlyList<DrawnCard> Cards, IReadOnlyList<DrawnNode> Nodes,
    IReadOnlyList<DrawnEdge> Edges, IReadOnlyList<DrawnRepeat> Repeats, DrawnTotals Totals);

/// <summary>A card and the boxes on it, from top to bottom.</summary>
public sealed record DrawnCard(double X, double Y, double Width, double Height, IReadOnlyList<string> Nodes);

/// <summary>A box.</summary>
/// <param name="Id">Id of the node; <c>input</c>, <c>$output</c>, or <c>repeat:…</c> for a folded sequence.</param>
/// <param name="Op">The operation, for example <c>conv2d</c>.</param>
/// <param name="Label">What is written on it.</param>
/// <param name="Detail">What is written below; null for nothing.</param>
/// <param name="Family">Kind of operation, in snake case; <c>input</c>, <c>output</c> or <c>repeat</c>.</param>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Inputs">Ids of the boxes that it takes from.</param>
/// <param name="Shape">Shape that it gives for one example.</param>
/// <param name="InputShapes">Shapes that it takes.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="MultiplyAdds">Multiplications with an addition for one example.</param>
/// <param name="Attributes">Its parameters by name.</param>
/// <param name="Repeat">Id of the repeated sequence that it belongs to; null for none.</param>
public sealed record DrawnNode(
    string Id, string Op, string Label, string? Detail, string Family, double X, double Y, double Width, double Height, IReadOnlyList<string> Inputs,
    TensorShape Shape, IReadOnlyList<TensorShape> InputShapes, long Parameters, long MultiplyAdds, JsonObject Attributes, string? Repeat);

/// <summary>A connection.</summary>
/// <param name="From">Box that gives.</param>
/// <param name="To">Box that takes.</param>
/// <param name="Points">Pairs of x and y that it goes through; along the flow at each of them.</param>
/// <param name="Weight">Weight from 0 to 1 in a network under search; null for none.</param>
public sealed record DrawnEdge(string From, string To, IReadOnlyList<double[]> Points, double? Weight = null);

/// <summary>A sequence that follows itself several times, or a large part of the network.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">From which part to which; of one part its name.</param>
/// <param name="Count">How many times; 1 for one part.</param>
/// <param name="Folded">True when it is one box.</param>
/// <param name="Box">Left, top, width and height of its frame; null when it is folded.</param>
public sealed record DrawnRepeat(string Id, string Name, int Count, bool Folded, double[]? Box);

/// <summary>Sums over a network.</summary>
/// <param name="Operations">Number of operations.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="MultiplyAdds">Multiplications with an addition for one example.</param>
/// <param name="Activations">Numbers that the activations of one example hold.</param>
public sealed record DrawnTotals(int Operations, long Parameters, long MultiplyAdds, long Activations);
