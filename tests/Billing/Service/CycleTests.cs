using TradingBot.Billing;
using TradingBot.Tests.Billing.Server;
using TradingBot.Trading;

namespace TradingBot.Tests.Billing.Service;

/// <summary>A subscription through its days: due, grace, restriction, restored, and what the user is told.</summary>
public sealed class CycleTests : IAsyncLifetime
{
    private const long Day = 86_400_000L;

    private BillingHost _host = null!;
    private IBillingGrain _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await BillingHost.StartAsync();
        _alice = await _host.NewUserAsync("alice", timeZone: "Asia/Kolkata");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task It_begins_with_a_trial_and_a_first_payment_is_added_behind_it()
    {
        var view = await _alice.GetAsync();
        (view.Kind, view.Stage, view.Plan!.Id).ShouldBe((CoverageKind.Trial, SubscriptionStage.Active, "standard"));
        view.PaidUntil.ShouldBe(_host.Now + (7 * Day));

        await PayAsync();

        (await _alice.GetAsync()).PaidUntil.ShouldBe(view.PaidUntil + (28 * Day));
    }

    [Fact]
    public async Task It_is_due_a_day_before_the_bill_date_and_restricted_step_by_step_after_it()
    {
        // The trial ends on day 7: due on day 6, grace to day 8, read-only on day 15.
        foreach (var (hours, stage, entries, commands) in new[]
                 {
                     (0, SubscriptionStage.Active, true, true), ((6 * 24) - 1, SubscriptionStage.Active, true, true), (1, SubscriptionStage.Due, true, true),
                     (23, SubscriptionStage.Due, true, true), (1, SubscriptionStage.Grace, true, true), (23, SubscriptionStage.Grace, true, true),
                     (1, SubscriptionStage.EntriesPaused, false, true), ((7 * 24) - 1, SubscriptionStage.EntriesPaused, false, true),
                     (1, SubscriptionStage.ReadOnly, false, false), (24, SubscriptionStage.ReadOnly, false, false),
                 })
        {
            _host.Time.Advance(TimeSpan.FromHours(hours));
            var access = await _alice.GetAccessAsync();
            access.Stage.ShouldBe(stage);
            (access.EntryRefusal(TradingMode.Live) is null).ShouldBe(entries);
            access.MayCommand.ShouldBe(commands);
            (await _alice.GetAsync()).Stage.ShouldBe(stage);
        }
    }

    [Fact]
    public async Task A_payment_restores_at_once_and_begins_a_cycle_of_its_own()
    {
        _host.Time.Advance(TimeSpan.FromDays(16));
        (await _alice.GetAccessAsync()).MayCommand.ShouldBeFalse();

        await PayAsync();

        var access = await _alice.GetAccessAsync();
        (access.Stage, access.Reason).ShouldBe((SubscriptionStage.Active, ""));
        (await _alice.GetAsync()).PaidUntil.ShouldBe(_host.Now + (28 * Day));
    }

    [Fact]
    public async Task Paying_early_extends_also_twice()
    {
        var until = (await _alice.GetAsync()).PaidUntil;
        await PayAsync();
        await PayAsync();

        (await _alice.GetAsync()).PaidUntil.ShouldBe(until + (56 * Day));
    }

    [Fact]
    public async Task A_new_plan_begins_when_the_old_one_ends()
    {
        await PayAsync("pro");
        (await _alice.GetAsync()).Plan!.Id.ShouldBe("standard", "the trial");

        _host.Time.Advance(TimeSpan.FromDays(7));

        (await _alice.GetAsync()).Plan!.Id.ShouldBe("pro");
        (await _alice.GetAccessAsync()).MaxSymbols.ShouldBe(50);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reminders_come_in_the_users_morning_once_each_whatever_restarts(bool withRestarts)
    {
        // Begun on 2026-01-01 00:00 UTC, 05:30 in India. Due on the 7th at 05:30, ends on the 8th.
        var told = new List<string>();
        for (var hour = 0; hour < 24 * 20; hour++)
        {
            _host.Time.Advance(TimeSpan.FromMinutes(30));
            if (withRestarts && hour % 37 == 5)
            {
                await _host.StopAsync();
                await _host.StartAgainAsync();
                _alice = _host.Of("alice");
            }

            _host.Time.Advance(TimeSpan.FromMinutes(30));
            await ToldAsync();
        }

        told.ShouldBe(
        [
            "01-04 Your subscription is due in 3 days, on 2026-01-07 05:30 (Asia/Kolkata).",
            "01-06 Your subscription is due tomorrow, on 2026-01-07 05:30 (Asia/Kolkata).",
            "01-07 Your subscription is due today; it ends on 2026-01-08 05:30 (Asia/Kolkata).",
            "01-08 Your subscription is overdue: it has ended on 2026-01-08 05:30 (Asia/Kolkata). From 2026-01-09 05:30 (Asia/Kolkata) on no new positions are opened.",
            "01-09 Your subscription has not been paid: no new positions are opened. Open ones keep their stops and are managed to their exit. From 2026-01-16 05:30 (Asia/Kolkata) on commands are refused, too.",
            "01-16 Your subscription has not been paid: trading can only be looked at and ended. It is restored as soon as you pay.",
        ]);

        async Task ToldAsync()
        {
            // Half an hour at once ends the patience of calls, too: then the reminder comes again.
            var expected = Expected();
            await _host.Time.AdvanceUntilAsync(async () => (await _alice.GetAsync()).Notices.Length >= expected, TimeSpan.FromMinutes(1));
            foreach (var notice in (await _alice.GetAsync()).Notices.Skip(told.Count))
                told.Add($"{DateTimeOffset.FromUnixTimeMilliseconds(notice.Time).ToOffset(TimeSpan.FromHours(5.5)):MM-dd} {notice.Text}");
        }

        // 09:00 in India is 03:30 UTC; restrictions begin at 00:00 UTC.
        int Expected() => new[] { (3 * 24) + 3.5, (5 * 24) + 3.5, (6 * 24) + 3.5, (7 * 24) + 3.5, 8 * 24, 15 * 24 }
            .Count(h => _host.Time.GetUtcNow() >= new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(h));
    }

    [Fact]
    public async Task After_a_long_sleep_the_last_reminder_is_told_and_not_all_of_them()
    {
        await _host.StopAsync();
        _host.Time.Advance(TimeSpan.FromDays(9));
        await _host.StartAgainAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(1));

        await _host.UntilAsync(() => _host.Of("alice").GetAsync(), static s => s.Notices.Length > 0);
        (await _host.Of("alice").GetAsync()).Notices.Single().Text.ShouldContain("no new positions are opened");
    }

    [Fact]
    public async Task A_payment_ends_the_reminders_of_the_old_date()
    {
        _host.Time.Advance(TimeSpan.FromDays(6.5));
        await _host.UntilAsync(() => _alice.GetAsync(), static s => s.Notices.Length > 0);
        await PayAsync();
        var told = (await _alice.GetAsync()).Notices.Length;

        _host.Time.Advance(TimeSpan.FromDays(20));
        await _alice.CheckLinkAsync();

        (await _alice.GetAsync()).Notices.Length.ShouldBe(told);
    }

    [Fact]
    public async Task The_operator_grants_extends_and_marks_refunds_and_each_stands_in_the_audit_trail()
    {
        var until = (await _alice.GetAsync()).PaidUntil!.Value;
        var payment = await PayAsync();

        (await _alice.GrantAsync("pro", 10, "admin", "beta tester")).View.PaidUntil.ShouldBe(until + (38 * Day));
        (await _alice.ExtendAsync(2, "admin", "outage")).View.PaidUntil.ShouldBe(until + (40 * Day));
        (await _alice.MarkRefundedAsync(payment.Id, "admin", "bank transfer")).View.PaidUntil.ShouldBe(until + (12 * Day));
        (await _alice.MarkRefundedAsync(payment.Id, "admin", "again")).View.PaidUntil.ShouldBe(until + (12 * Day));

        (await _alice.GrantAsync("gold", 10, "admin", "x")).Errors[0].Field.ShouldBe("plan");
        (await _alice.GrantAsync("pro", 0, "admin", "x")).Errors[0].Field.ShouldBe("days");
        (await _alice.ExtendAsync(3_661, "admin", "x")).Errors[0].Field.ShouldBe("days");
        (await _alice.ExtendAsync(1, "admin", "")).Errors[0].Field.ShouldBe("reason");
        (await _alice.MarkRefundedAsync("pay_none", "admin", "x")).Refusal.ShouldBe(BillingRefusal.NotFound);

        await _host.UntilAsync(() => _host.Audit.ReadAsync(new("alice")), static s => s.Items.Any(static a => a.Action == "refund-marked"));
        (await _host.Audit.ReadAsync(new("alice"))).Items.Reverse().Select(a => (a.Actor, a.Action)).ShouldBe(
        [
            ("system", "begin"), ("alice", "customer-set"), ("alice", "link-requested"), ("provider", "payment-credited"), ("admin", "grant"), ("admin", "extend"),
            ("admin", "refund-marked"),
        ]);
    }

    [Fact]
    public async Task An_administrator_is_never_restricted_and_nobody_is_where_billing_is_off()
    {
        await _host.Grains.GetGrain<Accounts.IUserGrain>("root").CreateAsync(Accounts.UserRole.Admin);
        _host.Time.Advance(TimeSpan.FromDays(16));
        (await _host.Of("root").GetAccessAsync()).ShouldBe(SubscriptionAccess.Unrestricted);
        (await _host.Of("root").GetAsync()).IsBilled.ShouldBeFalse();
        (await _host.Of("ghost").GetAccessAsync()).MayCommand.ShouldBeFalse("there is no such user");

        await using var off = await BillingHost.StartAsync(keys: k => (k.KeyId, k.KeySecret, k.WebhookSecret, k.PreviousWebhookSecret) = ("", "", "", ""));
        var bob = await off.NewUserAsync("bob", withCustomer: false);
        off.Time.Advance(TimeSpan.FromDays(16));

        (await bob.GetAccessAsync()).ShouldBe(SubscriptionAccess.Unrestricted);
        (await bob.OpenLinkAsync("standard")).Refusal.ShouldBe(BillingRefusal.Conflict);
        (await bob.GetPlansAsync()).ShouldBeEmpty();
        off.Server.Requests.ShouldBeEmpty();
    }

    private async Task<ServerPayment> PayAsync(string plan = "standard")
    {
        var before = (await _alice.GetPaymentsAsync()).Length;
        var (payment, events) = _host.Server.Pay(await _host.OpenLinkAsync("alice", plan));
        await _host.DeliverAsync(events);
        await _host.UntilAsync(() => _alice.GetPaymentsAsync(), a => a.Length == before + 1);
        return payment;
    }
}
