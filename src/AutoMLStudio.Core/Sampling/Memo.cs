using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Sampling;

/// <summary>
/// A sequence of configurations that depends on the space alone, made only as far as it was asked for and kept, so that the nth one costs nothing the
/// second time.
/// </summary>
/// <remarks>Thread-safe. Holds the sequence of the latest space.</remarks>
internal sealed class Memo(Func<SearchSpace, IEnumerable<Configuration>> sequence)
{
    private readonly Lock _gate = new();
    private readonly List<Configuration> _made = [];
    private SearchSpace? _space;
    private IEnumerator<Configuration>? _rest;

    /// <summary>The configuration at this position; null when the sequence ends before it.</summary>
    public Configuration? At(SearchSpace space, int position)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(space, _space))
            {
                _rest?.Dispose();
                _made.Clear();
                (_space, _rest) = (space, sequence(space).GetEnumerator());
            }
            while (_made.Count <= position && Next() is { } next) _made.Add(next);
            return position < _made.Count ? _made[position] : null;
        }
    }

    // A sequence that has thrown would look ended the next time: forget it, so that it throws again.
    private Configuration? Next()
    {
        try
        {
            return _rest!.MoveNext() ? _rest.Current : null;
        }
        catch
        {
            _space = null;
            throw;
        }
    }
}
