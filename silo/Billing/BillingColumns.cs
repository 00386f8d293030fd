namespace TradingBot.Silo.Billing;

/// <summary>The columns of the tables that follow subscriptions, in the order in which statements name them.</summary>
internal static class BillingColumns
{
    public const string Payments =
        "id, version, user_id, reference, plan_id, amount_paise, currency, paid_at, standing, refunded_paise, dispute, is_test, server_paise, messages_paise, support_paise, additional_paise, fee_paise, gst_paise, cycle_days, needs_attention";

    public const string Subscriptions = "user_id, version, plan_id, kind, paid_until, subtotal_paise, cycle_days, is_test";
}
