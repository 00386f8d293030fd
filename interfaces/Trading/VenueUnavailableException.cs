namespace TradingBot.Trading;

/// <summary>A venue cannot be asked now, and without its answer the caller must not act. Nothing was changed.</summary>
/// <param name="message">Why, in words for users.</param>
/// <param name="inner">The cause.</param>
[GenerateSerializer, Alias("venue-unavailable")]
public class VenueUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
