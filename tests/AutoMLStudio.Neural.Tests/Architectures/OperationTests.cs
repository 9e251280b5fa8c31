using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Tests.Architectures;

public class OperationTests
{
    public static TheoryData<Operation, int[], string, long, long> Worked => new()
    {
        // 16·3·3·3 weights and 16 biases; each of 16·32·32 outputs sums 27 products.
        { new Conv2d(16, 3, Padding: 1), [3, 32, 32], "16×32×32", 448, 442_368 },
        // ⌊(28 + 4 − 5) / 2⌋ + 1 = 14; 6·1·25 weights and 6 biases; 6·14·14·25 products.
        { new Conv2d(6, 5, 2, 2), [1, 28, 28], "6×14×14", 156, 29_400 },
        // Depthwise: 8·1·3·3 weights, no bias.
        { new Conv2d(8, 3, 1, 1, Groups: 8, Bias: false), [8, 10, 12], "8×10×12", 72, 8_640 },
        { new Linear(10), [84], "10", 850, 840 },
        { new Linear(10, Bias: false), [84], "10", 840, 840 },
        { new BatchNorm(), [16, 8, 8], "16×8×8", 32, 0 },
        { new Activate(Activation.Gelu), [5], "5", 0, 0 },
        { new MaxPool(3, 2, 1), [4, 9, 8], "4×5×4", 0, 0 },
        { new AveragePool(2, 2), [4, 9, 8], "4×4×4", 0, 0 },
        { new GlobalAveragePool(), [12, 7, 5], "12", 0, 0 },
        { new Flatten(), [3, 4, 5], "60", 0, 0 },
        { new Dropout(0.5), [7], "7", 0, 0 },
        { new Softmax(), [7], "7", 0, 0 },
        { new Normalize([1, 2], [1, 3]), [2, 4, 4], "2×4×4", 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Worked))]
    public void Shapes_and_costs_are_those_worked_by_hand(Operation operation, int[] input, string output, long parameters, long multiplyAdds)
    {
        TensorShape[] inputs = [new(input)];
        var shape = operation.Infer(inputs);
        shape.ToString().ShouldBe(output);
        operation.Weights(inputs).Where(w => w.Trained).Sum(w => w.Shape.Elements).ShouldBe(parameters);
        operation.MultiplyAdds(inputs, shape).ShouldBe(multiplyAdds);
    }

    [Fact]
    public void Merging_adds_equal_shapes_and_concatenates_channels()
    {
        TensorShape small = new(4, 8, 8), large = new(6, 8, 8);
        new Add().Infer([small, small]).ShouldBe(small);
        new Concat().Infer([small, large]).ShouldBe(new TensorShape(10, 8, 8));
        new Concat().Infer([new(3), new(4)]).ShouldBe(new TensorShape(7));
        Should.Throw<ShapeException>(() => new Add().Infer([small, large])).Message.ShouldContain("4×8×8 and 6×8×8");
        Should.Throw<ShapeException>(() => new Concat().Infer([small, new(4, 4, 4)]));
    }

    public static TheoryData<Operation, int[], string> Faulty => new()
    {
        { new Conv2d(8, 3), [5], "channels, height, width" },
        { new Conv2d(0, 3), [1, 8, 8], "channels is 0" },
        { new Conv2d(8, 9), [1, 8, 8], "larger than its input" },
        { new Conv2d(8, 0), [1, 8, 8], "kernel is 0" },
        { new Conv2d(8, 3, 0), [1, 8, 8], "stride is 0" },
        { new Conv2d(8, 3, 1, -1), [1, 8, 8], "padding is -1" },
        { new Conv2d(8, 3, Groups: 3), [4, 8, 8], "groups is 3" },
        { new MaxPool(2, 2, 2), [1, 8, 8], "half the kernel" },
        { new AveragePool(9, 1), [1, 8, 8], "larger than its input" },
        { new GlobalAveragePool(), [8], "channels, height, width" },
        { new Linear(10), [1, 8, 8], "flatten or pool first" },
        { new Linear(0), [8], "features is 0" },
        { new Dropout(1), [8], "rate is 1" },
        { new Dropout(double.NaN), [8], "rate is NaN" },
        { new BatchNorm(0), [8], "momentum is 0" },
        { new BatchNorm(Epsilon: -1), [8], "epsilon is -1" },
        { new Normalize([0], [1]), [2, 4, 4], "2 of each" },
        { new Normalize([0], [0]), [1], "other than 0" },
        { new Normalize([float.NaN], [1]), [1], "finite" },
        { new Softmax(), [1, 8, 8], "flatten or pool first" },
        { new Activate((Activation)99), [8], "function is 99" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Operations_say_what_they_cannot_work_on(Operation operation, int[] input, string message) =>
        Should.Throw<ShapeException>(() => operation.Infer([new(input)])).Message.ShouldContain(message);
}
