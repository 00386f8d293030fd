using System.Text;
using TradingBot.Billing;
using TradingBot.Payments.Razorpay;
using TradingBot.Tests.Billing.Server;

namespace TradingBot.Tests.Billing.Service;

/// <summary>A payment is told by webhook, callback and poll: whichever comes first counts it, and it counts once.</summary>
public sealed class ConfirmationTests : IAsyncLifetime
{
    private const long Cycle = 28 * 86_400_000L;

    private BillingHost _host = null!;
    private IBillingGrain _alice = null!;
    private ServerLink _link = null!;
    private long _before;

    public async ValueTask InitializeAsync()
    {
        _host = await BillingHost.StartAsync();
        _alice = await _host.NewUserAsync("alice");
        _link = await _host.OpenLinkAsync("alice");
        _before = (await _alice.GetAsync()).PaidUntil!.Value;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string> Orders =>
    [
        "webhook", "callback", "poll", "captured",
        .. from a in Ways from b in Ways from c in Ways from d in Ways where a != b && a != c && b != c && a != d && b != d && c != d select $"{a} {b} {c} {d}",
        "webhook webhook webhook", "callback callback", "poll poll", "callback webhook callback poll webhook",
    ];

    private static string[] Ways => ["webhook", "captured", "callback", "poll"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task It_counts_once_whatever_comes_first_and_however_often(string ways)
    {
        var (payment, events) = _host.Server.Pay(_link);
        foreach (var way in ways.Split(' '))
        {
            _host.Time.Advance(TimeSpan.FromSeconds(30));
            switch (way)
            {
                case "webhook":
                    await _host.DeliverAsync(events[1]);
                    break;
                case "captured":
                    await _host.DeliverAsync(events[0]);
                    break;
                case "callback":
                    (await CallbackAsync(payment, "paid")).ShouldBe(DeliveryVerdict.Taken);
                    break;
                default:
                    (await _alice.CheckLinkAsync()).Errors.ShouldBeEmpty();
                    break;
            }
        }

        await CreditedAsync(1);
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before + Cycle);
        (await _alice.GetAsync()).OpenLink.ShouldBeNull();
        (await _alice.GetPaymentsAsync()).Single().Id.ShouldBe(payment.Id);
        (await _alice.GetAsync()).Notices.Count(n => n.Text.StartsWith("Thank you", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_forged_webhook_or_callback_changes_nothing()
    {
        var (payment, events) = _host.Server.Pay(_link);
        var desk = _host.Grains.GetGrain<IPaymentNewsGrain>(IPaymentNewsGrain.Key);
        foreach (var secret in new[] { RazorpayServer.KeySecret, "", "guess" })
            (await desk.TakeWebhookAsync([.. events[0].Body], RazorpaySignature.Sign(secret, events[0].Body), "evt")).ShouldBe(DeliveryVerdict.Forged);
        (await CallbackAsync(payment, "paid", "0" + new string('a', 63))).ShouldBe(DeliveryVerdict.Forged);
        (await CallbackAsync(payment, "created")).ShouldBe(DeliveryVerdict.Taken);

        (await _alice.GetPaymentsAsync()).ShouldBeEmpty();
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before);
    }

    [Fact]
    public async Task A_genuine_callback_sent_to_another_user_gives_that_user_nothing()
    {
        var bob = await _host.NewUserAsync("bob");
        var (payment, _) = _host.Server.Pay(_link);

        (await CallbackAsync(payment, "paid", user: "bob")).ShouldBe(DeliveryVerdict.Taken);
        (await CallbackAsync(payment, "paid")).ShouldBe(DeliveryVerdict.Taken);

        await CreditedAsync(1);
        (await bob.GetPaymentsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(81_922, "INR", PaymentStanding.Partial)]
    [InlineData(81_924, "INR", PaymentStanding.WrongAmount)]
    [InlineData(81_923, "USD", PaymentStanding.WrongCurrency)]
    public async Task A_wrong_amount_or_currency_covers_nothing_and_is_shown_to_the_operator(long amount, string currency, PaymentStanding expected)
    {
        var (payment, events) = _host.Server.Pay(_link, amount, currency);

        await _host.DeliverAsync(events);

        await _host.UntilAsync(AttentionAsync, static a => a.Length == 1);
        (await AttentionAsync())[0].ShouldSatisfyAllConditions(
            row => row.Id.ShouldBe(payment.Id), row => row.UserId.ShouldBe("alice"), row => row.Standing.ShouldBe(expected),
            row => row.AmountPaise.ShouldBe(amount), row => row.Currency.ShouldBe(currency));
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before);
    }

    [Fact]
    public async Task A_refund_takes_back_what_the_payment_covered_a_part_of_it_does_not()
    {
        var (payment, events) = _host.Server.Pay(_link);
        await _host.DeliverAsync(events);
        await _host.DeliverAsync(_host.Server.Refund(payment, 1_000));
        await _host.UntilAsync(() => _alice.GetPaymentsAsync(), static p => p is [{ RefundedPaise: 1_000 }]);
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before + Cycle);
        await _host.UntilAsync(AttentionAsync, static a => a.Length == 1);

        await _host.DeliverAsync(_host.Server.Refund(payment, payment.Amount - 1_000));

        await _host.UntilAsync(() => _alice.GetAsync(), s => s.PaidUntil == _before);
        (await _alice.GetPaymentsAsync()).Single().Standing.ShouldBe(PaymentStanding.Refunded);
    }

    [Fact]
    public async Task A_refund_that_comes_before_its_payment_is_not_forgotten()
    {
        var (payment, events) = _host.Server.Pay(_link);
        var refund = _host.Server.Refund(payment);

        await _host.DeliverAsync(refund);
        await _host.DeliverAsync(events);

        await _host.UntilAsync(() => _alice.GetPaymentsAsync(), static p => p is [{ Standing: PaymentStanding.Refunded }]);
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before);
    }

    [Fact]
    public async Task A_dispute_is_shown_while_it_is_open_and_takes_the_payment_when_it_is_lost()
    {
        var (payment, events) = _host.Server.Pay(_link);
        await _host.DeliverAsync(events);
        await _host.DeliverAsync(_host.Server.Dispute(payment, "created"));
        await _host.UntilAsync(AttentionAsync, static p => p is [{ Dispute: DisputeState.Open }]);
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before + Cycle);

        await _host.DeliverAsync(_host.Server.Dispute(payment, "lost"));

        await _host.UntilAsync(() => _alice.GetAsync(), s => s.PaidUntil == _before);
        (await _alice.GetPaymentsAsync()).Single().Standing.ShouldBe(PaymentStanding.ChargedBack);
    }

    [Fact]
    public async Task A_dispute_that_is_won_leaves_everything_as_it_was()
    {
        var (payment, events) = _host.Server.Pay(_link);
        await _host.DeliverAsync([.. events, _host.Server.Dispute(payment, "won"), _host.Server.Dispute(payment, "created")]);

        await _host.UntilAsync(() => _alice.GetPaymentsAsync(), static p => p is [{ Dispute: DisputeState.Closed }]);
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before + Cycle);
        await _host.UntilAsync(() => _host.Office.GetPaymentsAsync(new()), static a => a.Items.Length == 1);
        (await AttentionAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_attempt_is_told_and_leaves_the_link_open()
    {
        await _host.DeliverAsync(_host.Server.Fail(_link));

        await _host.UntilAsync(() => _alice.GetAsync(), static s => s.Notices.Any(static n => n.Text.Contains("has failed", StringComparison.Ordinal)));
        (await _alice.GetAsync()).OpenLink.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_payment_for_a_link_that_nobody_knows_or_of_a_user_who_is_gone_is_shown_to_the_operator()
    {
        var (stray, events) = _host.Server.Pay(new()
        {
            Id = "plink_00000000000000", Reference = "tb-old-1", Amount = 500, CreatedAt = 1, ExpireBy = 2, Customer = [],
            Notes = new() { ["tb_user"] = "alice", ["tb_reference"] = "tb-old-1" },
        });
        var (lost, more) = _host.Server.Pay(new()
        {
            Id = "plink_00000000000001", Reference = "tb-old-2", Amount = 500, CreatedAt = 1, ExpireBy = 2, Customer = [],
            Notes = new() { ["tb_user"] = "nobody", ["tb_reference"] = "tb-old-2" },
        });

        await _host.DeliverAsync([.. events, .. more]);

        await _host.UntilAsync(AttentionAsync, static a => a.Length == 2);
        (await AttentionAsync()).Select(p => (p.Id, p.UserId, p.Standing)).ShouldBe(
            [(stray.Id, "alice", PaymentStanding.UnknownLink), (lost.Id, "", PaymentStanding.UnknownLink)], ignoreOrder: true);
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before);
    }

    [Fact]
    public async Task Payments_of_others_on_the_same_Razorpay_account_are_of_no_interest()
    {
        var (_, events) = _host.Server.Pay(new()
        {
            Id = "plink_00000000000000", Reference = "shop-7", Amount = 500, CreatedAt = 1, ExpireBy = 2, Customer = [], Notes = [],
        });

        await _host.DeliverAsync(events);

        (await _host.Office.GetPaymentsAsync(new())).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_webhook_is_kept_while_the_subscription_waits_for_the_provider()
    {
        var (_, events) = _host.Server.Pay(_link);
        _host.Server.Break("GET payment_links", ServerFault.Hangs, ServerFault.Hangs);
        var busy = _alice.CheckLinkAsync();
        await _host.Time.AdvanceUntilAsync(() => _host.Server.Requests.Any(static r => r.StartsWith("GET payment_links/", StringComparison.Ordinal)), TimeSpan.Zero);

        await _host.DeliverAsync(events);

        busy.IsCompleted.ShouldBeFalse("the answer to the webhook did not wait for it");
        (await busy).Refusal.ShouldBe(BillingRefusal.Unavailable);
        await CreditedAsync(1);
    }

    [Fact]
    public async Task What_was_kept_before_a_crash_is_taken_after_it()
    {
        var (_, events) = _host.Server.Pay(_link);
        _host.Server.Break("GET payment_links", ServerFault.Hangs, ServerFault.Hangs);
        var busy = _alice.CheckLinkAsync();
        await _host.Time.AdvanceUntilAsync(() => _host.Server.Requests.Any(static r => r.StartsWith("GET payment_links/", StringComparison.Ordinal)), TimeSpan.Zero);
        await _host.DeliverAsync(events);

        _host.Kill();
        await busy.ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(60));
        await _host.StartAgainAsync();
        _alice = _host.Of("alice");
        // Nobody asks: the reminder of the inbox does it.
        _host.Time.Advance(TimeSpan.FromMinutes(2));

        await CreditedAsync(1);
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_before + Cycle);
    }

    [Fact]
    public async Task Payments_with_test_keys_cover_nothing_once_the_keys_are_live()
    {
        await _host.DeliverAsync(_host.Server.Pay(_link).Events);
        await CreditedAsync(1);
        await _host.StopAsync();

        _host.UseLiveKeys();
        await _host.StartAgainAsync();

        var view = await _host.Of("alice").GetAsync();
        (view.IsTest, view.PaidUntil).ShouldBe((false, _before));
        (await _host.Of("alice").GetPaymentsAsync()).Single().IsTest.ShouldBeTrue();
    }

    private async Task CreditedAsync(int payments) =>
        await _host.UntilAsync(() => _alice.GetPaymentsAsync(), all => all.Count(static p => p.Standing == PaymentStanding.Credited) == payments);

    private async Task<PaymentRow[]> AttentionAsync() => [.. (await _host.Office.GetPaymentsAsync(new(NeedsAttention: true))).Items];

    private Task<DeliveryVerdict> CallbackAsync(ServerPayment payment, string status, string? signature = null, string user = "alice")
    {
        var callback = new LinkCallback(_link.Id, _link.Reference, status, payment.Id, "");
        signature ??= RazorpaySignature.Sign(RazorpayServer.KeySecret, Encoding.UTF8.GetBytes(RazorpaySignature.MessageOf(callback)));
        return _host.Grains.GetGrain<IPaymentNewsGrain>(IPaymentNewsGrain.Key).TakeCallbackAsync(user, callback with { Signature = signature });
    }
}
