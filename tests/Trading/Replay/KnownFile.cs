using TradingBot.Exchange.Replay;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Tests.Trading.Replay;

/// <summary>Three rows of a file, and the candles that they are.</summary>
internal static class KnownFile
{
    public const string Header = "open_time,open,high,low,close,volume\n";
    public const string First = "1733007600000,96466.11,96495.52,96440.0,96440.0,6.6158";
    public const string Second = "1733007660000,96440.01,96454.62,96422.0,96454.62,7.0222";
    public const string Third = "1733007720000,96454.62,96466.11,96440,96463.25,6.3";

    public static readonly Candle[] Expected =
    [
        new(1733007600000, Fixed8.Parse("96466.11"), Fixed8.Parse("96495.52"), Fixed8.Parse("96440"), Fixed8.Parse("96440"), 6.6158m),
        new(1733007660000, Fixed8.Parse("96440.01"), Fixed8.Parse("96454.62"), Fixed8.Parse("96422"), Fixed8.Parse("96454.62"), 7.0222m),
        new(1733007720000, Fixed8.Parse("96454.62"), Fixed8.Parse("96466.11"), Fixed8.Parse("96440"), Fixed8.Parse("96463.25"), 6.3m),
    ];

    /// <summary>What reading a file that is wrong says.</summary>
    public static string Error(string path) => Should.Throw<CandleFileException>(() => CandleFile.ReadAll(path)).Message;
}
