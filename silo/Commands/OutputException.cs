namespace TradingBot.Silo.Commands;

/// <summary>A result that could not be written.</summary>
public sealed class OutputException(string message, Exception inner) : Exception(message, inner);
