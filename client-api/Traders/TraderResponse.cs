using System.Text.Json;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Risk;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.Traders;

/// <summary>A trader.</summary>
/// <param name="User">Whose.</param>
/// <param name="Symbol">market:symbol.</param>
/// <param name="RunState">Whether it trades.</param>
/// <param name="Settings">Settings in force.</param>
/// <param name="PendingSettings">Settings that take effect at the next close.</param>
/// <param name="Candle">The last closed candle it has taken.</param>
/// <param name="Indicators">The strategy's current values.</param>
/// <param name="Phase">none, long or closed-long.</param>
/// <param name="Held">Base held, dust included.</param>
/// <param name="EntryPrice">Average entry price of the open position.</param>
/// <param name="Stop">Trigger of the exit order.</param>
/// <param name="EntryOrder">The open entry order.</param>
/// <param name="ExitOrder">The open exit order.</param>
/// <param name="InFlight">A command that the exchange has not answered yet.</param>
/// <param name="UnrealisedPnl">Open position at the last close, minus cost and commissions, in quote.</param>
/// <param name="Totals">Closed trades in sum.</param>
/// <param name="Notice">The last thing worth knowing.</param>
/// <param name="NotTrading">Why it does not trade, or makes no entries, though it is started.</param>
/// <param name="Risk">Where it stands against the risk rules.</param>
/// <param name="ForeignOrders">Open orders on its symbol and account that are not its own; it leaves them alone.</param>
/// <param name="ForeignPosition">What the position on usdm has beside what the trader holds; it leaves that alone.</param>
public sealed record TraderResponse(
    string User, MarketSymbol Symbol, TraderRunState RunState, SettingsResponse? Settings, SettingsResponse? PendingSettings,
    TraderCandleResponse? Candle, IReadOnlyDictionary<string, Fixed8> Indicators, string Phase, Fixed8 Held, Fixed8? EntryPrice, Fixed8? Stop,
    OpenOrderResponse? EntryOrder, OpenOrderResponse? ExitOrder, string? InFlight, Fixed16 UnrealisedPnl, TotalsResponse Totals, string? Notice,
    string? NotTrading, TraderRiskStateResponse? Risk, IReadOnlyList<ForeignOrderResponse> ForeignOrders, Fixed8? ForeignPosition)
{
    public static TraderResponse From(TraderStatus s) => new(
        s.UserId, s.Symbol, s.RunState, SettingsResponse.From(s.Settings), SettingsResponse.From(s.PendingSettings),
        s.Candle is { } c ? new(ApiTime.Of(c.OpenTime), c.OpenTime, c.Open, c.High, c.Low, c.Close, c.Volume) : null,
        s.Indicators.ToDictionary(i => i.Key, i => i.Value, StringComparer.Ordinal),
        JsonNamingPolicy.KebabCaseLower.ConvertName(s.Phase), s.Held,
        s.EntryPrice.IsZero ? null : s.EntryPrice, s.Stop.IsZero ? null : s.Stop,
        OpenOrderResponse.From(s.EntryOrder), OpenOrderResponse.From(s.ExitOrder),
        s.InFlight.Length == 0 ? null : s.InFlight, s.UnrealisedPnl,
        new(s.Totals.Trades, s.Totals.Wins, s.Totals.Pnl, s.Totals.Fees), s.Notice.Length == 0 ? null : s.Notice,
        s.NotTrading.Length == 0 ? null : s.NotTrading, TraderRiskStateResponse.From(s.Risk),
        [.. s.ForeignOrders.IsDefault ? [] : s.ForeignOrders.Select(ForeignOrderResponse.From)], s.ForeignPosition.IsZero ? null : s.ForeignPosition);
}

/// <summary>Settings of a trader, in the form of the request.</summary>
public sealed record SettingsResponse(CandleInterval Interval, StrategyChoiceResponse Strategy, SizeResponse Size, int Leverage, TradingMode Mode, TraderRiskResponse Risk, ManualChange ManualChange)
{
    public static SettingsResponse? From(TraderSettings? s) =>
        s is null ? null : new(s.Interval, new(s.Strategy.Name, s.Strategy.Parameters), new(s.Size.Kind, s.Size.Value), s.Leverage, s.Mode,
            TraderRiskResponse.From(s.Risk ?? TraderRiskLimits.Default), s.ManualChange);
}

/// <summary>A strategy with the parameters that were given.</summary>
public sealed record StrategyChoiceResponse(string Name, IReadOnlyDictionary<string, string> Parameters);

/// <summary>The size of an entry.</summary>
public sealed record SizeResponse(SizeKind Kind, Fixed8 Value);

/// <summary>A candle as a trader took it.</summary>
public sealed record TraderCandleResponse(
    DateTimeOffset OpenTime, long OpenTimeMs, Fixed8 Open, Fixed8 High, Fixed8 Low, Fixed8 Close, decimal Volume);

/// <summary>An open order of a trader.</summary>
/// <param name="Number">The trader's number of the order.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">Type.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Filled">What has filled.</param>
/// <param name="Trigger">Trigger price.</param>
/// <param name="Limit">Limit price.</param>
/// <param name="Triggered">Whether the trigger has been reached.</param>
/// <param name="Status">Where it stands.</param>
public sealed record OpenOrderResponse(
    long Number, OrderSide Side, OrderType Type, Fixed8 Quantity, Fixed8 Filled, Fixed8? Trigger, Fixed8? Limit, bool Triggered, OrderStatus Status)
{
    public static OpenOrderResponse? From(OrderView? o) => o is null ? null : new(
        o.Id, o.Side, o.Type, o.Quantity, o.Filled, o.Trigger.IsZero ? null : o.Trigger, o.Limit.IsZero ? null : o.Limit, o.Triggered, o.Status);
}

/// <summary>An open order that is not the trader's.</summary>
/// <param name="ClientOrderId">Its id, given by whoever placed it.</param>
/// <param name="Side">Side.</param>
/// <param name="Type">The venue's name of its type.</param>
/// <param name="Quantity">Base quantity.</param>
/// <param name="Price">Limit price.</param>
/// <param name="Trigger">Trigger price.</param>
public sealed record ForeignOrderResponse(string ClientOrderId, OrderSide Side, string Type, Fixed8 Quantity, Fixed8? Price, Fixed8? Trigger)
{
    public static ForeignOrderResponse From(ForeignOrder o) =>
        new(o.ClientOrderId, o.Side, o.Type, o.Quantity, o.Price.IsZero ? null : o.Price, o.Trigger.IsZero ? null : o.Trigger);
}

/// <summary>Closed trades in sum.</summary>
/// <param name="Trades">Closed trades.</param>
/// <param name="Wins">Those with a profit.</param>
/// <param name="Pnl">Realised PnL after commissions, in quote.</param>
/// <param name="Fees">Commissions, in quote.</param>
public sealed record TotalsResponse(int Trades, int Wins, Fixed16 Pnl, Fixed16 Fees);
