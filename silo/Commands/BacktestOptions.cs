using System.CommandLine;
using TradingBot.Numbers;

namespace TradingBot.Silo.Commands;

/// <summary>The options of the backtest command, each with its limits.</summary>
internal sealed class BacktestOptions
{
    // Offsets, prices and quantities stay below a tenth of what Fixed8 holds, so that sums of them cannot overflow.
    private const string Most = "9000000000";
    private const string MostOffset = "1000000000";

    public Option<string> Data { get; } = new("--data")
    {
        Description = "Candle file: CSV, .gz or .zip; open_time,open,high,low,close,volume.",
        HelpName = "FILE",
        Required = true,
    };

    public Option<string?> Symbol { get; } = new("--symbol")
    {
        Description = "Symbol, BTCUSDT for example. [default: from the file's name]",
        HelpName = "SYMBOL",
    };

    public Option<string?> Interval { get; } = new("--interval")
    {
        Description = "Candle interval, 1m to 1M. [default: from the file's name, else from its rows]",
        HelpName = "INTERVAL",
    };

    public Option<string> Market { get; } = new("--market")
    {
        Description = "spot or usdm (USDⓈ-M futures).",
        HelpName = "MARKET",
        DefaultValueFactory = static _ => "spot",
    };

    public Option<string> Strategy { get; } = new("--strategy")
    {
        Description = "Strategy.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => TradingBot.Trading.StrategySettings.HeikinAshiBreakout,
    };

    public Option<string[]> Parameters { get; } = new("--param")
    {
        Description = "A parameter of the strategy; may be repeated.",
        HelpName = "KEY=VALUE",
    };

    public NumberOption BuyOffset { get; } = new("--buy-offset", "Entry limit above the Heikin Ashi high, in quote units.", "0", "0", MostOffset);

    public NumberOption SellOffset { get; } = new("--sell-offset", "Stop below the Heikin Ashi low, in quote units.", "0", "0", MostOffset);

    public NumberOption Quantity { get; } = new("--quantity", "Position size: base quantity.", null, "0", Most, minIncluded: false);

    public NumberOption Quote { get; } = new("--quote", "Position size: quote amount.", null, "0", Most, minIncluded: false);

    public NumberOption Percent { get; } = new("--percent", "Position size: percent of the free quote.", null, "0", "100", minIncluded: false);

    public NumberOption Cash { get; } = new("--cash", "Quote balance at the start.", "10000", "0", Most, minIncluded: false);

    public NumberOption Fee { get; } = new("--fee", "Commission as a fraction; 0.001 is 0.1 %.", "0.001", "0", "1", maxIncluded: false);

    public NumberOption Tick { get; } = new("--tick", "PRICE_FILTER tickSize.", "0.01", "0", Most, minIncluded: false);

    public NumberOption Step { get; } = new("--step", "LOT_SIZE stepSize and minQty.", "0.00001", "0", Most, minIncluded: false);

    public NumberOption MinNotional { get; } = new("--min-notional", "Smallest quantity * price of an entry; 0 for none.", "5", "0", Most);

    public NumberOption Leverage { get; } = new("--leverage", "1 on spot, 1 to 125 on usdm.", "1", "1", "125");

    public Option<string?> Json { get; } = new("--json") { Description = "Writes the report as JSON.", HelpName = "FILE" };

    public Option<string?> Html { get; } = new("--html") { Description = "Writes a page with charts and all trades.", HelpName = "FILE" };

    public IEnumerable<Option> All =>
    [
        Data, Symbol, Interval, Market, Strategy, BuyOffset, SellOffset, Parameters, Quantity, Quote, Percent, Cash, Fee, Tick, Step,
        MinNotional, Leverage, Json, Html,
    ];

    /// <summary>The largest quantity of an order where no filter is given.</summary>
    public static Fixed8 MaxQuantity => Fixed8.Parse(Most);
}
