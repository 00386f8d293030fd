namespace TradingBot.Grains.MarketData;

/// <summary>What a sequencer has dealt with so far.</summary>
/// <param name="Emitted">Candles emitted.</param>
/// <param name="Filled">Of those, candles that came from history instead of the stream.</param>
/// <param name="Duplicates">Frames of candles that were already there.</param>
/// <param name="Rejected">Invalid candles.</param>
/// <param name="Overflowed">Candles that came while too many waited behind a hole; history brings them again.</param>
/// <param name="Unconfirmed">Candles that were dropped because history does not know them.</param>
public readonly record struct SequencerCounts(
    long Emitted, long Filled, long Duplicates, long Rejected, long Overflowed, long Unconfirmed);
