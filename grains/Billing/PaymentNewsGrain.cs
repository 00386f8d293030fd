using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using TradingBot.Accounts;
using TradingBot.Billing;
using TradingBot.Payments;
using TradingBot.Trading;

namespace TradingBot.Grains.Billing;

/// <summary>Proves where news come from, and puts them into the inbox of the user whom they are about.</summary>
public sealed class PaymentNewsGrain(
    BillingTerms terms, IPaymentProvider provider, IBillingRecords records, TimeProvider time, ILogger<PaymentNewsGrain> logger)
    : Grain, IPaymentNewsGrain
{
    private const string PaidInFull = "paid";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<DeliveryVerdict> TakeWebhookAsync(ImmutableArray<byte> body, string signature, string eventId)
    {
        if (!terms.IsOn)
            return DeliveryVerdict.NotConfigured;
        var (verdict, news) = provider.ReadWebhook(body.AsSpan(), signature, eventId);
        if (verdict == DeliveryVerdict.Malformed)
            logger.LogError("A signed webhook of the payment provider cannot be read");
        if (news is null)
            return verdict;
        if (TraderKey.IsUserId(news.UserId) && await GrainFactory.GetGrain<IUserGrain>(news.UserId).GetProfileAsync() is not null)
            await GrainFactory.GetGrain<IPaymentInboxGrain>(news.UserId).PutAsync(news);
        else if (news is { Payment: { } payment, Kind: not PaymentNewsKind.Failed } && news.UserId.Length > 0)
            await RecordStrayAsync(news, payment);
        return verdict;
    }

    public async Task<DeliveryVerdict> TakeCallbackAsync(string userId, LinkCallback callback)
    {
        if (!terms.IsOn)
            return DeliveryVerdict.NotConfigured;
        if (!TraderKey.IsUserId(userId) || !provider.IsGenuine(callback))
            return DeliveryVerdict.Forged;
        // It says that the link is paid in full, not how much that was or when.
        if (callback.Status == PaidInFull && await GrainFactory.GetGrain<IUserGrain>(userId).GetProfileAsync() is not null)
        {
            await GrainFactory.GetGrain<IPaymentInboxGrain>(userId).PutAsync(
                new("", PaymentNewsKind.Captured, userId, callback.Reference, new(callback.PaymentId, null, null, Now)));
        }

        return DeliveryVerdict.Taken;
    }

    // Ours by its notes, but of a user who is not here: only the operator can tell what it was for.
    private Task RecordStrayAsync(PaymentNews news, PaymentFacts payment) => records.WriteAsync(
    [
        new(new(
            payment.Id, "", news.Reference, "", payment.AmountPaise ?? 0, payment.Currency ?? "", Math.Min(payment.PaidAt, Now), PaymentStanding.UnknownLink,
            payment.RefundedPaise, payment.Dispute, terms.IsTest, null, 0, Now)),
    ]);
}
