namespace TradingBot.Simulator;

/// <summary>Settings of a simulated Binance.</summary>
public sealed record SimulatorOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 for any free one.</summary>
    public int Port { get; init; } = 9400;

    /// <summary>A recording or a folder of recordings; null for a market made from <see cref="Seed"/>.</summary>
    public string? Data { get; init; }

    /// <summary>The seed of the market.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// How many times faster than real time the market moves; 0 makes it move only by <c>POST /sim/advance?ms=</c>. The
    /// server's clock, against which timestamps of requests are checked, always is the real one.
    /// </summary>
    public double Speed { get; init; } = 1;

    /// <summary>Faults from the start, as for <c>PUT /sim/faults</c>.</summary>
    public string? FaultsFile { get; init; }

    /// <summary>Accounts: <c>[{"apiKey","secret" or "publicKey","spot":{"BTC":"1"},"usdm":{"USDT":"1000"}}]</c>.</summary>
    public string? AccountsFile { get; init; }

    /// <summary>Candles of a recording that are history when the market starts.</summary>
    public int WarmUp { get; init; } = 500;

    /// <summary>How often the frame of a forming kline is sent, in real time.</summary>
    public TimeSpan FrameInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a WebSocket lives at most, in real time: 24 h at Binance.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Commission rate on spot, of what is received.</summary>
    public decimal SpotFee { get; init; } = 0.001m;

    /// <summary>Commission rate on USDⓈ-M, in quote.</summary>
    public decimal UsdmFee { get; init; } = 0.0005m;

    /// <summary>Seed of the faults' dice.</summary>
    public int FaultSeed { get; init; } = 1;
}
