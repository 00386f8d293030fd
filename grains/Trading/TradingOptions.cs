namespace TradingBot.Grains.Trading;

/// <summary>The configuration section <c>Trading</c>.</summary>
public sealed class TradingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Trading";

    /// <summary>The operator's switch for real money. Off, live traders make no entries; open positions are managed to their exit.</summary>
    public bool AllowLive { get; set; }
}
