namespace TradingBot.Silo.Commands;

/// <summary>The service cannot start: the data folder cannot be used, or the port is taken.</summary>
public sealed class StartException(string message, Exception cause) : Exception(message, cause);
