using System.Text;
using System.Text.Json.Nodes;
using TradingBot.Billing;
using TradingBot.Payments.Razorpay;
using TradingBot.Tests.Billing.Server;

namespace TradingBot.Tests.Billing.Payments;

/// <summary>Razorpay's signatures, against the vectors of its own libraries.</summary>
public sealed class SignatureTests
{
    private static readonly RazorpayClient Client = new(
        new()
        {
            KeyId = RazorpayServer.KeyId, KeySecret = RazorpayServer.KeySecret, WebhookSecret = RazorpayServer.WebhookSecret,
            PreviousWebhookSecret = RazorpayServer.OldWebhookSecret,
        },
        TimeProvider.System);

    [Fact]
    public void They_are_those_of_Razorpays_own_libraries()
    {
        if (SharedData.PathOf("signatures/hmac-sha256-vectors.json") is not { } file)
        {
            Assert.Skip(SharedData.Absent);
            return;
        }

        var vectors = JsonNode.Parse(File.ReadAllText(file))!.AsArray()
            .Where(v => v!["kind"]!.GetValue<string>().StartsWith("razorpay", StringComparison.Ordinal) && v["recomputed_equal"]!.GetValue<bool>()).ToList();
        vectors.Count.ShouldBeGreaterThan(8);
        foreach (var vector in vectors)
        {
            var (key, message, signature) = (vector!["key"]!.GetValue<string>(), Encoding.UTF8.GetBytes(vector["message"]!.GetValue<string>()), vector["signature"]!.GetValue<string>());
            RazorpaySignature.Sign(key, message).ShouldBe(signature, vector["name"]!.GetValue<string>());
            RazorpaySignature.IsValid(key, message, signature).ShouldBeTrue();
            RazorpaySignature.IsValid(key + "x", message, signature).ShouldBeFalse();
        }
    }

    [Fact]
    public void The_message_of_a_callback_is_link_reference_status_and_payment() =>
        RazorpaySignature.Sign(
                "EnLs21M47BllR3X8PSFtjtbd",
                Encoding.UTF8.GetBytes(RazorpaySignature.MessageOf(new("plink_IH3cNucfVEgV68", "TSsd1989", "paid", "pay_IH3d0ara9bSsjQ", ""))))
            .ShouldBe("07ae18789e35093e51d0a491eb9922646f3f82773547e5b0f67ee3f2d3bf7d5b");

    [Fact]
    public void A_body_changed_in_one_byte_that_is_not_ASCII_is_forged()
    {
        // A checker that renders the body as ASCII sees '?' in both.
        var body = Encoding.UTF8.GetBytes("""{"event":"payment.captured","payload":{},"name":"Jürgen"}""");
        var signature = RazorpaySignature.Sign(RazorpayServer.WebhookSecret, body);
        Client.ReadWebhook(body, signature, "").Verdict.ShouldBe(DeliveryVerdict.Taken);

        body[Array.IndexOf(body, (byte)0xbc)] = 0xa4;

        Client.ReadWebhook(body, signature, "").Verdict.ShouldBe(DeliveryVerdict.Forged);
    }

    [Theory]
    [InlineData(RazorpayServer.WebhookSecret, DeliveryVerdict.Taken)]
    [InlineData(RazorpayServer.OldWebhookSecret, DeliveryVerdict.Taken)]
    [InlineData(RazorpayServer.KeySecret, DeliveryVerdict.Forged)]
    [InlineData("", DeliveryVerdict.Forged)]
    public void The_webhooks_secrets_are_the_present_and_the_previous_one(string secret, DeliveryVerdict expected)
    {
        var body = """{"event":"payment.captured","payload":{}}"""u8;

        Client.ReadWebhook(body, RazorpaySignature.Sign(secret, body), "").Verdict.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz")]
    [InlineData("2fe04e22977002e6c7cb553adab8b460cb9e2a4970d5953cb27a8472752e3bbczz")]
    [InlineData("ÿfe04e22977002e6c7cb553adab8b460cb9e2a4970d5953cb27a8472752e3bbc")]
    public void What_is_no_signature_is_not_valid(string signature) =>
        RazorpaySignature.IsValid("123456", "{\"a\":1,\"b\":2,\"c\":{\"d\":3}}"u8, signature).ShouldBeFalse();

    [Fact]
    public void Nothing_is_signed_with_an_empty_secret() =>
        RazorpaySignature.IsValid("", "x"u8, RazorpaySignature.Sign("", "x"u8)).ShouldBeFalse();
}
