using TradingBot.Grains.Billing;
using TradingBot.Payments;
using TradingBot.Payments.Razorpay;

namespace TradingBot.Silo.Billing;

/// <summary>Adds subscriptions to the service.</summary>
internal static class BillingServices
{
    /// <summary>Adds terms, payment provider and tables. Without Razorpay keys nothing is billed and nothing restricted.</summary>
    public static void AddBilling(this IServiceCollection services, BillingOptions billing, RazorpayOptions razorpay)
    {
        services.AddSingleton(BillingTerms.Of(billing, razorpay.IsConfigured, razorpay.Mode == RazorpayMode.Test));
        services.AddSingleton<IProviderWatch, PaymentWatch>();
        services.AddRazorpay(razorpay);
        services.AddSingleton<IBillingRecords, BillingRecords>();
    }
}
