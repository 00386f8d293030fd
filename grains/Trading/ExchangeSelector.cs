using TradingBot.Exchange;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.MarketData;
using TradingBot.ExchangeAccounts;
using TradingBot.Grains.Trading.Faults;
using TradingBot.Grains.Trading.Paper;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Grains.Trading;

/// <summary>Chooses the exchange of a mode, and says what stands against trading there.</summary>
public sealed class ExchangeSelector(
    PaperOptions paper, TradingOptions trading, MarketDataOptions marketData, BinanceTrading binance, IFaultPoints? faultPoints = null)
{
    /// <summary>The paper exchange of a trader.</summary>
    public static IExchange Paper(IPaperAccountGrain account, MarketSymbol symbol) => new PaperExchange(account, symbol);

    /// <summary>The commission rate of the paper exchange.</summary>
    public Fixed8 PaperFee(MarketType market) => market == MarketType.Spot ? paper.SpotFee : paper.FuturesFee;

    /// <summary>
    /// Why a user may make no entries in a mode; empty when nothing stands against it. The one place where that is decided, beside the
    /// subscription, which counts in every mode (<see cref="TradingBot.Billing.IBillingGrain.GetAccessAsync"/>).
    /// </summary>
    /// <param name="mode">The mode.</param>
    /// <param name="market">Market.</param>
    /// <param name="key">The user's key for both, if there is one.</param>
    public string Objection(TradingMode mode, MarketType market, ExchangeKeyView? key)
    {
        if (mode == TradingMode.Paper)
            return "";
        if (marketData.Source != MarketDataSource.Binance)
            return $"candles come from '{marketData.Source}' here, on which no venue can be traded; the operator sets MarketData:Source=binance";
        if (mode == TradingMode.Live && !trading.AllowLive)
            return "live trading is switched off on this service; the operator sets Trading:AllowLive=true";
        return key is null ? MissingKey(mode, market)
            : !key.MayTrade(mode) ? $"the API key …{key.LastFour} is {key.Verdict.ToString().ToLowerInvariant()}: {string.Join(' ', key.Problems)}"
            : "";
    }

    /// <summary>What a trader without a key is told.</summary>
    public static string MissingKey(TradingMode mode, MarketType market)
    {
        var venue = ExchangeAccountKey.NameOf(mode);
        return $"there is no API key for {(market == MarketType.Spot ? "spot" : "USDⓈ-M")} on {venue}; store one with PUT /api/v1/me/exchange-keys/{venue}";
    }

    /// <summary>Opens a trader's access to a venue.</summary>
    /// <returns>Null when the venue does not have the symbol.</returns>
    /// <exception cref="VenueUnavailableException">The venue cannot be asked.</exception>
    public async Task<ILiveExchange?> OpenAsync(TraderKey trader, SealedCredentials credentials)
    {
        var exchange = await binance.OpenAsync(trader, credentials);
        return exchange is not null && faultPoints is not null ? new FaultPointExchange(exchange, faultPoints) : exchange;
    }

    /// <summary>The write of a trader's state, with the fault points before and behind it where a test has set them.</summary>
    public Func<Task> Save(Func<Task> save) => faultPoints is null ? save : async () =>
    {
        faultPoints.Pass(FaultStep.BeforeSave);
        await save();
        faultPoints.Pass(FaultStep.AfterSave);
    };
}
