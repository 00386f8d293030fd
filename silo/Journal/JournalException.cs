namespace TradingBot.Silo.Journal;

/// <summary>The journal's database or tables cannot be used as they are; nothing has been changed.</summary>
internal sealed class JournalException(string message, Exception? innerException = null) : IOException(message, innerException);
