using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.CovarianceAdaptation;

/// <summary>
/// What each generation came to the last time. Trials are immutable, so that a generation of the very same ones, after the same generations, comes to
/// the same.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class GenerationReplay
{
    private readonly List<(List<Trial> Trials, SearchDistribution After)> _known = [];
    private (SearchSpace Space, IReadOnlyList<double> Fidelities, SearchDistribution Distribution)? _first;
    private int _position;

    /// <summary>Starts over, with the first distribution of a space whose trials are compared at these budgets.</summary>
    public SearchDistribution From(SearchSpace space, IReadOnlyList<double> fidelities, Func<SearchDistribution> make)
    {
        _position = 0;
        if (_first is { } first && ReferenceEquals(first.Space, space) && first.Fidelities.SequenceEqual(fidelities)) return first.Distribution;
        _known.Clear();
        _first = (space, fidelities, make());
        return _first.Value.Distribution;
    }

    /// <summary>What the next generation comes to: what is known, or what <paramref name="compute"/> says.</summary>
    public SearchDistribution Next(List<Trial> trials, Func<SearchDistribution> compute)
    {
        if (_position < _known.Count && !AreSame(_known[_position].Trials, trials)) _known.RemoveRange(_position, _known.Count - _position);
        if (_position == _known.Count) _known.Add((trials, compute()));
        return _known[_position++].After;
    }

    private static bool AreSame(List<Trial> a, List<Trial> b)
    {
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
            if (!ReferenceEquals(a[i], b[i])) return false;
        return true;
    }
}
