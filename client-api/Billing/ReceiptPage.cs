using System.Globalization;
using System.Text;
using TradingBot.Billing;

namespace TradingBot.ClientApi.Billing;

/// <summary>The receipt of a payment.</summary>
internal static class ReceiptPage
{
    public static HtmlPage Of(PaymentRow payment, string plan, string timeZone)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found) ? found : TimeZoneInfo.Utc;
        var page = new StringBuilder();
        if (payment.IsTest)
            page.Append("<p class=\"mark\">Test: no money has moved.</p>\n");
        if (payment.Standing != PaymentStanding.Credited)
            page.Append($"<p class=\"mark\">{StandingOf(payment.Standing)}</p>\n");
        page.Append("<table>\n");
        Row("Payment", payment.Id);
        Row("Reference", payment.Reference);
        Row("User", payment.UserId);
        Row("Paid at", string.Create(
            CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(payment.PaidAt), zone):yyyy-MM-dd HH:mm} ({zone.Id})"));
        if (payment.Price is { } price)
        {
            Row("For", string.Create(CultureInfo.InvariantCulture, $"{plan}, {payment.CycleDays} days"));
            Row("Server", Amount(price.Server));
            Row("Messages", Amount(price.Messages));
            Row("Support", Amount(price.Support));
            Row("Additional charges", Amount(price.Additional));
            Row("Processing fee", Amount(price.ProcessingFee));
            Row("GST on the fee", Amount(price.Gst));
        }

        Row("Paid", Amount(payment.AmountPaise, payment.Currency));
        if (payment.RefundedPaise > 0)
            Row("Given back", Amount(payment.RefundedPaise, payment.Currency));
        page.Append("</table>");
        return new("Receipt", page.ToString());

        void Row(string name, string value) => page.Append($"<tr><td>{name}</td><td>{HtmlPage.Encode(value)}</td></tr>\n");
    }

    private static string Amount(long paise, string currency = "INR") =>
        string.Create(CultureInfo.InvariantCulture, $"{currency} {paise / 100}.{paise % 100:00}");

    private static string StandingOf(PaymentStanding standing) => standing switch
    {
        PaymentStanding.Refunded => "This payment has been given back.",
        PaymentStanding.ChargedBack => "This payment was taken back by the payer's bank.",
        _ => "This payment is not what was asked for and covers no time; the operator will look at it.",
    };
}
