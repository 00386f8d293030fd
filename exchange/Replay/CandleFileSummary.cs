using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>What a candle file holds.</summary>
/// <param name="Rows">Candles.</param>
/// <param name="FirstOpenTime">Open time of the first candle, milliseconds UTC.</param>
/// <param name="LastOpenTime">Open time of the last candle, milliseconds UTC.</param>
/// <param name="Interval">
/// The interval asked for; else the one whose length is the most frequent distance between rows (the shortest of equals);
/// null when no interval has that length.
/// </param>
/// <param name="Holes">How often the next candle is missing, however many are missing there. They are never filled in.</param>
/// <param name="MissingCandles">Candles missing in all holes together.</param>
/// <param name="LongestHole">Where most are missing, or null without holes.</param>
/// <param name="TypicalSpacing">The most frequent distance between rows, milliseconds; 0 for a single row.</param>
/// <param name="RowsOneIntervalApart">How many rows follow the one before them at exactly one interval.</param>
public sealed record CandleFileSummary(
    long Rows,
    long FirstOpenTime,
    long LastOpenTime,
    CandleInterval? Interval,
    int Holes,
    long MissingCandles,
    CandleFileHole? LongestHole,
    long TypicalSpacing,
    long RowsOneIntervalApart);

/// <summary>A place where candles are missing.</summary>
/// <param name="After">Open time of the last candle before it, milliseconds UTC.</param>
/// <param name="Missing">Number of missing candles; 0 when the next one is late by less than an interval.</param>
public readonly record struct CandleFileHole(long After, long Missing);
