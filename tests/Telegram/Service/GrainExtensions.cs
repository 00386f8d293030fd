using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace TradingBot.Tests.Telegram.Service;

internal static class GrainExtensions
{
    /// <summary>A grain of the service.</summary>
    public static T GetGrain<T>(this IServiceProvider services, string key)
        where T : IGrainWithStringKey => services.GetRequiredService<IClusterClient>().GetGrain<T>(key);
}
