using System.Globalization;
using System.Text.Json.Nodes;
using TradingBot.MarketData;
using TradingBot.Simulator.Venue;

namespace TradingBot.Simulator.Api;

/// <summary>USDⓈ-M: what runs out unless it is kept alive: listen keys and countdowns.</summary>
internal sealed class UsdmTimers(SimVenue venue)
{
    private readonly Dictionary<(SimAccount Account, SimSymbol Symbol), DateTimeOffset> _countdowns = [];

    /// <summary>Ends what has run out.</summary>
    public void OnTime()
    {
        var now = venue.TimeProvider.GetUtcNow();
        foreach (var ((account, symbol), due) in _countdowns.ToArray())
        {
            if (due > now)
                continue;
            _countdowns.Remove((account, symbol));
            // Whether Binance takes conditional orders too is not documented; this one does, because that is the worse case.
            foreach (var order in symbol.Open.Where(o => o.Account == account).ToArray())
                venue.End(order, "CANCELED");
        }

        foreach (var account in venue.Accounts.Values)
        {
            if (account.ListenKey is not { } key || account.ListenKeyEnds > now)
                continue;
            venue.Emit(account, usdm: true, new() { ["e"] = "listenKeyExpired", ["E"] = venue.ServerTime, ["listenKey"] = key });
            account.ListenKey = null;
            account.UsdmListeners.Clear();
        }
    }

    public JsonObject Countdown(SimRequest request)
    {
        var symbol = venue.Find(MarketType.Usdm, request.Text("symbol"));
        var ms = request.Whole("countdownTime") ?? throw SimRefusal.Missing("countdownTime");
        if (ms == 0)
            _countdowns.Remove((request.Owner, symbol));
        else
            _countdowns[(request.Owner, symbol)] = venue.TimeProvider.GetUtcNow() + TimeSpan.FromMilliseconds(ms);
        return new() { ["symbol"] = symbol.Name, ["countdownTime"] = ms.ToString(CultureInfo.InvariantCulture) };
    }

    public JsonObject ListenKey(SimRequest request, bool create)
    {
        var account = request.Owner;
        if (account.ListenKey is null && !create)
            throw new SimRefusal(-1125, "This listenKey does not exist.");
        account.ListenKey ??= Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        account.ListenKeyEnds = venue.TimeProvider.GetUtcNow() + TimeSpan.FromMinutes(60);
        return new() { ["listenKey"] = account.ListenKey };
    }

    public static JsonObject CloseListenKey(SimRequest request)
    {
        request.Owner.ListenKey = null;
        return [];
    }
}
