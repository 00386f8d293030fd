namespace TradingBot.ClientApi.Telegram.Delivery;

/// <summary>
/// Spaces messages as Telegram asks for: so many a second in all, so long between two to one chat, three times that in a group. Answers
/// to commands may come a little faster than news, as Telegram tolerates short bursts.
/// </summary>
internal sealed class SendGovernor(TelegramOptions options, TimeProvider time)
{
    private const int MostChats = 10_000;
    private const int GroupFactor = 3;
    private const int ReplyBurst = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, TimeSpan> _freeAt = [];
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1.0 / options.MessagesPerSecond);
    private readonly TimeSpan _chatInterval = TimeSpan.FromMilliseconds(options.ChatIntervalMs);
    private TimeSpan _allFreeAt;

    private TimeSpan Now => TimeSpan.FromTicks(time.GetUtcNow().UtcTicks);

    /// <summary>Completes when a message may be sent to a chat.</summary>
    public async Task WaitAsync(long chatId, bool isReply, CancellationToken cancellationToken)
    {
        while (Reserve(chatId, isReply) is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>Nothing is sent to a chat for a time.</summary>
    public void Block(long chatId, TimeSpan wait)
    {
        lock (_gate)
            _freeAt[chatId] = Now + wait + (ReplyBurst * IntervalOf(chatId));
    }

    // Each message moves the moment from which the next one is due by an interval; a burst is how far that may be ahead.
    private TimeSpan Reserve(long chatId, bool isReply)
    {
        lock (_gate)
        {
            var now = Now;
            var interval = IntervalOf(chatId);
            var chat = _freeAt.GetValueOrDefault(chatId);
            var wait = Later(chat - (isReply ? ReplyBurst * interval : TimeSpan.Zero) - now, _allFreeAt - TimeSpan.FromSeconds(1) + _interval - now);
            if (wait > TimeSpan.Zero)
                return wait;
            if (_freeAt.Count >= MostChats)
                Forget(now);
            _freeAt[chatId] = (chat > now ? chat : now) + interval;
            _allFreeAt = (_allFreeAt > now ? _allFreeAt : now) + _interval;
            return TimeSpan.Zero;
        }
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (chat, _) in _freeAt.Where(c => c.Value <= now).ToList())
            _freeAt.Remove(chat);
    }

    private TimeSpan IntervalOf(long chatId) => chatId < 0 ? GroupFactor * _chatInterval : _chatInterval;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
