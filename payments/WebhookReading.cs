using TradingBot.Billing;

namespace TradingBot.Payments;

/// <summary>What a webhook says.</summary>
/// <param name="Verdict">Whether it is genuine and readable.</param>
/// <param name="News">What it tells; null when it is of no interest here, or not genuine.</param>
public sealed record WebhookReading(DeliveryVerdict Verdict, PaymentNews? News);
