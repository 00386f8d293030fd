using System.Globalization;
using TradingBot.ClientApi.Health;
using TradingBot.Exchange.Binance;
using TradingBot.Exchange.Binance.Streams;
using TradingBot.Exchange.Diagnostics;
using TradingBot.MarketData;
using TradingBot.Operation;
using TradingBot.Payments;
using TradingBot.Silo.Billing;

namespace TradingBot.Silo.Hosting;

/// <summary>What <c>/health</c> tells of the world outside: venues and their clocks, the payment provider, the disk.</summary>
internal sealed class OutsideComponents(IServiceProvider services, IPaymentProvider payments, TimeProvider time, string dataDirectory) : IComponentSource
{
    private const long Scarce = 512L << 20;

    // Beyond half a second candles are late or early enough to matter; Binance refuses requests at its receive window, 5 s.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMilliseconds(500);

    public IEnumerable<ComponentStatus> Read()
    {
        foreach (var component in ComponentHealth.All.Where(static c => c.SeenAt > 0 || c.FailedAt > 0))
        {
            yield return new(
                component.Name, component.Problem is null ? ComponentStatus.Ok : ComponentStatus.Failing, component.Problem ?? "",
                Known(component.SeenAt), component.LastError, Known(component.FailedAt));
        }

        if (!payments.IsConfigured)
            yield return new(PaymentWatch.Component, ComponentStatus.Off);
        else if (ComponentHealth.Of(PaymentWatch.Component) is { SeenAt: 0, FailedAt: 0 })
            yield return new(PaymentWatch.Component, ComponentStatus.Unused);
        foreach (var environment in Enum.GetValues<BinanceEnvironment>())
        {
            var venue = services.GetRequiredKeyedService<BinanceVenue>(environment);
            foreach (var market in Enum.GetValues<MarketType>())
            {
                if (venue.ClockOffset(market) is { } offset)
                    yield return ClockOf($"{environment} {market} clock".ToLowerInvariant(), offset);
            }
        }

        if (services.GetService<FrameRecorder>() is { } recorder)
            yield return new("recording", recorder.Problem is null ? ComponentStatus.Ok : ComponentStatus.Failing, recorder.Problem ?? "");
        yield return Disk();
    }

    internal static ComponentStatus ClockOf(string name, TimeSpan offset) => new(
        name, offset.Duration() > LargestSkew ? ComponentStatus.Failing : ComponentStatus.Ok,
        string.Create(CultureInfo.InvariantCulture, $"this machine is {Math.Abs(offset.TotalMilliseconds):0} ms {(offset > TimeSpan.Zero ? "behind" : "ahead")}"));

    internal ComponentStatus Disk()
    {
        try
        {
            var free = new DriveInfo(ExistingPartOf(dataDirectory)).AvailableFreeSpace;
            return new(
                "disk", free < Scarce ? ComponentStatus.Failing : ComponentStatus.Ok,
                string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB free"), time.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new("disk", ComponentStatus.Failing, failure.Message);
        }
    }

    /// <summary>The folder, or the nearest one above it that is there.</summary>
    internal static string ExistingPartOf(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
            folder = above;
        return folder;
    }

    private static long? Known(long at) => at == 0 ? null : at;
}
