using System.Text.Json.Nodes;
using TradingBot.ClientApi.Backtests;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.Tokens;
using TradingBot.ClientApi.Traders;
using TradingBot.ClientApi.Users;

namespace TradingBot.ClientApi.OpenApi;

/// <summary>Request bodies that work as they are.</summary>
internal static class Examples
{
    private static readonly Dictionary<Type, string> Texts = new()
    {
        [typeof(UserRequest)] = """{"id": "dora", "role": "trader"}""",
        [typeof(TokenRequest)] = """{"name": "laptop"}""",
        [typeof(TraderSettingsRequest)] = """
            {"interval": "1m", "strategy": {"name": "heikin-ashi-breakout", "parameters": {"buyOffset": "5", "sellOffset": "5"}},
             "size": {"kind": "quote", "value": "1000"}, "leverage": 1, "mode": "paper"}
            """,
        [typeof(BacktestRequest)] = """
            {"symbol": "spot:BTCUSDT", "interval": "1m", "strategy": {"name": "ema-cross", "parameters": {"fast": 5, "slow": 13}},
             "size": {"kind": "percent", "value": "25"}, "candles": 1000, "cash": "10000", "feeRate": "0.001"}
            """,
        [typeof(CustomerRequest)] = """{"name": "Asha Rao", "email": "asha@example.com", "phone": "+919876543210", "timeZone": "Asia/Kolkata"}""",
        [typeof(PaymentLinkRequest)] = """{"plan": "standard"}""",
        [typeof(GrantRequest)] = """{"plan": "standard", "days": 14, "reason": "beta tester"}""",
        [typeof(ExtensionRequest)] = """{"days": 2, "reason": "outage on Tuesday"}""",
        [typeof(RefundMarkRequest)] = """{"reason": "given back by bank transfer"}""",
    };

    public static JsonNode? For(Type type) => Texts.TryGetValue(type, out var text) ? JsonNode.Parse(text) : null;
}
