using TradingBot.Grains.Billing;

namespace TradingBot.Tests.Billing.Rules;

/// <summary>Terms for tests: two plans, a trial of seven days.</summary>
internal static class Terms
{
    public static BillingOptions Options(Action<BillingOptions>? change = null)
    {
        var options = new BillingOptions
        {
            PublicUrl = "https://bot.example.com",
            TrialPlan = "standard",
            Plans =
            {
                ["standard"] = new() { Title = "Standard", Server = 50_000, Messages = 10_000, Support = 20_033, Additional = 1, MaxSymbols = 3 },
                ["pro"] = new() { Title = "Pro", Server = 200_000, MaxSymbols = 50 },
                ["paper-only"] = new() { Server = 9_900, MaxSymbols = 1, Modes = "paper" },
            },
        };
        change?.Invoke(options);
        return options;
    }

    public static BillingTerms Of(Action<BillingOptions>? change = null) => BillingTerms.Of(Options(change), isOn: true, isTest: true);
}
