using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AutoMLStudio.Benchmarks.Networks.Steps;

/// <summary>
/// The network of DARTS as a person would write it with TorchSharp's own modules: each operation of each edge a module, summed one by one.
/// </summary>
internal sealed class PlainSupernet : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    public const int Nodes = 4;
    public const int Edges = 14;
    public const int Operations = 8;

    private readonly Sequential _stem;
    private readonly ModuleList<PlainCell> _cells = new();
    private readonly Linear _head;

    public PlainSupernet(int channels, int cells, int classes) : base(nameof(PlainSupernet))
    {
        var stem = 3 * channels;
        _stem = nn.Sequential(nn.Conv2d(3, stem, 3, padding: 1, bias: false), nn.BatchNorm2d(stem));
        var (before, last, reduced) = (stem, stem, false);
        for (var i = 0; i < cells; i++)
        {
            var isReduction = i == cells / 3 || i == 2 * cells / 3;
            if (isReduction) channels *= 2;
            _cells.Add(new PlainCell(before, last, channels, isReduction, reduced));
            (before, last, reduced) = (last, Nodes * channels, isReduction);
        }
        _head = nn.Linear(last, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor normal, Tensor reduction)
    {
        var (s0, s1) = (_stem.call(input), _stem.call(input));
        foreach (var cell in _cells)
        {
            var weights = (cell.IsReduction ? reduction : normal).softmax(-1);
            (s0, s1) = (s1, cell.call(s0, s1, weights));
        }
        return _head.call(s1.mean([2, 3]));
    }
}

internal sealed class PlainCell : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _first;
    private readonly nn.Module<Tensor, Tensor> _second;
    private readonly ModuleList<PlainEdge> _edges = new();

    public PlainCell(int before, int last, int channels, bool isReduction, bool reducedBefore) : base(nameof(PlainCell))
    {
        IsReduction = isReduction;
        _first = reducedBefore ? new PlainReduce(before, channels) : Plain.Conv1(before, channels);
        _second = Plain.Conv1(last, channels);
        for (var node = 0; node < PlainSupernet.Nodes; node++)
            for (var from = 0; from < 2 + node; from++) _edges.Add(new PlainEdge(channels, isReduction && from < 2 ? 2 : 1));
        RegisterComponents();
    }

    public bool IsReduction { get; }

    public override Tensor forward(Tensor before, Tensor last, Tensor weights)
    {
        var states = new List<Tensor> { _first.call(before), _second.call(last) };
        var edge = 0;
        for (var node = 0; node < PlainSupernet.Nodes; node++)
        {
            var sum = _edges[edge].call(states[0], weights[edge++]);
            for (var from = 1; from < 2 + node; from++) sum += _edges[edge].call(states[from], weights[edge++]);
            states.Add(sum);
        }
        return cat([.. states.Skip(2)], 1);
    }
}

internal sealed class PlainEdge : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly ModuleList<nn.Module<Tensor, Tensor>> _operations;
    private readonly int _stride;

    public PlainEdge(int channels, int stride) : base(nameof(PlainEdge))
    {
        _stride = stride;
        _operations = new(
            nn.Sequential(nn.MaxPool2d(3, stride, 1), nn.BatchNorm2d(channels, affine: false)),
            nn.Sequential(nn.AvgPool2d(3, stride, 1, count_include_pad: false), nn.BatchNorm2d(channels, affine: false)),
            stride == 1 ? nn.Identity() : new PlainReduce(channels, channels),
            Plain.Separable(channels, 3, stride), Plain.Separable(channels, 5, stride),
            Plain.Dilated(channels, 3, stride), Plain.Dilated(channels, 5, stride));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor weights)
    {
        var nothing = _stride == 1 ? input : input.slice(2, 0, input.shape[2], _stride).slice(3, 0, input.shape[3], _stride);
        var sum = nothing * 0f * weights[0];
        for (var i = 0; i < _operations.Count; i++) sum += _operations[i].call(input) * weights[i + 1];
        return sum;
    }
}

internal sealed class PlainReduce : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _even;
    private readonly Conv2d _odd;
    private readonly BatchNorm2d _norm;

    public PlainReduce(int inputs, int outputs) : base(nameof(PlainReduce))
    {
        _even = nn.Conv2d(inputs, outputs / 2, 1, stride: 2, bias: false);
        _odd = nn.Conv2d(inputs, outputs / 2, 1, stride: 2, bias: false);
        _norm = nn.BatchNorm2d(outputs, affine: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = input.relu();
        return _norm.call(cat([_even.call(x), _odd.call(x.slice(2, 1, x.shape[2], 1).slice(3, 1, x.shape[3], 1))], 1));
    }
}

internal static class Plain
{
    public static Sequential Conv1(int inputs, int outputs) =>
        nn.Sequential(nn.ReLU(), nn.Conv2d(inputs, outputs, 1, bias: false), nn.BatchNorm2d(outputs, affine: false));

    public static Sequential Separable(int channels, int kernel, int stride) => nn.Sequential(
        nn.ReLU(), nn.Conv2d(channels, channels, kernel, stride: stride, padding: kernel / 2, groups: channels, bias: false),
        nn.Conv2d(channels, channels, 1, bias: false), nn.BatchNorm2d(channels, affine: false),
        nn.ReLU(), nn.Conv2d(channels, channels, kernel, padding: kernel / 2, groups: channels, bias: false),
        nn.Conv2d(channels, channels, 1, bias: false), nn.BatchNorm2d(channels, affine: false));

    public static Sequential Dilated(int channels, int kernel, int stride) => nn.Sequential(
        nn.ReLU(), nn.Conv2d(channels, channels, kernel, stride: stride, padding: kernel - 1, dilation: 2, groups: channels, bias: false),
        nn.Conv2d(channels, channels, 1, bias: false), nn.BatchNorm2d(channels, affine: false));
}
