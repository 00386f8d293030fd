using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingBot.Billing;
using TradingBot.Payments.Razorpay;

namespace TradingBot.Tests.Billing.Payments;

/// <summary>Webhooks as Razorpay documents and sends them.</summary>
public sealed class WebhookTests
{
    [Fact]
    public void Every_documented_event_is_read_or_of_no_interest()
    {
        if (SharedData.PathOf("razorpay/webhooks") is not { } folder)
        {
            Assert.Skip(SharedData.Absent);
            return;
        }

        foreach (var file in Directory.GetFiles(folder))
        {
            var news = RazorpayWebhook.Read(File.ReadAllBytes(file), "evt_1");
            var name = Path.GetFileName(file);
            PaymentNewsKind? expected = name[..name.LastIndexOf('.', name.Length - 6)] switch
            {
                "payment_link.paid" or "payment.captured" => PaymentNewsKind.Captured,
                "payment_link.cancelled" or "payment_link.expired" => PaymentNewsKind.LinkEnded,
                "payment.failed" => PaymentNewsKind.Failed,
                _ => null,
            };
            (news?.Kind).ShouldBe(expected, name);
        }
    }

    [Fact]
    public void A_recorded_event_of_a_paid_link_says_what_was_paid_when_and_by_which_link()
    {
        if (SharedData.PathOf("razorpay/recorded-payment_link.paid.json") is not { } file)
        {
            Assert.Skip(SharedData.Absent);
            return;
        }

        var recorded = JsonNode.Parse(File.ReadAllText(file))!;
        recorded["payload"]!["payment_link"]!["entity"]!["notes"]!["tb_user"] = "alice";

        var news = RazorpayWebhook.Read(JsonSerializer.SerializeToUtf8Bytes(recorded), "evt_1").ShouldNotBeNull();

        news.ShouldBe(new("evt_1", PaymentNewsKind.Captured, "alice", "order_NVcLFAo1oBKDDR", new("pay_NVcLwcbtje3yCH", 700, "INR", 1_706_791_001_000)));
    }

    [Theory]
    [InlineData("""{"event":"refund.processed","payload":{"refund":{"entity":{"id":"rfnd_1","amount":500,"payment_id":"pay_1"}}}}""", "pay_1", null, 500, DisputeState.None)]
    [InlineData("""{"event":"refund.processed","payload":{"refund":{"entity":{"amount":300}},"payment":{"entity":{"id":"pay_1","amount":900,"amount_refunded":700,"created_at":5}}}}""", "pay_1", 900L, 700, DisputeState.None)]
    [InlineData("""{"event":"payment.dispute.created","payload":{"dispute":{"entity":{"payment_id":"pay_1"}}}}""", "pay_1", null, 0, DisputeState.Open)]
    [InlineData("""{"event":"payment.dispute.under_review","payload":{"payment":{"entity":{"id":"pay_1","amount":"900"}}}}""", "pay_1", 900L, 0, DisputeState.Open)]
    [InlineData("""{"event":"payment.dispute.won","payload":{"payment":{"entity":{"id":"pay_1"}}}}""", "pay_1", null, 0, DisputeState.Closed)]
    [InlineData("""{"event":"payment.dispute.lost","payload":{"payment":{"entity":{"id":"pay_1","notes":[]}}}}""", "pay_1", null, 0, DisputeState.Lost)]
    public void Refunds_and_disputes_say_what_became_of_the_payment(string body, string id, long? amount, long refunded, DisputeState dispute)
    {
        var payment = RazorpayWebhook.Read(Encoding.UTF8.GetBytes(body), "").ShouldNotBeNull().Payment.ShouldNotBeNull();

        (payment.Id, payment.AmountPaise, payment.RefundedPaise, payment.Dispute).ShouldBe((id, amount, refunded, dispute));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"event\":7,\"payload\":[]}")]
    [InlineData("{\"event\":\"payment.captured\"")]
    public void What_is_no_event_is_malformed(string body) =>
        Should.Throw<JsonException>(() => RazorpayWebhook.Read(Encoding.UTF8.GetBytes(body), ""));
}
