namespace TradingBot.Tests.Trading.Reference;

/// <summary>What the reference trades with; every amount a plain decimal.</summary>
public sealed record ReferenceSettings
{
    public bool Usdm { get; init; }

    public decimal BuyOffset { get; init; }

    public decimal SellOffset { get; init; }

    /// <summary>Exactly one of the three sizes is set.</summary>
    public decimal? Quantity { get; init; }

    public decimal? Quote { get; init; }

    public decimal? Percent { get; init; }

    public decimal Cash { get; init; } = 10_000m;

    public decimal Fee { get; init; } = 0.001m;

    public decimal Tick { get; init; } = 0.01m;

    public decimal Step { get; init; } = 0.00001m;

    public decimal MinQuantity { get; init; } = 0.00001m;

    public decimal MaxQuantity { get; init; } = 9_000_000_000m;

    public decimal MinNotional { get; init; } = 5m;

    public int Leverage { get; init; } = 1;
}
