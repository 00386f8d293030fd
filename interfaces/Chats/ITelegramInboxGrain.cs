using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingBot.Chats;

/// <summary>
/// Updates that Telegram has handed over and that are not worked off yet: kept before Telegram is told that they have arrived, so that no
/// slow command holds up the others and no death of a process loses one. Key: the bot's id.
/// </summary>
[Alias("telegram-inbox")]
public interface ITelegramInboxGrain : IGrainWithStringKey
{
    /// <summary>The most that wait.</summary>
    const int MostWaiting = 2_000;

    /// <summary>The longest that <see cref="WaitAsync"/> takes: short, because the end of the process waits for it.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Takes updates. Durable; one that waits already changes nothing.</summary>
    /// <returns>False when too many wait; then none was taken.</returns>
    [AlwaysInterleave, Alias("put")]
    Task<bool> PutAsync(ImmutableArray<ChatUpdate> updates);

    /// <summary>Updates in the order of their arrival, as soon as there is one. Empty when there is none for <see cref="LongestWait"/>.</summary>
    /// <param name="after">The last arrival that the caller has; 0 for none.</param>
    /// <param name="limit">At most this many, at least 1.</param>
    [AlwaysInterleave, Alias("wait")]
    Task<ImmutableArray<InboxItem>> WaitAsync(long after, int limit);

    /// <summary>
    /// An update is worked off. Durable with the next one that is taken: a crash before repeats it, which the chat knows.
    /// </summary>
    [AlwaysInterleave, Alias("done")]
    Task DoneAsync(long arrival);
}

/// <summary>An update that waits.</summary>
/// <param name="Arrival">Rising number of its arrival.</param>
/// <param name="Update">The update.</param>
[GenerateSerializer, Immutable, Alias("inbox-item")]
public sealed record InboxItem([property: Id(0)] long Arrival, [property: Id(1)] ChatUpdate Update);
