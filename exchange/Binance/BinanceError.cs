using TradingBot.Trading;

namespace TradingBot.Exchange.Binance;

/// <summary>A failed request.</summary>
/// <param name="Failure">What became of it.</param>
/// <param name="Code">Binance's code; 0 when the failure is not Binance's word.</param>
/// <param name="Message">Binance's message or what went wrong, without address, key or parameters.</param>
public sealed record BinanceError(BinanceFailure Failure, int Code, string Message)
{
    /// <summary>The failure as the domain knows it.</summary>
    public VenueAnswer ToAnswer() => new(
        Failure switch
        {
            BinanceFailure.WouldTrigger => VenueOutcome.RefusedWouldTrigger,
            BinanceFailure.OrderNotFound => VenueOutcome.OrderNotOpen,
            BinanceFailure.Unknown => VenueOutcome.Unknown,
            BinanceFailure.Duplicate => VenueOutcome.Accepted,
            BinanceFailure.NotSent or BinanceFailure.RateLimited or BinanceFailure.Clock => VenueOutcome.TryLater,
            _ => VenueOutcome.Refused,
        },
        Failure == BinanceFailure.Duplicate ? "" : ToString());

    /// <inheritdoc/>
    public override string ToString() => Code == 0 ? Message : $"{Message} ({Code})";
}
