namespace TradingBot.ClientApi.Telegram.Delivery;

/// <summary>
/// Spaces messages as Telegram asks for: so many within any second in all, so long between two to one chat, three times that in a group.
/// Answers to commands may come a little faster than news, as Telegram tolerates short bursts in a chat.
/// </summary>
internal sealed class SendGovernor(TelegramOptions options, TimeProvider time)
{
    private const int MostChats = 10_000;
    private const int GroupFactor = 3;
    private const int ReplyBurst = 3;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, TimeSpan> _freeAt = [];

    // When the last so many were sent.
    private readonly Queue<TimeSpan> _sent = new(options.MessagesPerSecond);
    private readonly TimeSpan _chatInterval = TimeSpan.FromMilliseconds(options.ChatIntervalMs);

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

    /// <summary>Takes the place of a message to a chat.</summary>
    /// <returns>How long to wait before asking again; zero when the message may be sent.</returns>
    internal TimeSpan Reserve(long chatId, bool isReply)
    {
        lock (_gate)
        {
            var now = Now;
            var interval = IntervalOf(chatId);
            var chat = _freeAt.GetValueOrDefault(chatId);
            // Each message moves the moment from which the chat's next one is due by an interval; a burst is how far that may be ahead.
            var forChat = chat - (isReply ? ReplyBurst * interval : TimeSpan.Zero) - now;
            var forAll = _sent.Count < options.MessagesPerSecond ? TimeSpan.Zero : _sent.Peek() + Second - now;
            var wait = forChat > forAll ? forChat : forAll;
            if (wait > TimeSpan.Zero)
                return wait;
            if (_freeAt.Count >= MostChats)
                Forget(now);
            _freeAt[chatId] = (chat > now ? chat : now) + interval;
            if (_sent.Count == options.MessagesPerSecond)
                _sent.Dequeue();
            _sent.Enqueue(now);
            return TimeSpan.Zero;
        }
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (chat, _) in _freeAt.Where(c => c.Value <= now).ToList())
            _freeAt.Remove(chat);
    }

    private TimeSpan IntervalOf(long chatId) => chatId < 0 ? GroupFactor * _chatInterval : _chatInterval;
}
