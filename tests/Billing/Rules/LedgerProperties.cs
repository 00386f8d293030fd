using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TradingBot.Billing;
using TradingBot.Grains.Billing;

namespace TradingBot.Tests.Billing.Rules;

/// <summary>
/// For any sequence of payments, days, refunds, disputes, grants and crashes, with every delivery repeated, late and out of order,
/// the paid-until date is the one of a plain model that sees everything once and in order.
/// </summary>
public sealed class LedgerProperties
{
    private const long Start = 1_767_225_600_000;

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, from days in Gen.Choose(0, 40) from minutes in Gen.Choose(0, 1_439) select new Step(StepKind.Wait, days, minutes)),
        (6, from plan in Gen.Choose(0, 2) from rest in Gen.Choose(0, 3) select new Step(StepKind.Pay, plan, rest)),
        (2, from which in Gen.Choose(0, 20) select new Step(StepKind.Refund, which, 0)),
        (1, from which in Gen.Choose(0, 20) select new Step(StepKind.PartRefund, which, 0)),
        (1, from which in Gen.Choose(0, 20) from outcome in Gen.Choose(0, 2) select new Step(StepKind.Dispute, which, outcome)),
        (1, from which in Gen.Choose(0, 20) select new Step(StepKind.MarkRefunded, which, 0)),
        (1, from days in Gen.Choose(1, 60) select new Step(StepKind.Grant, days, 0)),
        (6, from which in Gen.Choose(0, 50) select new Step(StepKind.Deliver, which, 0)),
        (2, Gen.Constant(new Step(StepKind.Crash, 0, 0))));

    private enum StepKind
    {
        Wait,
        Pay,
        Refund,
        PartRefund,
        Dispute,
        MarkRefunded,
        Grant,
        Deliver,
        Crash,
    }

    [Fact]
    public void The_paid_until_date_equals_a_plain_model() =>
        Properties.Hold(
            Arb.From(Gen.ArrayOf(Steps), Properties.Shorter), 2_000, steps =>
            {
                var run = new Run();
                foreach (var step in steps)
                    run.Take(step);
                run.DeliverAll();
                run.Check();
            });

    private sealed record Step(StepKind Kind, int A, int B);

    // Everything in the order of its times, told once.
    private sealed class Model
    {
        public List<(long At, string Id, int Days)> Covers { get; } = [(Start, "trial", 7)];

        public HashSet<string> Gone { get; } = [];

        public long PaidUntil()
        {
            var until = long.MinValue;
            foreach (var (at, id, days) in Covers.OrderBy(c => c.At).ThenBy(c => c.Id, StringComparer.Ordinal).Where(c => !Gone.Contains(c.Id)))
                until = (at > until ? at : until) + (days * 86_400_000L);
            return until;
        }
    }

    private sealed class Run
    {
        private readonly BillingTerms _terms = Terms.Of();
        private readonly Model _model = new();
        private readonly List<PaymentNews> _news = [];
        private readonly List<(string Id, string Reference, long Amount)> _paid = [];
        private string _stored = "";
        private BillingState _state = new();
        private BillingLedger _ledger;
        private long _now = Start;
        private int _last;

        public Run()
        {
            _ledger = Ledger(_state);
            _ledger.Begin("salt", _now);
            Save();
        }

        public void Take(Step step)
        {
            switch (step.Kind)
            {
                case StepKind.Wait:
                    _now += (step.A * BillingTerms.Day) + (step.B * 60_000L);
                    break;
                case StepKind.Pay:
                    Pay(_terms.Plans[step.A], step.B);
                    break;
                case StepKind.Refund when Paid(step.A) is var (id, reference, amount):
                    Tell(PaymentNewsKind.Refunded, reference, new(id, amount, "INR", PaidAt(id), amount));
                    _model.Gone.Add(id);
                    break;
                case StepKind.PartRefund when Paid(step.A) is var (id, reference, amount):
                    Tell(PaymentNewsKind.Refunded, reference, new(id, amount, "INR", PaidAt(id), 1));
                    break;
                case StepKind.Dispute when Paid(step.A) is var (id, reference, amount):
                    Tell(PaymentNewsKind.Disputed, reference, new(id, amount, "INR", PaidAt(id), 0, step.B switch { 0 => DisputeState.Open, 1 => DisputeState.Closed, _ => DisputeState.Lost }));
                    if (step.B == 2)
                        _model.Gone.Add(id);
                    break;
                case StepKind.MarkRefunded when Paid(step.A) is var (id, _, _):
                    if (_ledger.MarkRefunded(id, "admin", "x", _now))
                        _model.Gone.Add(id);
                    Save();
                    break;
                case StepKind.Grant:
                    _ledger.Grant("grant", "pro", step.A, "admin", "x", _now);
                    Save();
                    _model.Covers.Add((_now, _state.Grants[^1].Id, step.A));
                    break;
                case StepKind.Deliver when _news.Count > 0:
                    // Any of them, delivered before or not.
                    _ledger.Take(_news[step.A % _news.Count], _now);
                    if (step.A % 3 != 0)
                        Save();
                    break;
                case StepKind.Crash:
                    _state = JsonSerializer.Deserialize<BillingState>(_stored)!;
                    _ledger = Ledger(_state);
                    break;
            }
        }

        public void DeliverAll()
        {
            foreach (var news in _news.OrderBy(n => n.Payment!.Id[^1]).ThenByDescending(n => n.Kind))
                _ledger.Take(news, _now);
            Save();
        }

        public void Check()
        {
            _ledger.PaidUntil.ShouldBe(_model.PaidUntil());
            _state.Payments.Select(p => p.Id).ShouldBe(_paid.Select(p => p.Id), ignoreOrder: true);
            foreach (var news in _news)
                _ledger.Take(news, _now).ShouldBeFalse("the same news again changes nothing");
        }

        private void Pay(PlanInfo plan, int how)
        {
            var link = _ledger.AddLink(plan, _now);
            _ledger.OpenLink(link.Reference, "plink_1", "https://rzp.io/1");
            Save();
            var (id, at) = ($"pay_{++_last:D3}", _now);
            _paid.Add((id, link.Reference, plan.Price.Total));
            _model.Covers.Add((at, id, plan.CycleDays));
            Tell(PaymentNewsKind.Captured, link.Reference, new(id, plan.Price.Total, "INR", at));
            // The callback and a look at the link tell the same, with less or other details.
            if (how >= 1)
                Tell(PaymentNewsKind.Captured, link.Reference, new(id, null, null, at + 1));
            if (how >= 2)
                Tell(PaymentNewsKind.LinkEnded, link.Reference, null);
            if (how == 3)
                Tell(PaymentNewsKind.Failed, link.Reference, new(id, plan.Price.Total, "INR", at));
        }

        private void Tell(PaymentNewsKind kind, string reference, PaymentFacts? facts) =>
            _news.Add(new($"evt_{_news.Count}", kind, "alice", reference, facts ?? new("pay_000", 1, "INR", _now)));

        private (string Id, string Reference, long Amount)? Paid(int which) => _paid.Count == 0 ? null : _paid[which % _paid.Count];

        private long PaidAt(string id) => _model.Covers.First(c => c.Id == id).At;

        private void Save() => _stored = JsonSerializer.Serialize(_state);

        private BillingLedger Ledger(BillingState state) => new("alice", state, _terms, _ => { });
    }
}
