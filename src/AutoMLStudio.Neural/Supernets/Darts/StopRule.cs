using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Darts;

/// <summary>When a search ends before its time, and which of its architecture parameters then count. All that it remembers are tensors.</summary>
internal sealed class StopRule : IDisposable
{
    /// <summary>Epochs over which eigenvalues are averaged and compared, [Zela2020] (§4.3).</summary>
    internal const int Window = 5;

    /// <summary>An average this much smaller one window before ends the search, [Zela2020] (§4.3).</summary>
    internal const double Growth = 0.75;

    private readonly DartsOptions _options;
    private readonly Tensor _alphas;
    private readonly Derivation _derivation;
    private readonly Func<Tensor, IReadOnlyList<double[]>> _read;

    /// <summary>α after each epoch, so far as it may have to be gone back to; row 0 is the start.</summary>
    private readonly Tensor _past;
    private readonly Tensor _eigenvalues;

    /// <summary>The row of <see cref="_past"/> that counts, or -1 while the search goes on.</summary>
    private readonly Tensor _chosen;

    /// <summary>The rule of a search.</summary>
    public StopRule(DartsOptions options, Tensor alphas, Derivation derivation, Func<Tensor, IReadOnlyList<double[]>> read)
    {
        (_options, _alphas, _derivation, _read) = (options, alphas, derivation, read);
        var isOn = options.StopEigenvalue || options.StopSkips is not null;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _past = zeros(isOn ? options.Epochs + 1 : 0, alphas.numel(), device: alphas.device).DetachFromDisposeScope();
        _eigenvalues = zeros(isOn ? options.Epochs : 0).DetachFromDisposeScope();
        _chosen = full(1, -1f).DetachFromDisposeScope();
        if (isOn) _past[0].copy_(alphas.detach());
    }

    /// <summary>True when the search is over.</summary>
    public bool HasEnded => ChosenRow >= 0;

    /// <summary>The architecture parameters that count: those of the moment, or those that the search went back to.</summary>
    public Tensor Chosen => HasEnded ? _past[ChosenRow] : _alphas;

    /// <summary>What a restart brings back.</summary>
    public IReadOnlyList<Tensor> State => _past.shape[0] > 0 ? [_past, _eigenvalues, _chosen] : [];

    private long ChosenRow => (long)_chosen.data<float>()[0];

    /// <summary>Looks at an epoch.</summary>
    /// <param name="epoch">Its number, from 0.</param>
    /// <param name="eigenvalue">Its largest eigenvalue; not looked at unless asked for.</param>
    /// <param name="mayEnd">False while the architecture parameters do not learn yet.</param>
    public void Judge(int epoch, double eigenvalue, bool mayEnd = true)
    {
        if (_past.shape[0] == 0) return;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _past[epoch + 1].copy_(_alphas.detach());
        _eigenvalues[epoch] = (float)eigenvalue;
        if (!mayEnd) return;
        if (_options.StopSkips is { } most && _derivation.SkipsOf(_derivation.Of(_read(_alphas), _options.MaxSkips)) >= most) Choose(epoch);
        else if (_options.StopEigenvalue && GrewFast(_eigenvalues.data<float>().Take(epoch + 1).ToList())) Choose(epoch + 1 - Window);
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_past, _eigenvalues, _chosen]) tensor.Dispose();
    }

    /// <summary>
    /// λ̄(i − k) / λ̄(i) &lt; 0.75, where λ̄ is the mean over the last k epochs: epochs that are yet to come, over which [Zela2020] smooth too, are not
    /// waited for.
    /// </summary>
    internal static bool GrewFast(IReadOnlyList<float> eigenvalues)
    {
        if (eigenvalues.Count < 2 * Window) return false;
        var (before, now) = (eigenvalues.TakeLast(2 * Window).Take(Window).Average(), eigenvalues.TakeLast(Window).Average());
        return now > 0 && before / now < Growth;
    }

    private void Choose(int row) => _chosen[0] = (float)row;
}
