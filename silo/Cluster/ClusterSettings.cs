using System.Net;

namespace TradingBot.Silo.Cluster;

/// <summary>The configuration section <c>Cluster</c>: how the processes of a cluster find each other.</summary>
public sealed class ClusterSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cluster";

    /// <summary>What this process is.</summary>
    public ClusterRole Role { get; set; } = ClusterRole.Silo;

    /// <summary>Whose silos these are; processes with the same name in the same database are one cluster.</summary>
    public string ClusterId { get; set; } = "trading-bot";

    /// <summary>Whose data these are; never changed once there are data.</summary>
    public string ServiceId { get; set; } = "trading-bot";

    /// <summary>The address at which the others reach this process: in Kubernetes, the pod's.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port for other silos, 1 to 65535.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Port for clients, 1 to 65535.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>How many silos at most reach Binance from one address and so divide its request weight, 1 to 1,000; 0 is all that there are.</summary>
    public int SilosPerAddress { get; set; }

    /// <summary>Milliseconds that a caller waits for a grain's answer, 1,000 to 600,000.</summary>
    public int ResponseTimeout { get; set; } = 30_000;

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(ClusterId))
            yield return "Cluster:ClusterId is empty.";
        if (string.IsNullOrWhiteSpace(ServiceId))
            yield return "Cluster:ServiceId is empty.";
        if (!IPAddress.TryParse(Address, out _))
            yield return $"Cluster:Address is '{Address}', which is not an IP address.";
        if (SiloPort is < 1 or > IPEndPoint.MaxPort)
            yield return $"Cluster:SiloPort is {SiloPort}; it must be 1 to {IPEndPoint.MaxPort}.";
        if (GatewayPort is < 1 or > IPEndPoint.MaxPort)
            yield return $"Cluster:GatewayPort is {GatewayPort}; it must be 1 to {IPEndPoint.MaxPort}.";
        if (SilosPerAddress is < 0 or > 1_000)
            yield return $"Cluster:SilosPerAddress is {SilosPerAddress}; it must be 0 to 1000.";
        if (ResponseTimeout is < 1_000 or > 600_000)
            yield return $"Cluster:ResponseTimeout is {ResponseTimeout}; it must be 1000 to 600000 ms.";
    }
}
