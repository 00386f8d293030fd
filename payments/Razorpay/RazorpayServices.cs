using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TradingBot.Payments.Razorpay;

/// <summary>Wires Razorpay.</summary>
public static class RazorpayServices
{
    /// <summary>Adds Razorpay as the <see cref="IPaymentProvider"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">The bound configuration section <c>Razorpay</c>, validated.</param>
    public static IServiceCollection AddRazorpay(this IServiceCollection services, RazorpayOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IPaymentProvider>(s => new RazorpayClient(options, s.GetRequiredService<TimeProvider>(), s.GetService<IProviderWatch>()));
        return services;
    }
}
