using TradingBot.Tests.Checker.Input;
using TradingBot.Trading;

namespace TradingBot.Tests.History;

/// <summary>A trader that does everything right, and writes it down as the service does.</summary>
internal sealed class SyntheticTrader(SyntheticVenue venue, Random random, string key, string account)
{
    private readonly SymbolRules _symbol = SyntheticVenue.Symbols.Single(s => key.EndsWith($"/{s.Market}:{s.Symbol}", StringComparison.Ordinal));
    private readonly Dictionary<string, JournalOrder> _orders = [];
    private VenueOrder? _entry;
    private VenueOrder? _exit;
    private decimal _entryLeft;
    private decimal _exitLeft;
    private decimal _held;
    private decimal _price = random.Next(1_000, 9_000);
    private decimal _cash;
    private decimal _fees;
    private decimal _sold;
    private decimal _proceeds;
    private decimal _bought;
    private decimal _cost;
    private long _entryTime = -1;
    private long _lastIntent;
    private bool _isRunning;

    public string Account => account;

    public IEnumerable<JournalOrder> Orders => _orders.Values;

    public List<JournalFill> Fills { get; } = [];

    public List<JournalTrade> Trades { get; } = [];

    public List<JournalEvent> Events { get; } = [];

    public List<Command> Commands { get; } = [];

    public TraderSnapshot Snapshot => new(
        key, _held, [.. new[] { _entry, _exit }.OfType<VenueOrder>().Select(static o => o.ClientId)], "", Trades.Count, Trades.Count(static t => t.Pnl > 0),
        Trades.Sum(static t => t.Pnl), Trades.Sum(static t => t.Fees), _cash, Events.Count);

    private decimal Sellable => _symbol.Sellable(_held);

    /// <summary>Goes on by one scene.</summary>
    public void Act()
    {
        Pass(1_000, 60_000);
        switch (random.Next(12))
        {
            case 0:
                SetRunning(!_isRunning);
                break;
            case 1:
                Foreign();
                break;
            default:
                if (Sellable == 0)
                    ActFlat();
                else
                    ActLong();
                break;
        }
    }

    /// <summary>Stops it at the end; a position keeps its stop.</summary>
    public void Stop() => SetRunning(false);

    private void ActFlat()
    {
        if (!_isRunning)
            return;
        if (_entry is null || random.Next(3) == 0)
            PlaceEntry();
        else
            FillEntry(_entry);
    }

    private void PlaceEntry()
    {
        if (_entry is not null)
            End(ref _entry);
        _price += random.Next(-500, 500) / 100m;
        var quantity = _symbol.Step * random.Next(3_000, 9_000);
        if (random.Next(6) == 0)
        {
            var refused = NextId();
            venue.Refuse(account, refused);
            Note(new(refused, key, false, "Buy", "StopLimit", quantity, _price, _price + 1, "Refused", 0));
            return;
        }

        var isMarket = random.Next(5) == 0;
        _entry = venue.Place(
            account, _symbol, NextId(), "BUY", isMarket ? "MARKET" : _symbol.Market == "usdm" ? "STOP" : "STOP_LOSS_LIMIT", quantity,
            isMarket ? 0 : _price, isMarket ? 0 : _price + 1);
        _entryLeft = quantity;
        Note(Row(_entry, "Working", 0));
        if (isMarket)
            Fill(ref _entry, ref _entryLeft, _entryLeft);
        Cover();
    }

    private void FillEntry(VenueOrder entry)
    {
        if (entry.StopPrice > 0)
            _entry = venue.Trigger(entry);
        var part = random.Next(3) == 0 ? _symbol.Sellable(_entryLeft / 3) : _entryLeft;
        Fill(ref _entry, ref _entryLeft, part);
        Cover();
    }

    private void ActLong()
    {
        if (_entry is not null)
        {
            if (random.Next(2) == 0)
            {
                Fill(ref _entry, ref _entryLeft, random.Next(2) == 0 ? _entryLeft : _symbol.Sellable(_entryLeft / 2));
                Cover();
            }
            else
            {
                End(ref _entry);
            }

            return;
        }

        switch (random.Next(4))
        {
            case 0:
                Replace(Sellable, _exit!.StopPrice + 0.5m);
                break;
            case 1 when _exit!.StopPrice > 0:
                // The exit triggers, maybe fills in part, and the rest is sold at market.
                _exit = venue.Trigger(_exit);
                if (random.Next(2) == 0)
                    Fill(ref _exit, ref _exitLeft, _symbol.Sellable(_exitLeft / 2));
                Pass(1_000, 60_000);
                End(ref _exit);
                Pass(5, 900);
                PlaceExit("MARKET", Sellable, 0);
                Fill(ref _exit, ref _exitLeft, _exitLeft);
                break;
            default:
                if (_exit!.StopPrice > 0)
                    _exit = venue.Trigger(_exit);
                Fill(ref _exit, ref _exitLeft, random.Next(3) == 0 ? _symbol.Sellable(_exitLeft / 2) : _exitLeft);
                if (_exit is not null)
                {
                    Pass(100, 10_000);
                    Fill(ref _exit, ref _exitLeft, _exitLeft);
                }

                break;
        }
    }

    // The stop comes within two seconds, or a refusal or an outage explains why not.
    private void Cover()
    {
        if (Sellable == 0 || _exitLeft == Sellable)
            return;
        switch (random.Next(6))
        {
            case 0:
                Pass(5, 1_900);
                venue.Refuse(account, NextId());
                Note(new(Prefix(_lastIntent), key, true, "Sell", "StopLimit", Sellable, _price - 5, _price - 5, "Refused", 0));
                Pass(5, 1_900);
                break;
            case 1:
                var from = venue.Now;
                Pass(2_500, 20_000);
                Outages.Add(new(from, venue.Now, "killed"));
                Pass(5, 1_900);
                break;
            default:
                Pass(5, 1_900);
                break;
        }

        Replace(Sellable, _price - 5);
    }

    public List<Outage> Outages { get; } = [];

    private void Replace(decimal quantity, decimal stop)
    {
        if (_exit is not null)
            End(ref _exit);
        PlaceExit(_symbol.Market == "usdm" ? "STOP" : "STOP_LOSS_LIMIT", quantity, stop);
    }

    private void PlaceExit(string type, decimal quantity, decimal stop)
    {
        _exit = venue.Place(account, _symbol, NextId(), "SELL", type, quantity, stop, stop);
        _exitLeft = quantity;
        Note(Row(_exit, "Working", 0));
    }

    private void Fill(ref VenueOrder? order, ref decimal left, decimal quantity)
    {
        var side = order!.IsBuy ? "Buy" : "Sell";
        left -= quantity;
        var step = venue.Fill(order, _price, quantity, left == 0);
        var fill = step.Fill!;
        var inBase = fill.CommissionAsset == _symbol.BaseAsset;
        var row = new JournalFill(
            $"{order.ClientId}.{step.Time * 4_096 + fill.TradeId % 1_000}", order.ClientId, key, side, _price, quantity, fill.Commission,
            fill.CommissionAsset, inBase, step.Time);
        Fills.Add(row);
        Event("Fill", row.Id, "");
        var before = _orders[order.ClientId];
        Note(before with { Filled = before.Filled + quantity, Status = left == 0 ? "Filled" : "PartiallyFilled" });
        _held += row.Base;
        _cash += row.Quote(_symbol.QuoteAsset);
        _fees += inBase ? fill.Commission * _price : fill.Commission;
        if (order.IsBuy)
            (_bought, _cost, _entryTime) = (_bought + quantity, _cost + quantity * _price, _entryTime < 0 ? step.Time : _entryTime);
        else
            (_sold, _proceeds) = (_sold + quantity, _proceeds + quantity * _price);
        if (!order.IsBuy && Sellable == 0)
        {
            Trades.Add(new(
                row.Id, key, "1m", Candle(_entryTime), Math.Round(_cost / _bought, 8), _sold, Candle(step.Time), Math.Round(_proceeds / _sold, 8), _fees, _cash));
            Event("Trade", row.Id, "");
            (_cash, _fees, _sold, _proceeds, _bought, _cost, _entryTime) = (0, 0, 0, 0, 0, 0, -1);
        }

        if (left == 0)
            order = null;
    }

    private static long Candle(long time) => time / 60_000 * 60_000;

    private void End(ref VenueOrder? order)
    {
        venue.Cancel(order!);
        Note(_orders[order!.ClientId] with { Status = "Cancelled" });
        order = null;
    }

    private void SetRunning(bool isRunning)
    {
        _isRunning = isRunning;
        Event("RunState", "", "", isRunning ? "Running" : random.Next(2) == 0 ? "Paused" : "Stopped");
        if (!isRunning && _entry is not null)
            End(ref _entry);
        Pass(50, 500);
        Commands.Add(new(venue.Now, key, isRunning));
    }

    // Somebody trades by hand in the same account, on another symbol where positions are shared.
    private void Foreign()
    {
        var symbol = SyntheticVenue.Symbols[1];
        var order = venue.Place(account, symbol, $"web_{venue.Now}", "BUY", "LIMIT", 0.5m, 0, 2_000);
        if (random.Next(2) == 0)
            venue.Fill(order, 1_999, 0.5m, isLast: true);
    }

    private void Pass(int from, int to) => venue.Now += random.Next(from, to);

    private string NextId() => Prefix(++_lastIntent);

    private string Prefix(long intent) => ClientOrderIds.Of(ClientOrderIds.PrefixOf(key), intent);

    private JournalOrder Row(VenueOrder order, string status, decimal filled) => new(
        order.ClientId, key, !order.IsBuy, order.IsBuy ? "Buy" : "Sell", order.Type == "MARKET" ? "Market" : "StopLimit", order.Quantity,
        order.StopPrice, order.Price, status, filled);

    private void Note(JournalOrder row)
    {
        _orders[row.Id] = row;
        Event("Order", row.Id, row.Status);
    }

    private void Event(string kind, string subject, string status, string text = "") =>
        Events.Add(new(0, key, Events.Count + 1, kind, subject, status, venue.Now, text));
}
