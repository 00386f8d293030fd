using TradingBot.Billing;
using TradingBot.Trading;

namespace TradingBot.ClientApi.Billing;

/// <summary>A plan to choose.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="MaxSymbols">The most traders.</param>
/// <param name="Modes">Where its traders may trade.</param>
/// <param name="CycleDays">Days that one payment covers.</param>
/// <param name="Currency">INR.</param>
/// <param name="Price">The price of one cycle.</param>
public sealed record PlanResponse(
    string Id, string Title, int MaxSymbols, IReadOnlyList<TradingMode> Modes, int CycleDays, string Currency, PriceResponse Price)
{
    public static PlanResponse From(PlanInfo p) => new(p.Id, p.Title, p.MaxSymbols, p.Modes, p.CycleDays, "INR", PriceResponse.From(p.Price));
}

/// <summary>A price and its parts, whole paise.</summary>
/// <param name="ServerPaise">Server.</param>
/// <param name="MessagesPaise">Messages.</param>
/// <param name="SupportPaise">Support.</param>
/// <param name="AdditionalPaise">Additional charges.</param>
/// <param name="ProcessingFeePaise">The payment provider's fee.</param>
/// <param name="GstPaise">GST on the fee.</param>
/// <param name="TotalPaise">What is to be paid.</param>
public sealed record PriceResponse(
    long ServerPaise, long MessagesPaise, long SupportPaise, long AdditionalPaise, long ProcessingFeePaise, long GstPaise, long TotalPaise)
{
    public static PriceResponse From(PriceBreakdown p) => new(p.Server, p.Messages, p.Support, p.Additional, p.ProcessingFee, p.Gst, p.Total);
}
