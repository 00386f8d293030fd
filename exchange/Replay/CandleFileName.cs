using System.Text.RegularExpressions;
using TradingBot.MarketData;

namespace TradingBot.Exchange.Replay;

/// <summary>What the name of a candle file says of its content.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Market">The market; null where the name does not say it, as in Binance's archives.</param>
/// <param name="Interval">The interval.</param>
public sealed partial record CandleFileName(string Symbol, MarketType? Market, CandleInterval Interval)
{
    /// <summary>
    /// Reads <c>BTCUSDT-spot-1m-2024-12.csv</c>, <c>LTCUSDT-usdm-1m.csv.gz</c> and, of Binance's archives,
    /// <c>BTCUSDT-1m-2024-12.zip</c>; and recorded frames, <c>BTCUSDT-spot-1m-20261122T130000000Z.jsonl</c>.
    /// </summary>
    /// <param name="path">A file name, with or without folders.</param>
    /// <returns>Null for any other form.</returns>
    public static CandleFileName? TryParse(string path)
    {
        var match = Form().Match(Path.GetFileName(path));
        if (!match.Success)
            return null;
        // The archives write a month as 1mo, since some file systems take 1m and 1M for one name.
        var interval = match.Groups["interval"].Value is "1mo" ? "1M" : match.Groups["interval"].Value;
        if (!CandleInterval.TryParse(interval, out var parsed))
            return null;
        MarketType? market = match.Groups["market"].Value switch
        {
            "spot" => MarketType.Spot,
            "usdm" => MarketType.Usdm,
            _ => null,
        };
        return new(match.Groups["symbol"].Value, market, parsed);
    }

    [GeneratedRegex(
        @"^(?<symbol>[A-Z0-9_]{2,20})-((?<market>spot|usdm)-(?<interval>\d+[a-zA-Z]+)(-[^/\\]*)?|(?<interval>\d+[a-zA-Z]+)-\d{4}(-\d\d){0,2})\.(csv|csv\.gz|csv\.zip|zip|jsonl)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
