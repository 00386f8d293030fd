namespace TradingBot.Engine.Storage;

/// <summary>
/// The states of a batch of writes, in chunks that the next batch uses again: at a close ten thousand states wait at once, and
/// arrays of their own would survive collections while they wait.
/// </summary>
internal sealed class BatchBytes
{
    // Below the size at which arrays become large objects.
    private const int ChunkSize = 64 * 1024;
    private const int MaxKept = 256;

    private readonly List<byte[]> _chunks = [];
    private int _current;
    private int _used;

    /// <summary>Copies a state. The copy is valid until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> data)
    {
        if (data.Length > ChunkSize)
            return data.ToArray();
        if (data.Length > ChunkSize - _used)
            (_current, _used) = (_current + 1, 0);
        if (_current == _chunks.Count)
            _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkSize));
        var copy = _chunks[_current].AsMemory(_used, data.Length);
        data.CopyTo(copy.Span);
        _used += data.Length;
        return copy;
    }

    public void Clear()
    {
        if (_chunks.Count > MaxKept)
            _chunks.RemoveRange(MaxKept, _chunks.Count - MaxKept);
        (_current, _used) = (0, 0);
    }
}
