using TradingBot.MarketData;

namespace TradingBot.Exchange.MarketData;

/// <summary>The configuration section <c>MarketData:Replay</c>.</summary>
public sealed class ReplayOptions
{
    private const string Section = MarketDataOptions.Section + ":Replay";

    /// <summary>A recording (<c>.csv</c>, <c>.csv.gz</c>, <c>.zip</c>) or a folder of them.</summary>
    public string? Path { get; set; }

    /// <summary>The recording's symbol where its file name does not say it (<c>BTCUSDT-1m-2024-12.csv</c> does).</summary>
    public string? Symbol { get; set; }

    /// <summary>The recording's market, <c>spot</c> or <c>usdm</c>, where its file name does not say it; <c>spot</c> by default.</summary>
    public string? Market { get; set; }

    /// <summary>The recording's interval where neither its file name nor the distance of its rows says it.</summary>
    public string? Interval { get; set; }

    internal IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
            yield return $"{Section}:Path is missing; name a recording (.csv, .csv.gz, .zip) or a folder of them.";
        else if (!File.Exists(Path) && !Directory.Exists(Path))
            yield return $"{Section}:Path is '{Path}', which does not exist.";
        if (!string.IsNullOrEmpty(Symbol) && !MarketSymbol.IsSymbol(Symbol))
            yield return $"{Section}:Symbol is '{Symbol}'; a symbol has 2 to 20 letters and digits, like BTCUSDT.";
        if (!string.IsNullOrEmpty(Market) && Market is not ("spot" or "usdm"))
            yield return $"{Section}:Market is '{Market}'; use spot or usdm.";
        if (!string.IsNullOrEmpty(Interval) && !CandleInterval.TryParse(Interval, out _))
            yield return $"{Section}:Interval is '{Interval}'; use one of {string.Join(' ', CandleInterval.Names)}.";
    }
}
