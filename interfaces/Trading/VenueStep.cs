using System.Collections.Immutable;
using TradingBot.Numbers;

namespace TradingBot.Trading;

/// <summary>What has happened at the exchange on the way to a candle's close.</summary>
/// <param name="Reports">Reports that the trader has not acknowledged yet, oldest first.</param>
/// <param name="AtClose">
/// True when the exchange has reached the close and all is reported; false when the trader should react to the reports and ask again.
/// </param>
/// <param name="FreeQuote">
/// Quote free for a new entry, with what this trader's own open entry ties up counted as free; on USDⓈ-M the wallet balance.
/// </param>
[GenerateSerializer, Immutable, Alias("venue-step")]
public sealed record VenueStep(
    [property: Id(0)] ImmutableArray<ExecutionReport> Reports,
    [property: Id(1)] bool AtClose,
    [property: Id(2)] Fixed16 FreeQuote);
