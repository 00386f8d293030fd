namespace TradingBot.Tests.Trading.Reference;

public sealed record ReferenceTrade(
    long EntryTime,
    decimal EntryPrice,
    decimal Quantity,
    long ExitTime,
    decimal ExitPrice,
    string ExitReason,
    decimal Fees,
    decimal Pnl);

public sealed record ReferencePosition(long EntryTime, decimal EntryPrice, decimal Quantity, decimal Stop);

public sealed record ReferenceResult(
    IReadOnlyList<ReferenceTrade> Trades,
    ReferencePosition? OpenPosition,
    decimal FinalCash,
    decimal FinalBase,
    decimal FinalEquity,
    IReadOnlyList<decimal> Equity,
    IReadOnlyList<(decimal Open, decimal High, decimal Low, decimal Close)> HeikinAshi);
