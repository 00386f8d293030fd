namespace TradingBot.Silo.Commands;

/// <summary>An option that asks for something impossible: the message names the option and the limit.</summary>
public sealed class UsageException(string message) : Exception(message);
