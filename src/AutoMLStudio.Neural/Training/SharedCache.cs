namespace AutoMLStudio.Neural.Training;

/// <summary>
/// Keeps the latest few results of costly work for everybody in the process who asks for the same. What failed is not kept. Thread-safe.
/// </summary>
/// <param name="capacity">Results to keep; the one asked for longest ago goes first.</param>
internal sealed class SharedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(TKey Key, Task<TValue> Value)> _entries = new();

    /// <summary>
    /// The result for <paramref name="key"/>, made by <paramref name="make"/> when nobody has. Cancelling ends the waiting, not the work that others
    /// wait for too.
    /// </summary>
    public Task<TValue> GetAsync(TKey key, Func<Task<TValue>> make, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var node = _entries.First;
            while (node is not null && !(EqualityComparer<TKey>.Default.Equals(node.Value.Key, key) && !node.Value.Value.IsFaulted)) node = node.Next;
            if (node is null) node = new((key, Task.Run(make, CancellationToken.None)));
            else _entries.Remove(node);
            _entries.AddFirst(node);
            if (_entries.Count > capacity) _entries.RemoveLast();
            return node.Value.Value.WaitAsync(cancellationToken);
        }
    }
}
