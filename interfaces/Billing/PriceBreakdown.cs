using System.Text.Json.Serialization;

namespace TradingBot.Billing;

/// <summary>What a plan costs for one cycle, in whole paise (INR). The parts add up to <see cref="Total"/>.</summary>
/// <param name="Server">Server.</param>
/// <param name="Messages">Messages.</param>
/// <param name="Support">Support.</param>
/// <param name="Additional">Additional charges.</param>
/// <param name="ProcessingFee">The payment provider's fee, a share of the four above.</param>
/// <param name="Gst">Goods and services tax, a share of the fee.</param>
[GenerateSerializer, Immutable, Alias("price-breakdown")]
public sealed record PriceBreakdown(
    [property: Id(0)] long Server,
    [property: Id(1)] long Messages,
    [property: Id(2)] long Support,
    [property: Id(3)] long Additional,
    [property: Id(4)] long ProcessingFee,
    [property: Id(5)] long Gst)
{
    /// <summary>The service itself, without fee and tax: what revenue is counted in.</summary>
    [JsonIgnore]
    public long Subtotal => Server + Messages + Support + Additional;

    /// <summary>What is to be paid.</summary>
    [JsonIgnore]
    public long Total => Subtotal + ProcessingFee + Gst;
}
