using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using TradingBot.Billing;
using TradingBot.ClientApi.Http;

namespace TradingBot.ClientApi.Billing;

/// <summary>What comes from Razorpay itself: webhooks, and payers' browsers. Their signature lets them in, no token does.</summary>
internal static class RazorpayApi
{
    private const string Signature = "X-Razorpay-Signature";
    private const string EventId = "x-razorpay-event-id";
    private const int LongestId = 100;

    public static void MapRazorpay(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks/razorpay", TakeWebhookAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/billing/callback/{user}", TakeCallbackAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> TakeWebhookAsync(HttpContext context, IClusterClient grains)
    {
        // Byte for byte: the signature is over what was sent, not over what it means.
        var (buffer, length) = await RequestBody.ReadAsync(context.Request.Body, context.RequestAborted);
        var body = ImmutableCollectionsMarshal.AsImmutableArray(buffer[..length]);
        var eventId = context.Request.Headers[EventId].ToString();
        var verdict = await grains.GetGrain<IPaymentNewsGrain>(IPaymentNewsGrain.Key)
            .TakeWebhookAsync(body, context.Request.Headers[Signature].ToString(), eventId.Length <= LongestId ? eventId : "");
        return verdict == DeliveryVerdict.Taken ? TypedResults.Ok() : throw Refused(verdict);
    }

    private static async Task<IResult> TakeCallbackAsync(
        string user,
        [FromQuery(Name = "razorpay_payment_link_id")] string? linkId,
        [FromQuery(Name = "razorpay_payment_link_reference_id")] string? reference,
        [FromQuery(Name = "razorpay_payment_link_status")] string? status,
        [FromQuery(Name = "razorpay_payment_id")] string? paymentId,
        [FromQuery(Name = "razorpay_signature")] string? signature,
        IClusterClient grains)
    {
        var callback = new LinkCallback(linkId ?? "", reference ?? "", status ?? "", paymentId ?? "", signature ?? "");
        var verdict = await grains.GetGrain<IPaymentNewsGrain>(IPaymentNewsGrain.Key).TakeCallbackAsync(user, callback);
        if (verdict != DeliveryVerdict.Taken)
            throw Refused(verdict);
        return status == "paid"
            ? new HtmlPage("Thank you", "<p>Your payment has arrived. You can close this page.</p>")
            : new HtmlPage("Not paid yet", "<p>Nothing has been paid. You can go back to the link while it is open.</p>");
    }

    private static RequestException Refused(DeliveryVerdict verdict) => verdict switch
    {
        DeliveryVerdict.Forged => new(401, "The signature is not valid.", []),
        DeliveryVerdict.Malformed => new(400, "The event cannot be read.", []),
        _ => RequestException.NotFound("No payment provider is configured."),
    };
}
