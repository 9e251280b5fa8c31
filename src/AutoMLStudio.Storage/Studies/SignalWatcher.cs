using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Storage.Studies;

/// <summary>
/// One reader of signals. Signals of one study that it has not taken yet melt into the latest, so that a slow reader holds at most one a study.
/// </summary>
internal sealed class SignalWatcher(long? studyId)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, StudySignal> _latest = [];
    private readonly HashSet<long> _waiting = [];
    private readonly Channel<long> _ready = Channel.CreateUnbounded<long>();

    /// <summary>
    /// Takes what is known of a study; null means that nothing new is known. Passed on only when it changes what this reader has heard.
    /// </summary>
    public void Offer(long id, long? sequence, StudyWish? request, bool asked = false)
    {
        if (studyId is { } wanted && wanted != id) return;
        lock (_gate)
        {
            var last = _latest.GetValueOrDefault(id);
            var next = new StudySignal(id, Math.Max(last?.Sequence ?? 0, sequence ?? 0), request ?? last?.Request ?? StudyWish.None,
                (last?.Asked ?? 0) + (asked ? 1 : 0));
            if (next == last) return;
            _latest[id] = next;
            if (_waiting.Add(id)) _ready.Writer.TryWrite(id);
        }
    }

    /// <summary>The signals as they come.</summary>
    public async IAsyncEnumerable<StudySignal> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var id in _ready.Reader.ReadAllAsync(cancellationToken))
        {
            StudySignal signal;
            lock (_gate)
            {
                _waiting.Remove(id);
                signal = _latest[id];
            }
            yield return signal;
        }
    }
}
