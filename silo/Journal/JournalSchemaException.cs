namespace TradingBot.Silo.Journal;

/// <summary>The journal's tables cannot be used as they are; nothing has been changed.</summary>
internal sealed class JournalSchemaException(string message, Exception? innerException = null) : IOException(message, innerException);
