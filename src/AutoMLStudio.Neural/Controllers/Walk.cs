using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Controllers;

/// <summary>
/// Chooses for several architectures at once.
/// </summary>
/// <param name="probabilities">[architectures × width, names]: row after row those of one decision.</param>
/// <param name="width">Decisions of each architecture.</param>
/// <returns>The number of a name for each row.</returns>
internal delegate int[] Choose(Tensor probabilities, int width);

/// <summary>One walk of a controller through its tokens, for several architectures side by side.</summary>
internal sealed class Walk
{
    /// <summary>Takes the probability of what must not be chosen to 0; unlike infinity it leaves no 0 · ∞ in the entropy.</summary>
    private const float Never = -1e9f;

    private readonly ControllerWeights _weights;
    private readonly ControllerSettings _settings;
    private readonly Choose _choose;
    private readonly long _count;
    private readonly Tensor[] _cells;
    private readonly Tensor[] _states;
    private readonly List<Tensor> _anchors = [];
    private readonly List<Tensor> _projected = [];
    private readonly List<Tensor> _penalties = [];
    private Tensor _input;
    private int[] _referred = [];

    /// <summary>Walks to the end.</summary>
    public Walk(ControllerWeights weights, ControllerSettings settings, IReadOnlyList<Token> tokens, int count, Choose choose)
    {
        (_weights, _settings, _choose, _count) = (weights, settings, choose, count);
        _cells = [.. weights.Lstm.Select(_ => zeros(count, settings.Size))];
        _states = [.. _cells];
        _input = Start;
        LogProbability = zeros(count);
        Entropy = zeros(count);
        foreach (var token in tokens) Take(token);
    }

    /// <summary>[architectures]: logarithm of the probability of what was decided.</summary>
    public Tensor LogProbability { get; private set; }

    /// <summary>[architectures]: entropy of the decisions, in nats, each given those before it, added up.</summary>
    public Tensor Entropy { get; private set; }

    /// <summary>
    /// [architectures]: Kullback–Leibler divergence of the skip connections' probabilities from the target, added up in a layer and averaged over the
    /// layers that have a choice; null without skip connections.
    /// </summary>
    public Tensor? SkipPenalty => _penalties.Count == 0 ? null : stack(_penalties, 0).mean([0]);

    private Tensor Start => _weights.Start.expand(_count, _settings.Size);

    private Tensor State => _states[^1];

    private void Take(Token token)
    {
        switch (token)
        {
            case Pick pick: Take(pick); break;
            case Refer refer: Take(refer); break;
            case Skips: TakeSkips(); break;
            case Given { Steps: false }: Anchor(zeros_like(State), zeros_like(State)); break;
            case Given:
                Step();
                Anchor(zeros_like(State), Projected());
                break;
            case Joined:
                Step();
                Anchor(State, Projected());
                _input = Start;
                break;
            default:
                _anchors.Clear();
                _projected.Clear();
                _input = Start;
                break;
        }
    }

    private void Take(Pick token)
    {
        Step();
        var table = _weights.Tables[token.Table];
        var logits = Bound(nn.functional.linear(State, table.Scores, table.Bias), _settings.PickReduce);
        if (token.Bias is { } bias) logits = logits.Plus(tensor(bias.ToArray()));
        _input = table.Vectors.index_select(0, Indices(Decide(logits)));
    }

    private void Take(Refer token)
    {
        Step();
        var (own, projected, count) = (State, Projected(), _anchors.Count);
        var logits = Bound(Attend(), 1);
        if (token.Near) logits = logits - tensor([.. Enumerable.Range(0, count).Select(j => (count - j) * (count - j) / 6f)]);
        if (token.Distinct) logits = logits.Plus(Excluded(count));
        _referred = Decide(logits);
        // Row n of the anchors laid one after another: anchor, then architecture.
        _input = cat([.. _anchors], 0).index_select(0, Indices([.. _referred.Select((j, n) => j * (int)_count + n)]));
        if (!token.Near) return;
        _input = _input / tensor([.. _referred.Select(j => 0.1f + count - j)]).unsqueeze(1);
        Anchor(own, projected);
    }

    private void TakeSkips()
    {
        Step();
        _input = _anchors.Count == 0 ? Start : Skipped(Bound(Attend(), 1));
        Anchor(State, Projected());
    }

    /// <summary>A connection stands with the probability σ(logit) ([Zoph2017], §3.3), which is the one that the penalty sees.</summary>
    private Tensor Skipped(Tensor logits)
    {
        var (on, off) = (nn.functional.logsigmoid(logits), nn.functional.logsigmoid(-logits));
        var (present, absent) = (on.exp(), off.exp());
        var bits = _choose(stack([absent, present], 2).flatten(0, 1), _anchors.Count);
        var chosen = tensor([.. bits.Select(b => (float)b)], [_count, _anchors.Count]);
        LogProbability = LogProbability.Plus(where(chosen.to(ScalarType.Bool), on, off).sum(dim: 1));
        var certain = (present * on).Plus(absent * off).sum(dim: 1);
        Entropy = Entropy - certain;
        var target = present.Times(Math.Log(_settings.SkipTarget)).Plus(absent.Times(Math.Log(1 - _settings.SkipTarget)));
        _penalties.Add(certain - target.sum(dim: 1));
        var shares = chosen / tensor([.. bits.Chunk(_anchors.Count).Select(row => 1f + row.Sum())]).unsqueeze(1);
        return shares.unsqueeze(1).bmm(stack(_anchors, 1)).squeeze(1);
    }

    private int[] Decide(Tensor logits)
    {
        var logs = logits.log_softmax(1);
        var probabilities = logs.exp();
        var chosen = _choose(probabilities, 1);
        LogProbability = LogProbability.Plus(logs.gather(1, Indices(chosen).unsqueeze(1)).squeeze(1));
        Entropy = Entropy - (probabilities * logs).sum(dim: 1);
        return chosen;
    }

    /// <summary>One step of the LSTM on the input, layer by layer.</summary>
    private void Step()
    {
        var (x, size) = (_input, _settings.Size);
        for (var i = 0; i < _states.Length; i++)
        {
            var gates = nn.functional.linear(cat([x, _states[i]], 1), _weights.Lstm[i]);
            var open = gates.narrow(1, 0, 3 * size).sigmoid();
            var fresh = gates.narrow(1, 3 * size, size).tanh();
            _cells[i] = (open.narrow(1, size, size) * _cells[i]).Plus(open.narrow(1, 0, size) * fresh);
            x = _states[i] = open.narrow(1, 2 * size, size) * _cells[i].tanh();
        }
    }

    /// <summary>[architectures, anchors]: how the current state rates each anchor.</summary>
    private Tensor Attend()
    {
        var query = nn.functional.linear(State, _weights.Attention!.Query).unsqueeze(1);
        return nn.functional.linear(stack(_projected, 1).Plus(query).tanh(), _weights.Attention.Score).squeeze(2);
    }

    private Tensor Projected() => nn.functional.linear(State, _weights.Attention!.Anchor);

    private void Anchor(Tensor state, Tensor projected)
    {
        _anchors.Add(state);
        _projected.Add(projected);
    }

    private Tensor Bound(Tensor logits, double reduce)
    {
        if (_settings.Temperature is { } temperature) logits = logits.Times(1 / temperature);
        return _settings.TanhConstant is { } constant ? logits.tanh().Times(constant / reduce) : logits;
    }

    private Tensor Excluded(int anchors)
    {
        var mask = new float[_count * anchors];
        for (var n = 0; n < _count; n++) mask[n * anchors + _referred[n]] = Never;
        return tensor(mask, [_count, anchors]);
    }

    private static Tensor Indices(int[] values) => tensor([.. values.Select(v => (long)v)]);
}
