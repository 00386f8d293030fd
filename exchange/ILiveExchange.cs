using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Exchange;

/// <summary>
/// An exchange whose prices move while nobody looks. What it cannot answer now, it says by <see cref="VenueUnavailableException"/>.
/// </summary>
public interface ILiveExchange : IExchange, IAsyncDisposable
{
    /// <summary>The symbol with the venue's own filters, which may differ from those of the candles' source.</summary>
    SymbolInfo Symbol { get; }

    /// <summary>The commission rate to expect, as a fraction.</summary>
    Fixed8 FeeRate { get; }

    /// <summary>How long after it was sent an order may still be accepted; what the venue does not know by then, it will not know.</summary>
    /// <param name="isExit">Whether it protects or closes a position.</param>
    TimeSpan LifetimeOf(bool isExit);

    /// <summary>Something has happened that <see cref="IExchange.AdvanceAsync"/> will report. Called on any thread; must return at once.</summary>
    Action? Reported { get; set; }

    /// <summary>Says where the trader goes on, before anything is asked or sent.</summary>
    /// <param name="acknowledged">Sequence of the last report that it has booked; -1 when it does not know.</param>
    /// <param name="open">
    /// The orders that may have filled further as far as it knows, with what it has booked of them: what has happened to them since is
    /// reported, however long ago.
    /// </param>
    void Resume(long acknowledged, ImmutableArray<(long OrderId, Fixed8 Filled)> open);

    /// <summary>Looks at what is open and held, and asks for what has become of orders that should be open and are not.</summary>
    /// <param name="withHolding">Whether the holding is wanted, too.</param>
    /// <returns>Null when the venue cannot be asked now, for want of weight for example: there is no hurry.</returns>
    Task<VenueSurvey?> SurveyAsync(bool withHolding);

    /// <summary>Something does not add up: orders, trades and balances are asked for anew before anything more is reported.</summary>
    void Distrust();

    /// <summary>What the venue knows of this trader's earlier lives: where a trader goes on that has forgotten them.</summary>
    Task<VenueHistory> GetHistoryAsync();
}

/// <summary>What a venue knows of a trader from before.</summary>
/// <param name="LastSequence">Sequence of the last report; 0 for none.</param>
/// <param name="LastIntent">The highest number of an intent; 0 for none.</param>
/// <param name="Open">Intents whose orders are open, as far as is known.</param>
public readonly record struct VenueHistory(long LastSequence, long LastIntent, ImmutableArray<long> Open);
