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

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<string> Validate() =>
        DrainSeconds is >= 0 and <= 30 ? [] : [$"Http:DrainSeconds is {DrainSeconds}; it must be 0 to 30."];
}

/// <summary>The configuration section <c>Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>The data folder of a standalone service; made if missing.</summary>
    public string Directory { get; set; } = "data";
}
