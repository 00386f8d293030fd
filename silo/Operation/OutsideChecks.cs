using System.Data.Common;
using TradingBot.ClientApi.Telegram;
using TradingBot.Exchange;
using TradingBot.Exchange.Binance;
using TradingBot.ExchangeAccounts;
using TradingBot.Payments;
using TradingBot.Trading;

namespace TradingBot.Silo.Operation;

/// <summary>What only those outside can tell: whether tokens and keys are good, and what they may do.</summary>
internal static class OutsideChecks
{
    // Each costs the venue's request weight; the service itself asks for every key, once a day.
    private const int MostKeys = 20;

    // No link has it: that the provider says so proves the credentials.
    private const string NoReference = "doctor";

    public static async Task<Finding> TelegramAsync(TelegramOptions? options, CancellationToken cancellationToken)
    {
        const string What = "Telegram";
        if (options is not { IsConfigured: true })
            return Finding.Good(What, "off: this process has no bot", "To have one, set Telegram:BotToken (docs/telegram.md).");
        var (name, problem) = await TelegramProbe.AskAsync(options, cancellationToken);
        return problem is null
            ? Finding.Good(What, $"the bot is @{name}")
            : Finding.Bad(What, $"{options.ApiBaseUrl}: {problem}", "Take the token from @BotFather anew (/token), and let this machine reach the address.");
    }

    public static async Task<Finding> RazorpayAsync(IPaymentProvider payments, CancellationToken cancellationToken)
    {
        const string What = "Razorpay";
        if (!payments.IsConfigured)
            return Finding.Good(What, "off: nothing is billed, nothing restricted", "To bill, set Razorpay:KeyId and the secrets (docs/billing.md).");
        var answer = await payments.FindLinkAsync(NoReference, cancellationToken);
        return answer.Error switch
        {
            null or { Failure: PaymentFailure.NotFound } => Finding.Good(What, payments.IsTest ? "the test keys are good: no money moves" : "the live keys are good"),
            { Failure: PaymentFailure.Unauthorised } error => Finding.Bad(What, error.Message, "Make a key in Razorpay's dashboard; Razorpay:KeyId and Razorpay:KeySecret belong together."),
            { } error => Finding.Bad(What, error.Message, "Let this machine reach api.razorpay.com (egress rules, proxy), or correct Razorpay:ApiBaseUrl."),
        };
    }

    /// <summary>The exchange keys that have not been checked for longest.</summary>
    public static async Task<IReadOnlyList<Finding>> ExchangeKeysAsync(DbConnection store, BinanceTrading binance, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await StoredKeys.ReadAsync(store, cancellationToken);
            var findings = new List<Finding>();
            foreach (var (credentials, view) in keys.OrderBy(static k => k.View.CheckedAt).Take(MostKeys))
                findings.Add(await CheckAsync(credentials, view, binance));
            if (keys.Count > MostKeys)
                findings.Add(Finding.Good("exchange keys", $"{keys.Count - MostKeys} more, which the service has checked later than these"));
            return findings;
        }
        catch (DbException e)
        {
            return [Finding.Bad("exchange keys", e.Message, "The store cannot be read: see above, or run 'migrate'.")];
        }
    }

    private static async Task<Finding> CheckAsync(SealedCredentials credentials, ExchangeKeyView view, BinanceTrading binance)
    {
        var what = $"key {credentials.Account} {view.Market.ToString().ToLowerInvariant()} …{view.LastFour}";
        try
        {
            var verdict = await binance.CheckAsync(credentials, view.Market);
            var detail = verdict.Problems.Count > 0 ? string.Join(' ', verdict.Problems) : "trades, and neither withdraws nor transfers";
            return verdict.Kind switch
            {
                KeyVerdictKind.Safe => verdict.IsBoundToAddress
                    ? Finding.Good(what, detail + "; bound to addresses")
                    : Finding.Good(what, detail, "Bind it to this machine's address at Binance: whoever steals it cannot use it then."),
                KeyVerdictKind.Unverifiable when credentials.Account.Venue != TradingMode.Live => Finding.Good(what, detail),
                KeyVerdictKind.Unknown => Finding.Bad(what, detail, "The venue could not be asked; try again when it can be reached."),
                KeyVerdictKind.Invalid => Finding.Bad(what, detail, "Its owner makes a new key, or lets this machine's address in, and stores it (docs/exchange-keys.md)."),
                _ => Finding.Bad(what, detail, "Its owner changes the key's permissions at Binance (docs/exchange-keys.md)."),
            };
        }
        catch (VenueUnavailableException e)
        {
            return Finding.Bad(what, e.Message, "Start with the master key that has sealed it (docs/runbook/keys.md).");
        }
    }
}
