namespace TradingBot.Tests.Trading.Journal;

/// <summary>The journal on SQLite.</summary>
public sealed class SqliteJournalTests() : JournalStoreTests(postgres: false);
