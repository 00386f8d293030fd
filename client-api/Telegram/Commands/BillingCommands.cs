using System.Globalization;
using TradingBot.Billing;
using TradingBot.ClientApi.Billing;
using TradingBot.ClientApi.Http;
using TradingBot.ClientApi.Telegram.Pages;
using TradingBot.ClientApi.Telegram.Presentation;
using static TradingBot.ClientApi.Telegram.Presentation.MessageText;

namespace TradingBot.ClientApi.Telegram.Commands;

/// <summary>The subscription.</summary>
internal sealed class BillingCommands(OneTimePages pages) : ICommandGroup
{
    public IEnumerable<BotCommand> Commands =>
    [
        new("subscribe", "", "Shows your subscription and the plans", "/subscribe", SubscribeAsync),
        new("pay", "[plan]", "Gives a link to pay by", "/pay standard", PayAsync, IsChange: true),
        new("verify", "", "Asks now whether your payment has arrived", "/verify", VerifyAsync, IsChange: true),
        new("payments", "", "Lists your payments", "/payments", PaymentsAsync),
        new("cancel", "", "Ends an open question, else the open payment link", "/cancel", CancelAsync, IsChange: true),
    ];

    private static async Task<Reply> SubscribeAsync(CommandContext context)
    {
        var billing = context.Mine<IBillingGrain>();
        var view = await billing.GetAsync();
        var plans = await billing.GetPlansAsync();
        if (plans.IsEmpty)
            return Reply.Of("Nothing is billed on this service.");
        var lines = plans.Select(p => $"{Bold(p.Title)} – {Rupees(p.Price.Total)} for {p.CycleDays} days, {p.MaxSymbols} symbols, {string.Join(", ", p.Modes.Select(static m => EnumNames.Of(m)))}");
        return new Reply($"{Shown(view, context)}\n\n{string.Join('\n', lines)}").WithChoices(plans.Select(static p => new ReplyButton($"💳 {p.Title}", $"/pay {p.Id}")), 2);
    }

    private async Task<Reply> PayAsync(CommandContext context)
    {
        var billing = context.Mine<IBillingGrain>();
        var plans = await billing.GetPlansAsync();
        if (plans.IsEmpty)
            return Reply.Of("Nothing is billed on this service.");
        var view = await billing.GetAsync();
        var plan = context.Word(0) is { Length: > 0 } named ? named.ToLowerInvariant() : view.Plan?.Id ?? (plans.Length == 1 ? plans[0].Id : "");
        if (plan.Length == 0)
            return Reply.Of("Which plan?").WithChoices(plans.Select(static p => new ReplyButton(p.Title, $"/pay {p.Id}")), 2);
        if (!view.HasCustomer)
        {
            var url = await pages.OfferAsync(context.User.Id, OneTimePages.Customer, "");
            return new Reply("The payment provider wants to know once who pays: name, e-mail address, telephone number. Enter them on this page (good once, for 10 minutes), then press Pay again.")
                .With(new("📝 Who pays", "", url), new ReplyButton("💳 Pay", $"/pay {plan}"));
        }

        var link = (await billing.OpenLinkAsync(plan)).OrThrow().OpenLink ?? throw RequestException.Conflict("The link has ended already; send /pay again.");
        var price = link.Price;
        var facts = Facts(
            ("Plan", link.Plan.Title), ("Server", Rupees(price.Server)), ("Messages", Some(price.Messages)), ("Support", Some(price.Support)), ("Additional", Some(price.Additional)),
            ("Fee", Some(price.ProcessingFee)), ("GST", Some(price.Gst)), ("To pay", Rupees(price.Total)), ("Until", context.Local(link.ExpiresAt)));
        return new Reply($"{Bold("Pay by this link")}\n{facts}\nI tell you when it has arrived.") { Photo = PaymentQrCode.Png(link.Url) }
            .With(new ReplyButton($"💳 Pay {Rupees(price.Total)}", "", link.Url)).With(new("🔎 I have paid", "/verify"), new ReplyButton("✖️ Cancel", "/cancel"));
    }

    private static async Task<Reply> VerifyAsync(CommandContext context)
    {
        var billing = context.Mine<IBillingGrain>();
        if ((await billing.GetAsync()).OpenLink is null)
            return new Reply($"No payment link is open.\n{Shown(await billing.GetAsync(), context)}");
        var view = (await billing.CheckLinkAsync()).OrThrow();
        return new Reply(view.OpenLink is null ? $"✅ It has arrived.\n{Shown(view, context)}" : "It has not arrived yet. That may take some minutes; I tell you then.");
    }

    private static async Task<Reply> PaymentsAsync(CommandContext context)
    {
        var payments = await context.Mine<IBillingGrain>().GetPaymentsAsync();
        return payments.IsEmpty ? Reply.Of("No payment yet.") : new(string.Join('\n', payments.Reverse().Take(20).Select(p =>
            $"{context.Local(p.PaidAt, "yyyy-MM-dd HH:mm")} {Bold(Rupees(p.AmountPaise))} {EnumNames.Of(p.Standing)}\n   {Code(p.Id)} {Escape(p.PlanId)}")));
    }

    private static async Task<Reply> CancelAsync(CommandContext context)
    {
        if (context.Dialogue is not null)
            return Reply.Of("Cancelled; nothing has changed.") with { KeepsDialogue = false };
        var billing = context.Mine<IBillingGrain>();
        if ((await billing.GetAsync()).OpenLink is null)
            return Reply.Of("Nothing is open to be cancelled.");
        (await billing.CancelLinkAsync()).OrThrow();
        return Reply.Of("The payment link is cancelled. /pay gives another.");
    }

    private static string Shown(SubscriptionView view, CommandContext context) => !view.IsBilled
        ? Bold("You are not billed.")
        : Bold("Your subscription") + "\n" + Facts(
            ("Stage", EnumNames.Of(view.Stage)), ("Plan", view.Plan?.Title ?? "none"), ("By", EnumNames.Of(view.Kind)),
            ("Due", view.DueAt is { } due ? context.Local(due) : ""), ("Ends", view.PaidUntil is { } until ? context.Local(until) : ""));

    private static string Some(long paise) => paise == 0 ? "" : Rupees(paise);

    private static string Rupees(long paise) => string.Create(CultureInfo.InvariantCulture, $"₹{paise / 100:N0}.{paise % 100:00}");
}
