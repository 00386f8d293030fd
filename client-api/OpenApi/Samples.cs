using System.Collections.Immutable;
using TradingBot.Accounts;
using TradingBot.Backtesting;
using TradingBot.Billing;
using TradingBot.Catalog;
using TradingBot.ClientApi.Admin;
using TradingBot.ClientApi.Audit;
using TradingBot.ClientApi.Backtests;
using TradingBot.ClientApi.Balances;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.Candles;
using TradingBot.ClientApi.Catalog;
using TradingBot.ClientApi.Events;
using TradingBot.ClientApi.ExchangeKeys;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Invites;
using TradingBot.ClientApi.Journal;
using TradingBot.ClientApi.MasterKey;
using TradingBot.ClientApi.Reports;
using TradingBot.ClientApi.Risk;
using TradingBot.ClientApi.Sessions;
using TradingBot.ClientApi.Telegram;
using TradingBot.ClientApi.Tokens;
using TradingBot.ClientApi.Traders;
using TradingBot.ClientApi.Users;
using TradingBot.ExchangeAccounts;
using TradingBot.Journal;
using TradingBot.MarketData;
using TradingBot.Numbers;
using TradingBot.Reporting;
using TradingBot.Trading;
using TradingBot.Trading.Risk;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>
/// One value of every type that requests and answers have. The examples are made of them as answers are made, so that they cannot say
/// what the API does not; those of requests work as they are.
/// </summary>
internal static class Samples
{
    private const string User = "alice";
    private const string Token = "tb_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string Code = "tbi_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string OrderId = "tb-bfxsqzd2zp64s-1";

    private static readonly MarketSymbol Symbol = new(MarketType.Spot, "BTCUSDT");
    private static readonly DateTimeOffset Begin = new(2024, 12, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly long EntryTime = Begin.ToUnixTimeMilliseconds();
    private static readonly long ExitTime = Begin.AddMinutes(25).ToUnixTimeMilliseconds();
    private static readonly long RecordedAt = Begin.AddMinutes(26).ToUnixTimeMilliseconds();

    private static readonly TraderSettings Settings =
        new(CandleInterval.OneMinute, StrategySettings.Breakout("5", "5"), new(SizeKind.Quote, Amount(1_000)));

    private static readonly Candle Candle = new(ExitTime, Amount(95_160), Amount(95_210.5m), Amount(95_120), Amount(95_180.25m), 12.48321m);

    private static readonly OrderRow Order = new(
        OrderId, 4, User, Symbol, TradingMode.Paper, CandleInterval.OneMinute, IsExit: false, OrderSide.Buy, OrderType.StopLimit, Amount(0.01m),
        Amount(95_000), Amount(95_000), OrderStatus.Filled, Amount(0.01m), EntryTime, "", EntryTime, RecordedAt);

    private static readonly FillRow Fill = new(
        OrderId + ".1", OrderId, User, Symbol, TradingMode.Paper, CandleInterval.OneMinute, OrderSide.Buy, Amount(95_000), Amount(0.01m), Amount(0.00001m),
        "BTC", CommissionInBase: true, EntryTime, RecordedAt);

    private static readonly Trade Trade = new(
        EntryTime, Amount(95_000), Amount(0.00999m), ExitTime, Amount(95_200), ExitReason.Stop, Amount(1.901048m), Amount(0.096952m));

    private static readonly PerformanceReport Performance = new(
        1, 1, 0, 1, null, Amount(0.096952m), Amount(0.096952m), null, 0.00019, null, null, 0.00096952, 0.43333333, Amount(1.901048m));

    private static readonly ImmutableArray<EquityPoint> Equity = [new(EntryTime, Amount(9_999.05m)), new(ExitTime, Amount(10_000.096952m))];

    private static readonly UserResponse Alice = new(User, UserRole.Trader, Begin, UserStanding.Active);

    private static readonly InviteResponse Invite = new("9f86d081884c", UserRole.Trader, "admin", Begin, Begin.AddDays(7), null);

    private static readonly StrategyRequest Strategy =
        new(StrategySettings.HeikinAshiBreakout, new Dictionary<string, NumberText> { ["buyOffset"] = new("5"), ["sellOffset"] = new("5") });

    private static readonly SizeRequest Size = new(SizeKind.Quote, Amount(1_000));

    private static readonly TraderRiskRequest Risk = new(Amount(2_000), Amount(100), Amount(300), 5, 3, 240, 60, 60, 3);

    private static readonly UserRiskLimits UserRisk = new(3, Amount(5_000), Amount(200), Amount(500));

    private static readonly PriceBreakdown Price = new(50_000, 10_000, 20_000, 0, 1_600, 288);

    private static readonly PlanInfo Plan = new("standard", "Standard", 3, [TradingMode.Paper, TradingMode.Live], 28, Price);

    private static readonly PaymentLinkView Link = new("tb-Kq3fZx8Lw2Pa-1", "https://rzp.io/rzp/T5ZcQx", Plan, Price, Begin.AddDays(1).ToUnixTimeMilliseconds());

    /// <summary>A payment.</summary>
    public static PaymentRow Payment { get; } = new(
        "pay_NVcLwcbtje3yCH", User, Link.Reference, Plan.Id, Price.Total, "INR", EntryTime, PaymentStanding.Credited, 0, DisputeState.None, false, Price, 28, 3);

    private static readonly Dictionary<Type, object> All = ((object[])
    [
        new UserRequest("dora", UserRole.Trader),
        new RoleRequest(UserRole.Operator),
        new TokenRequest("laptop", TokenScope.Trade, new(Begin.AddYears(60).ToUnixTimeMilliseconds())),
        new SessionRequest(Token: Token),
        new SignInCodeRequest(User),
        new SessionResponse(User, Begin.AddHours(12)),
        new TelegramCodeRequest(false),
        new TelegramCodeResponse("alice_3q2-7wAAAAAAAAAAAAAAAA", "https://t.me/trading_bot?start=alice_3q2-7wAAAAAAAAAAAAAAAA", 900),
        new TelegramResponse(true, false, 0),
        new InviteRequest(UserRole.Trader, 7),
        new RedeemRequest(Code, "dora"),
        Invite,
        new NewInviteResponse(Invite, Code),
        new ExchangeKeyRequest("test-key", "test-secret"),
        new ExchangeKeysResponse(
            TradingMode.Testnet,
            [
                new(
                    MarketType.Spot, ExchangeKeyType.Hmac, "-key", KeyVerdictKind.Unverifiable,
                    ["The Testnet venue does not tell what a key may do; its permissions are not checked."], false, null, Begin),
            ],
            []),
        new TraderSettingsRequest(CandleInterval.OneMinute, Strategy, Size, 1, TradingMode.Paper, Risk, ManualChange.Pause),
        new UserRiskRequest(UserRisk.MaxOpenPositions, UserRisk.MaxTotalNotional, UserRisk.MaxDailyLoss, UserRisk.MaxDrawdown),
        UserRiskResponse.From(new(UserRisk, [new(TradingMode.Paper, "USDT", 1, Amount(950), Amount(0.096952m), default)])),
        new KillSwitchRequest(KillPositions.Keep),
        KillSwitchResponse.From(new(KillPositions.Keep, RecordedAt, IsConfirmed: true, [])),
        new ServiceRequest(ServiceMode.EntriesPaused),
        ServiceResponse.From(new(ServiceMode.EntriesPaused, RecordedAt, "admin", 2, 0, IsDone: true)),
        new BacktestRequest(Symbol, CandleInterval.OneMinute, Strategy, Size, 1, Risk, Candles: 1_000, Cash: Amount(10_000), FeeRate: Amount(0.001m)),
        Alice,
        new NewUserResponse(Alice, Token),
        new MeResponse(User, UserRole.Trader, Begin, [Symbol.ToString()], TokenScope.Admin),
        new TokenResponse("9f86d081884c", "laptop", Begin, TokenScope.Trade, Begin.AddYears(60), Begin.AddDays(1)),
        new NewTokenResponse("9f86d081884c", "laptop", Begin, TokenScope.Trade, Begin.AddYears(60), Token),
        TraderResponse.From(new(
            User, Symbol, Settings, null, TraderRunState.Running, Candle,
            [new("haOpen", Amount(95_141.2m)), new("haHigh", Amount(95_210.5m)), new("haLow", Amount(95_120)), new("haClose", Amount(95_167.6875m))],
            "Long", Amount(0.00999m), Amount(95_000), Amount(95_115), null,
            new(5, OrderSide.Sell, OrderType.StopLimit, Amount(0.00999m), default, Amount(95_115), Amount(95_115), false, OrderStatus.Working),
            "", Amount(0.85m), TradeTotals.None.With(Trade), "", EntryTime,
            Risk: new(RiskRule.None, Amount(0.096952m), default))),
        SymbolResponse.From(new(Symbol, "BTC", "USDT", Amount(0.01m), Amount(0.00001m), Amount(0.00001m), Amount(9_000), Amount(5))),
        StrategyResponse.From(new(
            StrategySettings.HeikinAshiBreakout, "Buys above the last Heikin Ashi high and trails a stop below the last low.",
            [new("buyOffset", "How far above the high.", "quote", default, Amount(1_000_000), Amount(10), IsInteger: false)])),
        CandleResponse.From(new(Candle, Amount(95_141.2m), Amount(95_210.5m), Amount(95_120), Amount(95_167.6875m))),
        new BalanceResponse(User, "paper-spot", "USDT", Amount(9_050), Amount(8_100)),
        BacktestResponse.Of(new(
            "6b86b273ff34fce1", User, RecordedAt, new(Symbol, Settings, null, null, 1_000, Amount(10_000), Amount(0.001m)), BacktestStage.Done, 1, "",
            new(
                1_000, EntryTime, ExitTime, Amount(10_000.096952m), default, Amount(10_000.096952m), Performance,
                ImmutableSortedDictionary<string, int>.Empty.Add("min-notional", 2), Equity))),
        BacktestTradeResponse.From(Trade),
        OrderResponse.From(Order),
        FillResponse.From(Fill),
        TradeResponse.From(new(OrderId + ".2", User, Symbol, TradingMode.Paper, CandleInterval.OneMinute, StrategySettings.HeikinAshiBreakout, Trade, RecordedAt)),
        PnlResponse.Of(new(
            EntryTime, RecordedAt, "UTC", CandleInterval.OneMinute, Amount(10_000), Amount(10_000), Amount(10_000.096952m), Amount(0.096952m), default,
            Performance, [Period("2024-12-01", 1)], [Period("2024-W48", -6)], [Period("2024-12", 1)],
            [new(Symbol, 1, 1, 0, 1, null, Amount(0.096952m), default, Amount(1.901048m))], Equity)),
        new CustomerRequest("Asha Rao", "asha@example.com", "+919876543210", "Asia/Kolkata"),
        new PaymentLinkRequest("standard"),
        new GrantRequest("standard", 14, "beta tester"),
        new ExtensionRequest(2, "outage on Tuesday"),
        new RefundMarkRequest("given back by bank transfer"),
        PlanResponse.From(Plan),
        PaymentLinkResponse.From(Link),
        SubscriptionResponse.From(User, new(
            true, false, SubscriptionStage.Active, CoverageKind.Trial, Plan, EntryTime, EntryTime, EntryTime, EntryTime, "Asia/Kolkata", true, Link,
            [new(1, EntryTime, "Your subscription is due tomorrow, on 2024-12-08 15:30 (Asia/Kolkata).")])),
        PaymentResponse.From(Payment),
        SubscriberResponse.From(new(User, Plan.Id, CoverageKind.Payment, EntryTime, Price.Subtotal, 28, false, 3)),
        AuditResponse.From(new("api.alice.7", User, User, "startTrader", Symbol.ToString(), "", EntryTime, "192.0.2.7")),
        new UserHealthResponse(User, UserRole.Trader, UserStanding.Active, 3, 2, 1, 0, false, true, true),
        new BroadcastRequest("Maintenance on Sunday at 06:00 UTC, for an hour; positions keep their stops."),
        new BroadcastResponse(11),
        new MasterKeyResponse(12, 12, true),
        RevenueResponse.From(new(RecordedAt, 12, 1, 2, 3, 4, 1, 1_130_000, 0, [new(Plan.Id, 13, 1_130_000)])),
        EventResponse.From(new(42, User, Symbol, EventKind.Fill, EntryTime, RecordedAt, "", null, Fill, null)),
    ]).ToDictionary(s => s.GetType());

    /// <summary>The sample of a type, of a page of it or of an array of it; null where there is none.</summary>
    public static object? Of(Type type)
    {
        if (All.TryGetValue(type, out var sample))
            return sample;
        var item = type.IsArray ? type.GetElementType()! : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Page<>) ? type.GetGenericArguments()[0] : null;
        if (item is null || !All.TryGetValue(item, out var one))
            return null;
        var items = Array.CreateInstance(item, 1);
        items.SetValue(one, 0);
        return type.IsArray ? items : Activator.CreateInstance(type, items, null);
    }

    private static PeriodReport Period(string name, int firstDay) => new(
        name, new DateOnly(2024, 12, 1).AddDays(firstDay - 1), 1, 1, 0, Amount(0.096952m), default, Amount(1.901048m), Amount(10_000.096952m), Amount(0.096952m));

    private static Fixed8 Amount(decimal value) => Fixed8.FromDecimal(value);
}
