using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Architectures.Recurrent;
using AutoMLStudio.Web.Searches;

namespace AutoMLStudio.Web.Tests.Searches;

public sealed class ChosenCandidatesTests
{
    private static readonly string[] Functions = ["none", "tanh", "relu", "sigmoid", "identity"];

    [Fact]
    public void The_edges_of_a_recurrent_cell_are_those_of_its_text()
    {
        var slots = new[] { (0, 1), (0, 2), (1, 2) }.Select(e => new SlotWeights("recurrent", $"{e.Item1}→{e.Item2}", e.Item1, e.Item2, Functions, [])).ToList();
        Of(slots, new RecurrentSpace(new() { Nodes = 2 }), new("recurrent", "Genotype(recurrent=[('relu', 0), ('tanh', 1)], concat=[1, 2])"))
            .ShouldBe(["2", "", "1"]);
    }

    [Fact]
    public void Places_that_are_called_like_decisions_take_what_was_decided()
    {
        var operations = new[] { "conv_3x3", "sep_conv_3x3", "conv_5x5", "sep_conv_5x5", "avg_pool_3x3", "max_pool_3x3" };
        List<SlotWeights> slots =
        [
            new("layers", "layer1.operation", null, null, operations, []), new("layers", "layer2.operation", null, null, operations, []),
            new("layers", "layer2.skip1", 1, 2, ["false", "true"], []),
        ];
        Of(slots, new MacroSpace(new() { Layers = 2 }), new("macro", "1; 4 1")).ShouldBe(["1", "4", "1"]);
    }

    [Fact]
    public void Where_nothing_tells_the_heaviest_candidate_is_taken_and_none_never()
    {
        List<SlotWeights> slots = [new("a", "b", null, null, Functions, [0.6, 0.1, 0.05, 0.2, 0.05])];
        Of(slots, new MacroSpace(new() { Layers = 2 }), null).ShouldBe(["3"]);
    }

    private static List<string> Of(List<SlotWeights> slots, ArchitectureSpace space, Architecture? architecture)
    {
        var chosen = new ChosenCandidates(slots, new([new ArchitectureParameter("a", space)]));
        return [.. chosen.Of(architecture, [.. slots.Select(s => s.Weights)]).Select(c => string.Join(' ', c))];
    }
}
