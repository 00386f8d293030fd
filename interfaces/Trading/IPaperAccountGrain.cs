using System.Collections.Immutable;
using TradingBot.MarketData;
using TradingBot.Numbers;

namespace TradingBot.Trading;

/// <summary>A user's simulated exchange account, shared by all their paper traders. Key: the user id.</summary>
[Alias("paper-account")]
public interface IPaperAccountGrain : IGrainWithStringKey
{
    /// <summary>Moves one symbol along a candle's path to the next report, or to the close.</summary>
    /// <param name="symbol">Symbol.</param>
    /// <param name="candle">The closed candle.</param>
    /// <param name="acknowledged">Sequence of the last report that the trader has durably booked.</param>
    [Alias("advance")]
    Task<VenueStep> AdvanceAsync(MarketSymbol symbol, Candle candle, long acknowledged);

    /// <summary>Places an order; the same id placed again has no effect.</summary>
    [Alias("place")]
    Task<VenueAnswer> PlaceAsync(OrderRequest order);

    /// <summary>Cancels an order.</summary>
    [Alias("cancel")]
    Task<VenueAnswer> CancelAsync(MarketSymbol symbol, long orderId);

    /// <summary>Cancels an order and places another one.</summary>
    [Alias("replace")]
    Task<VenueAnswer> ReplaceAsync(long orderId, OrderRequest order);

    /// <summary>What is known of an order.</summary>
    [Alias("find")]
    Task<VenueKnowledge> FindAsync(MarketSymbol symbol, long orderId);

    /// <summary>Balances and open orders.</summary>
    [Alias("get")]
    Task<PaperAccountView> GetAsync();
}

/// <summary>A paper account as people see it.</summary>
/// <param name="Spot">Spot balances.</param>
/// <param name="Futures">USDⓈ-M wallet balances.</param>
/// <param name="OpenOrders">Number of open orders by symbol.</param>
[GenerateSerializer, Immutable, Alias("paper-account-view")]
public sealed record PaperAccountView(
    [property: Id(0)] ImmutableArray<AssetBalance> Spot,
    [property: Id(1)] ImmutableArray<AssetBalance> Futures,
    [property: Id(2)] ImmutableSortedDictionary<string, int> OpenOrders);

/// <summary>The balance of an asset.</summary>
/// <param name="Asset">Asset.</param>
/// <param name="Total">All of it.</param>
/// <param name="Free">The part that no open order ties up.</param>
[GenerateSerializer, Immutable, Alias("asset-balance")]
public readonly record struct AssetBalance([property: Id(0)] string Asset, [property: Id(1)] Fixed16 Total, [property: Id(2)] Fixed16 Free);
