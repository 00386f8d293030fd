using TradingBot.Billing;
using TradingBot.Grains.Billing;

namespace TradingBot.Tests.Billing.Rules;

/// <summary>What payments cover, case by case; <see cref="LedgerProperties"/> has the rest.</summary>
public sealed class LedgerTests
{
    private const long Day = BillingTerms.Day;
    private const long Start = 1_767_225_600_000;

    private readonly BillingState _state = new();
    private readonly BillingLedger _ledger;

    public LedgerTests()
    {
        _ledger = new("alice", _state, Terms.Of(), static _ => { });
        _ledger.Begin("salt", Start);
    }

    [Fact]
    public void A_payment_told_a_hundred_days_late_falls_into_its_place()
    {
        var (first, second) = (Captured("pay_1", Start + Day), Captured("pay_2", Start + (100 * Day)));

        _ledger.Take(second, Start + (100 * Day));
        _ledger.Take(first, Start + (101 * Day));

        _ledger.PaidUntil.ShouldBe(Start + (128 * Day), "the first cycle lies in the past, and adds nothing to the second");
    }

    [Theory]
    [InlineData(0, 35)] // in the trial: behind it
    [InlineData(6, 35)]
    [InlineData(7, 35)] // at its very end
    [InlineData(8, 36)] // in the grace: from the payment on
    [InlineData(50, 78)]
    public void Paying_early_extends_and_paying_late_restarts(int paidOnDay, int paidUntilDay)
    {
        _ledger.Take(Captured("pay_1", Start + (paidOnDay * Day)), Start + (60 * Day));

        _ledger.PaidUntil.ShouldBe(Start + (paidUntilDay * Day));
    }

    [Fact]
    public void Of_two_payments_by_one_link_both_count()
    {
        var first = Captured("pay_1", Start);
        _ledger.Take(first, Start);
        _ledger.Take(first with { Payment = first.Payment! with { Id = "pay_2" } }, Start);

        _ledger.PaidUntil.ShouldBe(Start + ((7 + 28 + 28) * Day));
    }

    private PaymentNews Captured(string id, long paidAt)
    {
        var link = _ledger.AddLink(Terms.Of().Find("standard")!, Start);
        return new("", PaymentNewsKind.Captured, "alice", link.Reference, new(id, link.Price.Total, "INR", paidAt));
    }
}
