using TradingBot.Exchange.Diagnostics;
using TradingBot.Payments;

namespace TradingBot.Silo.Billing;

/// <summary>Shows in <c>/health</c> whether the payment provider can be reached.</summary>
internal sealed class PaymentWatch(TimeProvider time) : IProviderWatch
{
    public const string Component = "razorpay";

    public void Works() => ComponentHealth.Of(Component).Works(time.GetUtcNow());

    public void Fails(string reason) => ComponentHealth.Of(Component).Fails(reason, time.GetUtcNow());
}
