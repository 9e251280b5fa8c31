using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Searches;

namespace AutoMLStudio.Web.Tests.Searches;

public sealed class ChosenCandidatesTests
{
    private static readonly string[] Functions = ["none", "tanh", "relu", "sigmoid", "identity"];

    private static readonly string[] Operations = ["conv_3x3", "sep_conv_3x3", "conv_5x5", "sep_conv_5x5", "avg_pool_3x3", "max_pool_3x3"];

    [Fact]
    public void The_edges_of_a_recurrent_cell_are_those_of_its_text() =>
        Of(Edges("recurrent", Functions, (0, 1), (0, 2), (1, 2)), "recurrent", "Genotype(recurrent=[('relu', 0), ('tanh', 1)], concat=[1, 2])")
            .ShouldBe(["2", "", "1"]);

    [Fact]
    public void The_cell_of_a_benchmark_takes_one_operation_an_edge_and_none_may_be_it() =>
        Of(Edges("cell", ["none", "skip_connect", "nor_conv_3x3"], (0, 1), (0, 2), (1, 2)), "nasbench201",
            "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|none~2|")
            .ShouldBe(["2", "0", "1"]);

    [Fact]
    public void The_layers_of_a_whole_network_are_told_by_number_and_its_connections_one_by_one()
    {
        List<SlotWeights> slots =
        [
            Layer("layers", "layer1", Operations), Layer("layers", "layer2", Operations),
            .. Edges("skips", ["none", "skip"], (1, 2)), Layer("layers", "layer3", Operations), .. Edges("skips", ["none", "skip"], (1, 3), (2, 3)),
        ];
        Of(slots, "macro", "1; 4 1; 0 0 1").ShouldBe(["1", "4", "1", "0", "0", "1"]);
    }

    [Fact]
    public void A_block_that_a_stage_does_not_have_is_skipped()
    {
        string[] names = ["mbconv3_3x3", "mbconv6_5x5_se", "skip_connect"];
        Of([Layer("stage1", "block1", names), Layer("stage1", "block2", names), Layer("stage2", "block1", names)],
            "mobile", "r1_k5_s22_e6_i8_o8_se0.25; r1_k3_s22_e3_i8_o16, r1_k3_s11_e3_i16_o16").ShouldBe(["1", "2", "0"]);
    }

    [Fact]
    public void Where_the_text_is_of_another_kind_the_heaviest_candidate_is_taken_and_none_never()
    {
        List<SlotWeights> slots = [new("layers", "layer1", null, null, Functions, [0.6, 0.1, 0.05, 0.2, 0.05])];
        Of(slots, "chain", "{}").ShouldBe(["3"]);
    }

    private static SlotWeights Layer(string group, string name, string[] candidates) => new(group, name, null, null, candidates, []);

    private static List<SlotWeights> Edges(string group, string[] candidates, params (int From, int To)[] edges) =>
        [.. edges.Select(e => new SlotWeights(group, $"{e.From}→{e.To}", e.From, e.To, candidates, []))];

    private static List<string> Of(List<SlotWeights> slots, string space, string genotype) =>
        [.. new ChosenCandidates(slots).Of(new(space, genotype), [.. slots.Select(s => s.Weights)]).Select(c => string.Join(' ', c))];
}
