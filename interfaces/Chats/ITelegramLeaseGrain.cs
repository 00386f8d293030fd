namespace TradingBot.Chats;

/// <summary>
/// Which process works for a bot: exactly one in the cluster. Key: the bot's id, the number before the colon of its token. Who holds the
/// lease renews it every <see cref="Renewal"/>; another takes it over within <see cref="Duration"/> of its end.
/// </summary>
[Alias("telegram-lease")]
public interface ITelegramLeaseGrain : IGrainWithStringKey
{
    /// <summary>How long a lease lasts that is not renewed.</summary>
    static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    /// <summary>How often it is renewed, and asked for.</summary>
    static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    /// <summary>Takes or renews the lease. Durable when it changes hands.</summary>
    /// <param name="owner">Names the process.</param>
    /// <param name="botName">The bot's user name.</param>
    /// <returns>The lease's number, rising from owner to owner: what an earlier one still does is refused by it. Null when another holds it.</returns>
    [Alias("acquire")]
    Task<long?> AcquireAsync(string owner, string botName);

    /// <summary>Gives the lease back; another process can take it at once. Changes nothing for who does not hold it.</summary>
    [Alias("release")]
    Task ReleaseAsync(string owner);

    /// <summary>The bot's user name; empty before a process has worked for it.</summary>
    [Alias("get-bot-name")]
    Task<string> GetBotNameAsync();
}
