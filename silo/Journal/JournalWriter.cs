using System.Data.Common;
using TradingBot.Grains.Journal;
using TradingBot.Trading;

namespace TradingBot.Silo.Journal;

/// <summary>Writes the journal's rows, in the transactions that grains' states are written in.</summary>
internal sealed class JournalWriter(IJournalDatabase database, JournalSignals signals, JournalOptions options) : IJournal
{
    private JournalStatements? _statements;

    public async Task WriteAsync(TraderKey trader, IReadOnlyList<JournalEntry> entries)
    {
        await database.WriteAsync(connection =>
        {
            var statements = Statements(connection);
            foreach (var entry in entries)
                statements.Write(trader, entry);
            statements.Announce(trader.UserId);
        });
        signals.Raise(trader.UserId);
    }

    public Task WriteAsync(string userId, IReadOnlyList<ExchangeEntry> entries) => database.WriteAsync(connection =>
    {
        var statements = Statements(connection);
        foreach (var entry in entries)
            statements.Write(userId, entry);
    });

    // Only writes use it, and they come one at a time; a connection that was lost is followed by another one.
    private JournalStatements Statements(DbConnection connection) =>
        _statements?.Connection == connection ? _statements : _statements = new(connection, database.Dialect, options.EventsKept);
}
