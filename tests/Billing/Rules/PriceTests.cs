using TradingBot.Grains.Billing;
using TradingBot.Trading;

namespace TradingBot.Tests.Billing.Rules;

/// <summary>Prices: whole paise, each computed part rounded half up, the total what the parts add up to.</summary>
public sealed class PriceTests
{
    [Theory]
    [InlineData(50_000, 10_000, 20_033, 1, 1_601, 288, 81_923)] // 2 % of 80,034 is 1,600.68; 18 % of 1,601 is 288.18
    [InlineData(100, 0, 0, 0, 2, 0, 102)] // 18 % of 2 is 0.36
    [InlineData(125, 0, 0, 0, 3, 1, 129)] // exactly half a paisa goes up: 2.5; 18 % of 3 is 0.54
    [InlineData(124, 0, 0, 0, 2, 0, 126)] // 2.48
    [InlineData(1_000_000_000, 0, 0, 0, 20_000_000, 3_600_000, 1_023_600_000)]
    public void A_price_is_the_sum_of_its_rounded_parts(long server, long messages, long support, long additional, long fee, long gst, long total)
    {
        var price = PriceRule.Of(new() { Server = server, Messages = messages, Support = support, Additional = additional }, 200, 1_800);

        (price.ProcessingFee, price.Gst, price.Total).ShouldBe((fee, gst, total));
        price.Subtotal.ShouldBe(server + messages + support + additional);
    }

    [Fact]
    public void Every_computed_part_is_within_half_a_paisa_of_the_exact_one() =>
        Properties.Hold(Properties.Range(100, 4_000_000_000), 1_000, subtotal =>
        {
            var price = PriceRule.Of(new() { Server = subtotal }, 237, 1_800);
            Math.Abs(price.ProcessingFee - (subtotal * 0.0237m)).ShouldBeLessThanOrEqualTo(0.5m);
            Math.Abs(price.Gst - (price.ProcessingFee * 0.18m)).ShouldBeLessThanOrEqualTo(0.5m);
            price.Total.ShouldBe(subtotal + price.ProcessingFee + price.Gst);
        });

    [Fact]
    public void A_plan_says_its_limits()
    {
        var terms = Terms.Of();

        terms.Plans.Select(p => p.Id).ShouldBe(["paper-only", "pro", "standard"]);
        terms.Find("paper-only")!.Modes.ShouldBe([TradingMode.Paper]);
        (terms.Find("pro")!.MaxSymbols, terms.Find("pro")!.CycleDays, terms.Find("pro")!.Title).ShouldBe((50, 28, "Pro"));
        terms.Find("paper-only")!.Title.ShouldBe("paper-only");
    }

    public static TheoryData<string, Action<BillingOptions>> Impossible => new()
    {
        { "Billing:CycleDays is 0; it must be 1 to 366.", o => o.CycleDays = 0 },
        { "Billing:DueDays is 31; it must be 0 to 30.", o => o.DueDays = 31 },
        { "Billing:DueDays is 3; it must not be above Billing:CycleDays, which is 2.", o => (o.DueDays, o.CycleDays) = (3, 2) },
        { "Billing:GraceDays is -1; it must be 0 to 90.", o => o.GraceDays = -1 },
        { "Billing:ReminderHour is 24; it must be 0 to 23.", o => o.ReminderHour = 24 },
        { "Billing:ProcessingFeeBasisPoints is 10001; it must be 0 to 10000.", o => o.ProcessingFeeBasisPoints = 10_001 },
        { "Billing:PublicUrl is 'here'; use an address that begins with https://.", o => o.PublicUrl = "here" },
        { "Billing:TrialPlan is 'gold', which is none of Billing:Plans.", o => o.TrialPlan = "gold" },
        { "Billing:Plans:pro:Server is -1; it must be 0 to 1000000000 paise.", o => o.Plans["pro"].Server = -1 },
        { "Billing:Plans:pro costs less than 100 paise, the least that can be paid by link.", o => o.Plans["pro"].Server = 99 },
        { "Billing:Plans:pro:MaxSymbols is 0; it must be 1 to 10000.", o => o.Plans["pro"].MaxSymbols = 0 },
        { "Billing:Plans:pro:Modes is 'paper,moon'; use some of paper, testnet, demo, live, separated by commas.", o => o.Plans["pro"].Modes = "paper,moon" },
        { "Billing:Plans:pro:Modes is '3'; use some of paper, testnet, demo, live, separated by commas.", o => o.Plans["pro"].Modes = "3" },
        { "Billing:Plans:Gold! must be named by 1 to 40 small letters, digits and hyphens.", o => o.Plans["Gold!"] = new() { Server = 100 } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Impossible_settings_are_named(string message, Action<BillingOptions> change) =>
        Terms.Options(change).Validate(isOn: true).ShouldContain(message);

    [Fact]
    public void Plans_are_needed_only_where_something_is_billed()
    {
        new BillingOptions().Validate(isOn: false).ShouldBeEmpty();
        new BillingOptions().Validate(isOn: true).Single().ShouldStartWith("Billing:Plans has no plan");
    }
}
