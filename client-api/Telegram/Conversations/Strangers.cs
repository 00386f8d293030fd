namespace TradingBot.ClientApi.Telegram.Conversations;

/// <summary>
/// Chats that nobody has linked: each is refused once in a while, and otherwise costs nothing. In memory only; nothing is stored of them.
/// </summary>
internal sealed class Strangers(TimeProvider time)
{
    private const int Most = 10_000;
    private const int MostRefusalsASecond = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, DateTimeOffset> _refusedAt = [];
    private DateTimeOffset _second;
    private int _refusals;

    /// <summary>Whether a chat was found to be a stranger's a short time ago.</summary>
    public bool IsKnown(long chatId)
    {
        lock (_gate)
            return _refusedAt.TryGetValue(chatId, out var at) && time.GetUtcNow() - at < Patience;
    }

    /// <summary>Notes a stranger.</summary>
    /// <returns>Whether to answer.</returns>
    public bool Add(long chatId)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_refusedAt.Count >= Most)
                _refusedAt.Clear();
            _refusedAt[chatId] = now;
            if (now - _second >= TimeSpan.FromSeconds(1))
                (_second, _refusals) = (now, 0);
            return ++_refusals <= MostRefusalsASecond;
        }
    }

    /// <summary>The chat tries a code: it is looked at again.</summary>
    public void Remove(long chatId)
    {
        lock (_gate)
            _refusedAt.Remove(chatId);
    }
}
