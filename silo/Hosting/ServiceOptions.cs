using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace TradingBot.Silo.Hosting;

/// <summary>The configuration section <c>Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>Port, 0 to 65535; 0 lets the system choose one.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>The address to listen on; the loopback address unless an operator opens it.</summary>
    public string Bind { get; set; } = "127.0.0.1";

    /// <summary>
    /// For how many seconds an ending service still answers requests, unready already, so that load balancers send none any more before
    /// it is gone. 0 (default) to 30.
    /// </summary>
    public int DrainSeconds { get; set; }

    /// <summary>Proxies whose word on where a request comes from is taken (X-Forwarded-For, X-Forwarded-Proto): addresses or networks, by commas.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<string> Validate()
    {
        var wrong = Proxies.Where(static p => !IPNetwork.TryParse(p, out _) && !IPAddress.TryParse(p, out _))
            .Select(static p => $"Http:TrustedProxies has '{p}', which is no IP address or network.");
        return DrainSeconds is >= 0 and <= 30 ? wrong : wrong.Append($"Http:DrainSeconds is {DrainSeconds}; it must be 0 to 30.");
    }

    internal void Trust(ForwardedHeadersOptions headers)
    {
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        headers.ForwardedHeaders = Proxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in Proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                headers.KnownProxies.Add(address);
            else
                headers.KnownIPNetworks.Add(IPNetwork.Parse(proxy));
        }
    }

    private string[] Proxies => TrustedProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The configuration section <c>Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>The data folder of a standalone service; made if missing.</summary>
    public string Directory { get; set; } = "data";
}
