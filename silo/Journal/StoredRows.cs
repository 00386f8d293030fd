using System.Text;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;

namespace TradingBot.Silo.Journal;

/// <summary>What all rows that queries page through have.</summary>
internal abstract class StoredRow
{
    public long Seq { get; set; }
    public string Id { get; set; } = "";
    public string UserId { get; set; } = "";
    public string Symbol { get; set; } = "";
    public string Mode { get; set; } = "";
    public string CandleInterval { get; set; } = "";
    public long MarketTime { get; set; }
    public long RecordedAt { get; set; }

    public JournalCursor Cursor => new(MarketTime, Seq);

    protected CandleInterval Interval => MarketData.CandleInterval.Parse(CandleInterval);
}

/// <summary>A row of <c>orders</c>.</summary>
internal sealed class StoredOrder : StoredRow
{
    public long Version { get; set; }
    public long IsExit { get; set; }
    public string Side { get; set; } = "";
    public string Type { get; set; } = "";
    public string Quantity { get; set; } = "";
    public string TriggerPrice { get; set; } = "";
    public string LimitPrice { get; set; } = "";
    public string Status { get; set; } = "";
    public string Filled { get; set; } = "";
    public string Reason { get; set; } = "";
    public long UpdatedAt { get; set; }

    public OrderRow ToRow() => new(
        Id, Version, UserId, MarketSymbol.Parse(Symbol), Enum.Parse<TradingMode>(Mode), Interval, IsExit != 0, Enum.Parse<OrderSide>(Side),
        Enum.Parse<OrderType>(Type), Fixed8.Parse(Quantity), Fixed8.Parse(TriggerPrice), Fixed8.Parse(LimitPrice),
        Enum.Parse<OrderStatus>(Status), Fixed8.Parse(Filled), MarketTime, Reason, RecordedAt, UpdatedAt);
}

/// <summary>A row of <c>fills</c>.</summary>
internal sealed class StoredFill : StoredRow
{
    public string OrderId { get; set; } = "";
    public string Side { get; set; } = "";
    public string Price { get; set; } = "";
    public string Quantity { get; set; } = "";
    public string Commission { get; set; } = "";
    public string CommissionAsset { get; set; } = "";
    public long CommissionInBase { get; set; }

    public FillRow ToRow() => new(
        Id, OrderId, UserId, MarketSymbol.Parse(Symbol), Enum.Parse<TradingMode>(Mode), Interval, Enum.Parse<OrderSide>(Side),
        Fixed8.Parse(Price), Fixed8.Parse(Quantity), Fixed8.Parse(Commission), CommissionAsset, CommissionInBase != 0, MarketTime, RecordedAt);
}

/// <summary>A row of <c>trades</c>.</summary>
internal sealed class StoredTrade : StoredRow
{
    public string Strategy { get; set; } = "";
    public long EntryTime { get; set; }
    public string EntryPrice { get; set; } = "";
    public string Quantity { get; set; } = "";
    public string ExitPrice { get; set; } = "";
    public string ExitReason { get; set; } = "";
    public string Fees { get; set; } = "";
    public string Pnl { get; set; } = "";

    public TradeRow ToRow() => new(
        Id, UserId, MarketSymbol.Parse(Symbol), Enum.Parse<TradingMode>(Mode), Interval, Strategy,
        new(
            EntryTime, Fixed8.Parse(EntryPrice), Fixed8.Parse(Quantity), MarketTime, Fixed8.Parse(ExitPrice),
            Enum.Parse<ExitReason>(ExitReason), Amount(Fees), Amount(Pnl)),
        RecordedAt);

    private static Fixed16 Amount(string text) =>
        Fixed16.TryParse(Encoding.ASCII.GetBytes(text), out var amount) ? amount : throw new FormatException($"'{text}' is not an amount.");
}

/// <summary>A row of <c>events</c>.</summary>
internal sealed class StoredEvent
{
    public long Id { get; set; }
    public string UserId { get; set; } = "";
    public string Symbol { get; set; } = "";
    public long Entry { get; set; }
    public string Kind { get; set; } = "";
    public string SubjectId { get; set; } = "";
    public string Status { get; set; } = "";
    public string Filled { get; set; } = "";
    public long MarketTime { get; set; }
    public long RecordedAt { get; set; }
    public string Text { get; set; } = "";
}
