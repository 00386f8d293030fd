using TradingBot.Grains.Journal;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading.Faults;

/// <summary>A journal that tells of the steps of each write.</summary>
public sealed class FaultPointJournal(IJournal journal, IFaultPoints points) : IJournal
{
    public async Task WriteAsync(TraderKey trader, IReadOnlyList<JournalEntry> entries)
    {
        points.Pass(FaultStep.BeforeJournal);
        await journal.WriteAsync(trader, entries);
        points.Pass(FaultStep.AfterJournal);
    }

    public Task WriteAsync(string userId, IReadOnlyList<ExchangeEntry> entries) => journal.WriteAsync(userId, entries);
}
