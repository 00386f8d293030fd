using TradingBot.ClientApi.Telegram;
using TradingBot.ClientApi.Telegram.Delivery;

namespace TradingBot.Tests.Telegram;

/// <summary>How fast messages go out: never faster than Telegram allows, and no slower.</summary>
public sealed class PacingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Thirty_within_any_second_in_all_and_one_a_second_to_a_chat()
    {
        var sent = Send(chats: 90, each: 5);

        sent.Count.ShouldBe(450);
        for (var i = 30; i < sent.Count; i++)
            (sent[i].At - sent[i - 30].At).ShouldBeGreaterThanOrEqualTo(Second, $"message {i}");
        foreach (var chat in sent.GroupBy(static m => m.Chat))
            chat.Zip(chat.Skip(1)).ShouldAllBe(static two => two.Second.At - two.First.At >= Second);
        // Thirty a second, no less.
        (sent[^1].At - sent[0].At).ShouldBeInRange(TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_chat_alone_gets_one_a_second_and_a_group_one_in_three()
    {
        var sent = Send(chats: 1, each: 4);
        sent.Zip(sent.Skip(1)).Select(static two => two.Second.At - two.First.At).ShouldAllBe(static apart => apart == Second);
        var group = Send(chats: 1, each: 4, firstChat: -7);
        group.Zip(group.Skip(1)).Select(static two => two.Second.At - two.First.At).ShouldAllBe(static apart => apart == 3 * Second);
    }

    [Fact]
    public void Answers_may_burst_in_a_chat_but_not_over_what_is_allowed_in_all()
    {
        Send(chats: 1, each: 4, isReply: true).ShouldAllBe(m => m.At == _time.GetUtcNow());
        var sent = Send(chats: 40, each: 4, isReply: true, firstChat: 100);
        for (var i = 30; i < sent.Count; i++)
            (sent[i].At - sent[i - 30].At).ShouldBeGreaterThanOrEqualTo(Second, $"message {i}");
    }

    [Fact]
    public void What_Telegram_asks_to_wait_is_waited_for()
    {
        var governor = new SendGovernor(new(), _time);
        governor.Block(7, TimeSpan.FromSeconds(20));
        governor.Reserve(7, isReply: true).ShouldBe(TimeSpan.FromSeconds(20));
        governor.Reserve(8, isReply: true).ShouldBe(TimeSpan.Zero);
    }

    // Each chat has a sender that sends as soon as it may, and waits for as long as it is told to.
    private List<(long Chat, DateTimeOffset At)> Send(int chats, int each, bool isReply = false, long firstChat = 1)
    {
        var governor = new SendGovernor(new(), _time);
        var sent = new List<(long, DateTimeOffset)>();
        var waiting = new PriorityQueue<(long Chat, int Left), (DateTimeOffset, long)>();
        for (var chat = firstChat; chat < firstChat + chats; chat++)
            waiting.Enqueue((chat, each), (_time.GetUtcNow(), chat));
        while (waiting.TryDequeue(out var next, out var due))
        {
            if (due.Item1 > _time.GetUtcNow())
                _time.Advance(due.Item1 - _time.GetUtcNow());
            var wait = governor.Reserve(next.Chat, isReply);
            if (wait == TimeSpan.Zero)
            {
                sent.Add((next.Chat, _time.GetUtcNow()));
                next.Left--;
            }

            if (next.Left > 0)
                waiting.Enqueue(next, (_time.GetUtcNow() + wait, next.Chat));
        }

        return sent;
    }
}
