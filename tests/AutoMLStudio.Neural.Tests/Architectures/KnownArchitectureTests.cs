using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Known;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Architectures.Recurrent;

namespace AutoMLStudio.Neural.Tests.Architectures;

public class KnownArchitectureTests
{
    public static TheoryData<string> Names => [.. KnownArchitectures.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_known_architecture_has_its_published_parameters(string name)
    {
        var known = KnownArchitectures.All.Single(k => k.Name == name);
        ((double)known.Count(known.Build())).ShouldBe(known.Published, 0.01 * known.Published);
    }

    [Fact]
    public void Counts_are_those_of_the_authors_programs()
    {
        Count("DARTS, second order").ShouldBe(3_349_342);
        // The first-order cells lack one dilated convolution (9 C + C² + 2 C) in each of 6 normal cells of 36, 72 and 144 channels.
        Count("DARTS, first order").ShouldBe(3_349_342 - 6 * new[] { 36, 72, 144 }.Sum(c => c * c + 11 * c));
        Count("MnasNet-A1").ShouldBe(3_887_038);
        Count("MobileNetV2").ShouldBe(3_504_872);
    }

    [Fact]
    public void A_mobile_network_takes_the_published_multiplications()
    {
        // [Sandler2018] (Table 4) print 300 million for MobileNetV2, [Tan2019] (Table 1) 312 million for MnasNet-A1.
        Build("MobileNetV2").MultiplyAdds.ShouldBeInRange(297_000_000, 303_000_000);
        Build("MnasNet-A1").MultiplyAdds.ShouldBeInRange(308_900_000, 315_100_000);
    }

    [Fact]
    public void Texts_of_known_architectures_come_back()
    {
        foreach (var text in (string[])[KnownArchitectures.DartsV1, KnownArchitectures.DartsV2, KnownArchitectures.NasnetA, KnownArchitectures.AmoebanetA])
            CellGenotype.FromText(text)!.ToText().ShouldBe(text);
        foreach (var text in (string[])[KnownArchitectures.EnasRecurrent, KnownArchitectures.DartsRecurrent])
            RecurrentGenotype.FromText(text)!.ToText().ShouldBe(text);
        foreach (var text in (string[])[KnownArchitectures.MnasnetA1, KnownArchitectures.MobilenetV2])
            MobileBlock.ToText(MobileBlock.FromText(text)!).ShouldBe(text);
    }

    [Fact]
    public void A_published_cell_in_another_layout_means_the_same()
    {
        const string text = "Genotype(recurrent = [('relu',0),('tanh', 1),],concat=range(1, 3))";
        RecurrentGenotype.FromText(text)!.ToText().ShouldBe("Genotype(recurrent=[('relu', 0), ('tanh', 1)], concat=[1, 2])");
        var space = new CellSpace(new CellOptions());
        // Nodes of the space take their two states in no order: the text in canonical form lists the earlier one first.
        var architecture = space.Of(KnownArchitectures.DartsV2);
        architecture.Genotype.ShouldStartWith(
            "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('skip_connect', 0)");
        space.WhyNotIn(architecture).ShouldBeNull();
        var task = new NetworkTask(new TensorShape(1, 8, 8), Samples.Ten, Samples.Plain(1));
        space.Build(architecture, task).CanonicalHash
            .ShouldBe(CellNetwork.Build(CellGenotype.FromText(KnownArchitectures.DartsV2)!, new(8, 5), task).CanonicalHash);
    }

    [Theory]
    [InlineData("Genotype()")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0)], normal_concat=[2])")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 2)], normal_concat=[2])")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1)], normal_concat=[3])")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1)])")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1)], normal_concat=[2], extra=[1])")]
    [InlineData("Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1)], normal_concat=[2], normal_concat=[2])")]
    [InlineData("import os")]
    public void Texts_that_are_no_cell_are_none(string text) => CellGenotype.FromText(text).ShouldBeNull();

    private static NetworkGraph Build(string name) => KnownArchitectures.All.Single(k => k.Name == name).Build();

    private static long Count(string name) => Build(name).ParameterCount;
}
