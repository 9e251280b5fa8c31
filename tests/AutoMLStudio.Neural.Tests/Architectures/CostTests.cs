using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Tests.Architectures;

public class CostTests
{
    [Fact]
    public void The_cost_of_a_network_is_the_sum_worked_by_hand()
    {
        // LeNet-5 with max pooling and every map connected, as it is mostly written today.
        var graph = new GraphBuilder(new(1, 32, 32), Samples.Ten);
        var x = graph.Add("c1", new Conv2d(6, 5), NetworkGraph.InputId);
        x = graph.Add("s2", new MaxPool(2, 2), x);
        x = graph.Add("c3", new Conv2d(16, 5), x);
        x = graph.Add("s4", new MaxPool(2, 2), x);
        x = graph.Add("c5", new Conv2d(120, 5), x);
        x = graph.Add("flatten", new Flatten(), x);
        x = graph.Add("f6", new Linear(84), x);
        graph.Add("output", new Linear(10), x);
        var network = graph.Build();

        OperationCost Of(string id) => network.CostOf(network.Nodes.Single(n => n.Id == id));
        // (5·5·1 + 1)·6 numbers; 28·28 places of 6 maps, 25 products each.
        Of("c1").ShouldBe(new(156, 117_600, 4_704));
        Of("s2").ShouldBe(new(0, 0, 1_176));
        // (5·5·6 + 1)·16 numbers; 10·10 places of 16 maps, 150 products each.
        Of("c3").ShouldBe(new(2_416, 240_000, 1_600));
        Of("c5").ShouldBe(new(48_120, 48_000, 120));
        Of("f6").ShouldBe(new(10_164, 10_080, 84));
        Of("output").ShouldBe(new(850, 840, 10));
        network.ParameterCount.ShouldBe(61_706);
        network.MultiplyAdds.ShouldBe(416_520);
    }

    [Fact]
    public void Every_operation_names_its_family()
    {
        var families = new Operation[]
        {
            new Conv2d(8, 3), new Linear(4), new BatchNorm(), new Activate(Activation.Relu), new MaxPool(2, 2), new Add(), new Dropout(0.5), new Lstm(4),
            new Flatten(),
        }.Select(o => o.Family);
        families.ShouldBe(Enum.GetValues<OperationFamily>());
    }
}
