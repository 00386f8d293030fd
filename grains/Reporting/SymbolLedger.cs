using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;

namespace TradingBot.Grains.Reporting;

/// <summary>
/// Replays one symbol's fills. The value of what has been bought and sold is cash + held * close: spot and USDⓈ-M alike, since a
/// future's position cost is nothing but the cash that spot would have paid.
/// </summary>
internal sealed class SymbolLedger(TradingHistory history)
{
    private readonly HashSet<string> _closingFills = [.. history.Trades.Select(t => t.Id)];
    private readonly Dictionary<string, long> _openSince = new(StringComparer.Ordinal);
    private readonly List<Trade> _trades = [];
    private Fixed16 _cash;
    private Fixed8 _held;
    private Fixed8 _close = history.CloseBefore;
    private Fixed16 _realised;
    private TradeSums _sums;
    private Fixed16 _commissions;
    private int _fill, _trade, _candle;

    public MarketSymbol Symbol => history.Symbol;

    /// <summary>All that has been earned: realised and unrealised PnL since the very first fill.</summary>
    public Fixed16 Value => _cash + _held * _close;

    /// <summary>The part of it that is not yet realised by closed trades.</summary>
    public Fixed16 Unrealised => Value - _realised;

    /// <summary>Realised PnL since the very first fill.</summary>
    public Fixed16 Realised => _realised;

    /// <summary>Commissions since the report's begin.</summary>
    public Fixed16 Commissions => _commissions;

    /// <summary>Trades closed since the report's begin.</summary>
    public IReadOnlyList<Trade> Trades => _trades;

    /// <summary>When the oldest position that is still open was entered.</summary>
    public long? OpenSince => _openSince.Count == 0 ? null : _openSince.Values.Min();

    /// <summary>Books what has happened before the report begins.</summary>
    public void SkipTo(long time)
    {
        Book(time);
        _trades.Clear();
        (_sums, _commissions) = (default, default);
    }

    /// <summary>Books what has happened before a close, and values it there if it is one of this symbol.</summary>
    public void CloseAt(long time)
    {
        Book(time);
        while (_candle < history.Closes.Count && history.Closes[_candle].Time <= time)
            _close = history.Closes[_candle++].Price;
    }

    public SymbolReport Report() => new(
        Symbol, _sums.Trades, _sums.Wins, _sums.Losses, _sums.WinRate, _sums.ProfitFactor, _sums.Pnl, Unrealised, _commissions);

    private void Book(long before)
    {
        for (; _fill < history.Fills.Count && history.Fills[_fill].Time < before; _fill++)
            Book(history.Fills[_fill]);
        for (; _trade < history.Trades.Count && history.Trades[_trade].Trade.ExitTime < before; _trade++)
        {
            var trade = history.Trades[_trade].Trade;
            _trades.Add(trade);
            _sums.Add(trade);
            _realised += trade.Pnl;
        }
    }

    private void Book(FillRow fill)
    {
        var isBuy = fill.Side == OrderSide.Buy;
        var notional = fill.Price * fill.Quantity;
        _cash += isBuy ? -notional : notional;
        _held += isBuy ? fill.Quantity : -fill.Quantity;
        if (fill.CommissionInBase)
        {
            _held -= fill.Commission;
            _commissions += fill.Price * fill.Commission;
        }
        else if (fill.Symbol.Symbol.EndsWith(fill.CommissionAsset, StringComparison.Ordinal))
        {
            // In quote. What was taken in a third asset (BNB) is no amount of quote.
            _cash -= fill.Commission;
            _commissions += fill.Commission;
        }

        if (_close.IsZero)
            _close = fill.Price;
        if (_closingFills.Contains(fill.Id))
            _openSince.Remove(fill.UserId);
        else if (isBuy)
            _openSince.TryAdd(fill.UserId, fill.Time);
    }
}
