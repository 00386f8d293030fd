using System.Text;
using TradingBot.Payments.Razorpay;

namespace TradingBot.Tests.Billing.Server;

/// <summary>A webhook on its way.</summary>
public sealed record ServerEvent(string Id, byte[] Body)
{
    /// <summary>Delivers it to a service.</summary>
    public async Task<HttpResponseMessage> DeliverAsync(HttpClient service, string secret = RazorpayServer.WebhookSecret, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/razorpay") { Content = new ByteArrayContent(body ?? Body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Razorpay-Signature", RazorpaySignature.Sign(secret, Body));
        request.Headers.Add("x-razorpay-event-id", Id);
        return await service.SendAsync(request);
    }

    public override string ToString() => Encoding.UTF8.GetString(Body);
}
