namespace TradingBot.Exchange.Secrets;

/// <summary>The master key is missing, malformed, weak, or not the one that has sealed what is stored.</summary>
/// <param name="message">What is wrong and what to do; never any part of a key.</param>
public sealed class MasterKeyException(string message) : Exception(message);
