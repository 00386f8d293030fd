using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>A request without which its caller cannot go on has failed.</summary>
/// <param name="error">The failure.</param>
public sealed class BinanceException(BinanceError error) : VenueUnavailableException($"Binance: {error}")
{
    /// <summary>The failure.</summary>
    public BinanceError Error { get; } = error;
}
