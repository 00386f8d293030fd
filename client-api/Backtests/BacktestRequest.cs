using TradingBot.Backtesting;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Risk;
using TradingBot.ClientApi.Traders;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Backtests;

/// <summary>A backtest to be run on candles of the market-data source.</summary>
/// <param name="Symbol">market:symbol.</param>
/// <param name="Interval">Interval of the candles.</param>
/// <param name="Strategy">Strategy; heikin-ashi-breakout with its defaults when it is left out.</param>
/// <param name="Size">Size of an entry.</param>
/// <param name="Leverage">1 on spot, 1 to 125 on usdm; 1 when it is left out.</param>
/// <param name="Risk">The trader's risk rules; off when it is left out.</param>
/// <param name="From">First open time; without it, the newest candles.</param>
/// <param name="To">Last open time; without it, up to the newest candle.</param>
/// <param name="Candles">At most this many, 1 to 527,040; 1,000 when it is left out.</param>
/// <param name="Cash">Quote balance at the start, above 0; 10,000 when it is left out.</param>
/// <param name="FeeRate">Commission as a fraction, 0 to below 1; 0.001 on spot and 0.0005 on usdm when it is left out.</param>
public sealed record BacktestRequest(
    MarketSymbol? Symbol = null, CandleInterval? Interval = null, StrategyRequest? Strategy = null, SizeRequest? Size = null,
    int? Leverage = null, TraderRiskRequest? Risk = null, ApiTime? From = null, ApiTime? To = null, int? Candles = null, Fixed8? Cash = null, Fixed8? FeeRate = null)
{
    private static readonly Fixed8 DefaultCash = new(10_000 * Fixed8.Scale);
    private static readonly Fixed8 SpotFee = new(Fixed8.Scale / 1_000);
    private static readonly Fixed8 UsdmFee = new(Fixed8.Scale / 2_000);

    /// <exception cref="RequestException">Something is missing.</exception>
    internal BacktestOrder Read()
    {
        var errors = new List<ValidationError>();
        if (Symbol is null)
            errors.Add(new("symbol", "is missing; spot:BTCUSDT for example."));
        var settings = new TraderSettingsRequest(Interval, Strategy, Size, Leverage, TradingMode.Paper, Risk).Read(errors);
        if (errors.Count > 0)
            throw RequestException.Invalid(errors);
        return ReadWith(settings);
    }

    /// <summary>The order, with settings that are known already; the symbol must be given.</summary>
    internal BacktestOrder ReadWith(TraderSettings settings) =>
        new(
            Symbol!.Value, settings, From?.Milliseconds, To?.Milliseconds, Candles ?? 1_000, Cash ?? DefaultCash,
            FeeRate ?? (Symbol.Value.Market == MarketType.Spot ? SpotFee : UsdmFee));
}
