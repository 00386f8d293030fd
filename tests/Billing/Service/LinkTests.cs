using TradingBot.Billing;
using TradingBot.Tests.Billing.Server;

namespace TradingBot.Tests.Billing.Service;

/// <summary>Payment links: one open link a user, whatever is lost on the way.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private BillingHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await BillingHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_link_has_amount_reference_expiry_callback_notes_and_customer()
    {
        await _host.NewUserAsync("alice");

        var link = await _host.OpenLinkAsync("alice");

        var view = (await _host.Of("alice").GetAsync()).OpenLink.ShouldNotBeNull();
        (link.Amount, link.Status).ShouldBe((view.Price.Total, "created"));
        link.Amount.ShouldBe(81_923);
        link.ExpireBy.ShouldBe(_host.Time.GetUtcNow().AddHours(24).ToUnixTimeSeconds());
        view.ExpiresAt.ShouldBe(link.ExpireBy * 1_000);
        link.CallbackUrl.ShouldBe("https://bot.example.com/billing/callback/alice");
        link.Notes["tb_user"]!.GetValue<string>().ShouldBe("alice");
        link.Notes["tb_reference"]!.GetValue<string>().ShouldBe(link.Reference);
        link.Customer["name"]!.GetValue<string>().ShouldBe("Asha Rao");
        link.Reference.Length.ShouldBeLessThanOrEqualTo(40);
        view.Url.ShouldStartWith("https://rzp.io/");
    }

    [Fact]
    public async Task Asking_again_gives_the_same_link_also_after_a_restart_and_at_the_same_time()
    {
        await _host.NewUserAsync("alice");
        var first = await _host.OpenLinkAsync("alice");
        var together = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _host.OpenLinkAsync("alice")));
        together.ShouldAllBe(l => l == first);

        await _host.StopAsync();
        await _host.StartAgainAsync();

        (await _host.OpenLinkAsync("alice")).ShouldBe(first);
        _host.Server.Links.Count.ShouldBe(1);
        _host.Server.Customers.ShouldBe(1);
        _host.Server.Requests.Count(r => r == "POST customers").ShouldBe(1);
    }

    [Theory]
    [InlineData(ServerFault.AnswerLost, true)]
    [InlineData(ServerFault.BadGatewayAfter, true)]
    [InlineData(ServerFault.Hangs, true)]
    [InlineData(ServerFault.Garbled, true)]
    [InlineData(ServerFault.Dropped, false)]
    [InlineData(ServerFault.ServerError, false)]
    [InlineData(ServerFault.TooManyRequests, false)]
    public async Task A_lost_answer_makes_no_second_link(ServerFault fault, bool isMade)
    {
        var alice = await _host.NewUserAsync("alice");
        _host.Server.Break("POST payment_links", fault);
        // The look that follows an unknown outcome fails too, so that the next request starts from not knowing.
        if (fault != ServerFault.TooManyRequests)
            _host.Server.Break("GET payment_links", ServerFault.ServerError, ServerFault.ServerError);

        var failed = await alice.OpenLinkAsync("standard");
        failed.Refusal.ShouldBe(BillingRefusal.Unavailable);
        failed.View.OpenLink.ShouldBeNull();
        _host.Server.Links.Count.ShouldBe(isMade ? 1 : 0);

        var link = await _host.OpenLinkAsync("alice");

        _host.Server.Links.ShouldBe([link]);
        (await _host.OpenLinkAsync("alice")).ShouldBe(link);
        _host.Server.Requests.Count(r => r == "POST payment_links").ShouldBe(isMade ? 1 : 2);
    }

    [Fact]
    public async Task A_lost_answer_is_looked_for_at_once()
    {
        await _host.NewUserAsync("alice");
        _host.Server.Break("POST payment_links", ServerFault.AnswerLost);

        var link = await _host.OpenLinkAsync("alice");

        _host.Server.Links.ShouldBe([link]);
    }

    [Fact]
    public async Task A_list_that_does_not_show_the_link_yet_makes_no_second_one_either()
    {
        var alice = await _host.NewUserAsync("alice");
        _host.Server.Break("POST payment_links", ServerFault.AnswerLost);
        _host.Server.Break("GET payment_links", ServerFault.StaleList, ServerFault.StaleList);
        (await alice.OpenLinkAsync("standard")).Refusal.ShouldBe(BillingRefusal.Unavailable);

        // Not found, so it is asked for again under the same reference, which is refused, and found then.
        var link = await _host.OpenLinkAsync("alice");

        _host.Server.Links.ShouldBe([link]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_between_asking_and_answer_makes_no_second_link(bool isMade)
    {
        var alice = await _host.NewUserAsync("alice");
        _host.Server.Break("POST payment_links", isMade ? ServerFault.Hangs : ServerFault.Dropped);
        var lost = alice.OpenLinkAsync("standard");
        await _host.Time.AdvanceUntilAsync(() => _host.Server.Requests.Contains("POST payment_links"), TimeSpan.Zero);

        _host.Kill();
        await lost.ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(60));
        await _host.StartAgainAsync();
        var link = await _host.OpenLinkAsync("alice");

        _host.Server.Links.ShouldBe([link]);
    }

    [Fact]
    public async Task A_link_that_was_made_unknown_to_us_is_found_by_the_poll()
    {
        var alice = await _host.NewUserAsync("alice");
        _host.Server.Break("POST payment_links", ServerFault.AnswerLost);
        _host.Server.Break("GET payment_links", ServerFault.ServerError, ServerFault.ServerError);
        await alice.OpenLinkAsync("standard");

        // Poll after poll: the first one may be the one that fails.
        await _host.Time.AdvanceUntilAsync(async () => (await alice.GetAsync()).OpenLink is not null, TimeSpan.FromSeconds(1));
        _host.Server.Links.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_link_for_another_plan_replaces_the_open_one()
    {
        await _host.NewUserAsync("alice");
        var standard = await _host.OpenLinkAsync("alice");

        var pro = await _host.OpenLinkAsync("alice", "pro");

        (standard.Status, pro.Status).ShouldBe(("cancelled", "created"));
        pro.Amount.ShouldBe(204_720);
    }

    [Fact]
    public async Task A_link_that_is_paid_while_it_is_cancelled_counts_as_paid()
    {
        var alice = await _host.NewUserAsync("alice");
        var link = await _host.OpenLinkAsync("alice");
        var before = (await alice.GetAsync()).PaidUntil;
        _host.Server.Pay(link);

        var result = await alice.CancelLinkAsync();

        result.Errors.ShouldBeEmpty();
        result.View.PaidUntil.ShouldBe(before + (28 * 86_400_000L));
        result.View.OpenLink.ShouldBeNull();
    }

    [Fact]
    public async Task A_link_for_another_plan_is_not_made_when_the_first_turns_out_paid()
    {
        var alice = await _host.NewUserAsync("alice");
        _host.Server.Pay(await _host.OpenLinkAsync("alice"));

        var result = await alice.OpenLinkAsync("pro");

        result.Refusal.ShouldBe(BillingRefusal.Conflict);
        result.Errors[0].Field.ShouldBe("link");
        (await alice.GetPaymentsAsync()).Length.ShouldBe(1);
        _host.Server.Links.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_expired_link_gives_way_to_a_new_one()
    {
        var alice = await _host.NewUserAsync("alice");
        var first = await _host.OpenLinkAsync("alice");
        _host.Time.Advance(TimeSpan.FromHours(25));
        await _host.Time.AdvanceUntilAsync(async () => first.Status == "expired" && (await alice.GetAsync()).OpenLink is null, TimeSpan.Zero);

        var second = await _host.OpenLinkAsync("alice");

        second.Reference.ShouldNotBe(first.Reference);
        second.Status.ShouldBe("created");
    }

    [Fact]
    public async Task A_cancelled_link_is_gone()
    {
        var alice = await _host.NewUserAsync("alice");
        var link = await _host.OpenLinkAsync("alice");

        (await alice.CancelLinkAsync()).View.OpenLink.ShouldBeNull();
        (await alice.CancelLinkAsync()).Errors.ShouldBeEmpty();

        link.Status.ShouldBe("cancelled");
        (await _host.OpenLinkAsync("alice")).ShouldNotBe(link);
    }

    [Fact]
    public async Task Wrong_keys_are_said_and_make_nothing()
    {
        await using var host = await BillingHost.StartAsync(keys: k => k.KeySecret = "wrong");
        var alice = await host.NewUserAsync("alice");

        var result = await alice.OpenLinkAsync("standard");

        result.Refusal.ShouldBe(BillingRefusal.Unavailable);
        result.Errors[0].Message.ShouldBe("Razorpay refuses the keys; please try again.");
        host.Server.Links.ShouldBeEmpty();
        // Refused for certain: once is enough.
        host.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task A_clock_that_differs_from_the_providers_changes_no_date(int minutes)
    {
        var alice = await _host.NewUserAsync("alice");
        _host.Server.Skew = TimeSpan.FromMinutes(minutes);
        var start = (await alice.GetAsync()).PaidUntil!.Value;

        await _host.DeliverAsync(_host.Server.Pay(await _host.OpenLinkAsync("alice")).Events);

        await _host.UntilAsync(() => alice.GetPaymentsAsync(), static a => a.Length == 1);
        (await alice.GetAsync()).PaidUntil.ShouldBe(start + (28 * 86_400_000L));
        (await alice.GetPaymentsAsync())[0].PaidAt.ShouldBe(_host.Now);
    }

    [Fact]
    public async Task A_refusal_of_the_provider_is_told_and_the_next_try_is_a_new_link()
    {
        // Half an hour of life is too short for a server whose clock is half an hour ahead.
        await using var host = await BillingHost.StartAsync(t => t.LinkHours = 1);
        var alice = await host.NewUserAsync("alice");
        host.Server.Skew = TimeSpan.FromMinutes(55);

        var refused = await alice.OpenLinkAsync("standard");
        refused.Refusal.ShouldBe(BillingRefusal.Conflict);
        refused.Errors[0].Message.ShouldContain("expire_by");
        host.Server.Skew = TimeSpan.Zero;

        (await host.OpenLinkAsync("alice")).Status.ShouldBe("created");
    }

    [Fact]
    public async Task Without_the_customers_details_there_is_no_link_and_with_them_erased_neither()
    {
        var alice = await _host.NewUserAsync("alice", withCustomer: false);
        (await alice.OpenLinkAsync("standard")).Errors[0].Field.ShouldBe("customer");

        (await alice.SetCustomerAsync(new("Asha Rao", "asha@example.com", "+919876543210"), "Asia/Kolkata")).View.TimeZone.ShouldBe("Asia/Kolkata");
        await _host.OpenLinkAsync("alice");
        (await alice.EraseCustomerAsync()).View.HasCustomer.ShouldBeFalse();

        (await alice.OpenLinkAsync("pro")).Errors[0].Field.ShouldBe("customer");
    }

    [Theory]
    [InlineData("", "asha@example.com", "+919876543210", "name")]
    [InlineData("Asha Rao", "asha@example", "+919876543210", "email")]
    [InlineData("Asha Rao", "a@b@example.com", "+919876543210", "email")]
    [InlineData("Asha Rao", "asha@example.com", "9876543210", "phone")]
    [InlineData("Asha Rao", "asha@example.com", "+91 98765 43210", "phone")]
    [InlineData("Asha\u0000Rao", "asha@example.com", "+919876543210", "name")]
    public async Task Wrong_details_are_named(string name, string email, string phone, string field)
    {
        var alice = await _host.NewUserAsync("alice", withCustomer: false);

        (await alice.SetCustomerAsync(new(name, email, phone), null)).Errors.Single().Field.ShouldBe(field);
        (await alice.GetAsync()).HasCustomer.ShouldBeFalse();
    }
}
