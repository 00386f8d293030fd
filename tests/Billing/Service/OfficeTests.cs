using System.Text;
using TradingBot.Billing;
using TradingBot.Grains.Billing;
using TradingBot.Tests.Billing.Rules;

namespace TradingBot.Tests.Billing.Service;

/// <summary>What the operator sees.</summary>
public sealed class OfficeTests
{
    private const long Day = 86_400_000L;

    [Fact]
    public async Task Revenue_counts_who_is_active_due_overdue_and_churned()
    {
        await using var host = await BillingHost.StartAsync(o => (o.TrialDays, o.CycleDays, o.ReadOnlyAfterDays) = (0, 7, 2));
        // Each pays once for seven days, and is looked at on day 11.
        foreach (var (user, plan, day) in new[] { ("churned", "pro", 0.0), ("paused", "pro", 2.0), ("grace", "standard", 3.5), ("due", "standard", 4.5), ("active", "pro", 8.0) })
        {
            await host.NewUserAsync(user);
            host.Time.Advance(TimeSpan.FromDays(day) - (host.Time.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
            await host.DeliverAsync(host.Server.Pay(await host.OpenLinkAsync(user, plan)).Events);
            await host.UntilAsync(() => host.Of(user).GetPaymentsAsync(), static a => a.Length == 1);
        }

        await host.NewUserAsync("granted", withCustomer: false);
        await host.Of("granted").GrantAsync("pro", 100, "admin", "friend");
        host.Time.Advance(TimeSpan.FromDays(11) - (host.Time.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        await host.UntilAsync(() => host.Office.GetSubscriptionsAsync(new()), static a => a.Items.Length == 6);

        var revenue = await host.Office.GetRevenueAsync();

        (revenue.Active, revenue.Due, revenue.Overdue, revenue.Churned, revenue.Trials, revenue.Grants, revenue.NeedAttention).ShouldBe((1, 1, 2, 1, 0, 1, 0));
        // pro 200,000 + standard 80,034 for 7 days: 280,034 · 365 / 12 / 7 = 1,216,814.4…
        revenue.MonthlyRecurringPaise.ShouldBe(1_216_814);
        revenue.Plans.ShouldBe([new("pro", 1, 869_048), new("standard", 1, 347_767)]);
        (await host.Office.GetSubscriptionsAsync(new())).Items.Single(s => s.UserId == "churned").Stage.ShouldBe(SubscriptionStage.ReadOnly);
    }

    [Fact]
    public void A_trial_is_no_revenue()
    {
        var report = new RevenueReport(Terms.Of(), 10 * Day);
        report.Add(new("a", "pro", CoverageKind.Trial, 12 * Day, 0, 0, true, 1));
        report.Add(new("b", "pro", CoverageKind.Trial, 9 * Day, 0, 0, true, 1));
        // Paid with live keys, looked at with test keys.
        report.Add(new("c", "pro", CoverageKind.Payment, 20 * Day, 1_000, 28, false, 1));

        var view = report.ToView(3);

        (view.Trials, view.Active, view.MonthlyRecurringPaise, view.NeedAttention).ShouldBe((1, 0, 0L, 3));
    }

    [Fact]
    public async Task Lists_page_newest_first_without_loss_or_repetition()
    {
        await using var host = await BillingHost.StartAsync();
        for (var i = 0; i < 7; i++)
            await (await host.NewUserAsync($"user-{i}", withCustomer: false)).GetAsync();
        await host.UntilAsync(() => host.Office.GetSubscriptionsAsync(new()), static a => a.Items.Length == 7);

        var (seen, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await host.Office.GetSubscriptionsAsync(new(Cursor: cursor, Limit: 3));
            seen.AddRange(page.Items.Select(s => s.UserId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Count.ShouldBe(7);
        seen.Distinct().Count().ShouldBe(7);
        (await host.Audit.ReadAsync(new("user-3"))).Items.Single().Action.ShouldBe("begin");
        (await Should.ThrowAsync<ArgumentException>(() => host.Office.GetPaymentsAsync(new("No User")))).Message.ShouldContain("user");
    }

    [Fact]
    public async Task What_personal_details_there_are_is_in_no_table_and_no_state()
    {
        await using var host = await BillingHost.StartAsync();
        await host.NewUserAsync("alice");
        await host.DeliverAsync(host.Server.Pay(await host.OpenLinkAsync("alice")).Events);
        await host.UntilAsync(() => host.Of("alice").GetPaymentsAsync(), static a => a.Length == 1);

        await host.StopAsync();

        host.Files.ShouldNotBeEmpty();
        foreach (var secret in new[] { "Asha Rao", "alice@example.com", "9876543210", "key-secret", "webhook-secret" })
        {
            foreach (var (name, bytes) in host.Files)
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1, $"{secret} in {name}");
        }
    }
}
