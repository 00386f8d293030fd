namespace TradingBot.Silo.Commands;

/// <summary>The service cannot start: the data folder cannot be used, the port is taken, or the master key is another one.</summary>
public sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);
