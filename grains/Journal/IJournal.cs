using TradingBot.Trading;

namespace TradingBot.Grains.Journal;

/// <summary>
/// The write side of the journal. What is written is durable when the task completes, all of a call or nothing; written again it
/// changes nothing.
/// </summary>
public interface IJournal
{
    /// <summary>Writes what a trader has done.</summary>
    /// <param name="trader">The trader.</param>
    /// <param name="entries">In order, after all that were written before.</param>
    Task WriteAsync(TraderKey trader, IReadOnlyList<JournalEntry> entries);

    /// <summary>Writes what a paper account's exchange has done.</summary>
    /// <param name="userId">The account's owner.</param>
    /// <param name="entries">In order, after all that were written before.</param>
    Task WriteAsync(string userId, IReadOnlyList<ExchangeEntry> entries);
}
